"""The summits, the meetings that prepare the 23rd, and meetings whose days others have set."""

from datetime import date
from typing import Any

from planning.visits.rules import Category, DatesMode, SideRole, Standing

SERIES: dict[str, str] = {
    "name": "India-Russia Annual Summit",
    "name_own": "Ежегодный российско-индийский саммит",
    "name_latin": "Yezhegodny rossiysko-indiysky sammit",
}

NEW_DELHI = ("IN", "New Delhi", "Asia/Kolkata")
MOSCOW = ("RU", "Moscow", "Europe/Moscow")
NEW_YORK = ("US", "New York", "America/New_York")

# ``sides`` maps the office whose leader is the principal to the side's role, in order; ``leg`` is
# missing where the record names no city.
THE_23RD: dict[str, Any] = {
    "head": {
        "title": "23rd India-Russia Annual Summit",
        "title_own": "23-й ежегодный российско-индийский саммит",
        "title_latin": "23-y yezhegodny rossiysko-indiysky sammit",
        "category": Category.STATE,
        "ordinal": 23,
    },
    "sides": {"IN principal": SideRole.HOST, "RU principal": SideRole.GUEST},
    "leg": NEW_DELHI,
}
ESTIMATE: dict[str, Any] = {
    "starts_on": date(2025, 12, 5),
    "ends_on": date(2025, 12, 6),
    "source": 'Press of 1 October 2025, "early December, likely around December 5-6":'
    " indiandefensenews.in/2025/10/india-russia-finalising-dates-for.html",
}
# Whose yes a side needs (True), and who is heard (False): the office's own arrangement.
ASKED: list[tuple[str, bool]] = [
    ("IN principal", True),
    ("IN foreign", False),
    ("RU principal", True),
]

THE_22ND: dict[str, Any] = {
    "head": {
        "title": "22nd India-Russia Annual Summit",
        "title_own": "22-й ежегодный российско-индийский саммит",
        "title_latin": "22-y yezhegodny rossiysko-indiysky sammit",
        "category": Category.OFFICIAL,
        "ordinal": 22,
        "dates_mode": DatesMode.NOTED,
        "standing": Standing.CONCLUDED,
    },
    "sides": {"RU principal": SideRole.HOST, "IN principal": SideRole.GUEST},
    "leg": MOSCOW,
    "noted": {
        "starts_on": date(2024, 7, 8),
        "ends_on": date(2024, 7, 9),
        "source": "Announced by the Ministry of External Affairs on 4 July 2024"
        " (zeenews.india.com, article 2763510)",
    },
}
# What prepares the 23rd.
PREPARATORY: list[dict[str, Any]] = [
    {
        "head": {
            "title": "Visit of the Russian Minister of Foreign Affairs to India",
            "title_own": "Визит министра иностранных дел России в Индию",
            "title_latin": "Vizit ministra inostrannykh del Rossii v Indiyu",
            "category": Category.WORKING,
        },
        "sides": {"IN foreign": SideRole.HOST, "RU foreign": SideRole.GUEST},
    },
    {
        "head": {
            "title": "Meeting of the foreign ministers on the margins of the 80th UN General"
            " Assembly",
            "category": Category.WORKING,
            "dates_mode": DatesMode.NOTED,
            "standing": Standing.CONCLUDED,
        },
        "sides": {"IN foreign": SideRole.PARTY, "RU foreign": SideRole.PARTY},
        "leg": NEW_YORK,
        "noted": {
            "starts_on": date(2025, 9, 26),
            "ends_on": date(2025, 9, 26),
            "source": "lenta.ru/news/2025/09/26/lavrov-vstretilsya-s-glavoy-mid-indii",
        },
        "statements": [
            {
                "speaker": "RIA Novosti",
                "said_on": date(2025, 9, 26),
                "place": "New York, on the margins of the 80th UN General Assembly",
                "words": "The foreign ministers of Russia and India have met; their talks were"
                " closed to the press.",
                "source": "lenta.ru/news/2025/09/26/lavrov-vstretilsya-s-glavoy-mid-indii",
            }
        ],
    },
]

FIXED_MEETINGS: list[dict[str, Any]] = [
    {
        "name": "BRICS summit",
        "country": "BR",
        "city": "Rio de Janeiro",
        "starts_on": date(2025, 7, 6),
        "ends_on": date(2025, 7, 7),
        "source": "Government of Brazil, 15 February 2025 (AP; mb.com.ph/2025/2/16/article-2948)",
    },
    {
        "name": "SCO summit",
        "country": "CN",
        "city": "Tianjin",
        "starts_on": date(2025, 8, 31),
        "ends_on": date(2025, 9, 1),
        "source": "Ministry of Foreign Affairs of China, July 2025 (tass.com/world/1989983)",
    },
    {
        "name": "SCO Council of Heads of Government",
        "country": "RU",
        "city": "Moscow",
        "starts_on": date(2025, 11, 17),
        "ends_on": date(2025, 11, 18),
        "source": "Ministry of Foreign Affairs of Russia, 13 July 2025 (tass.com/politics/1988877)",
    },
]
