"""What one must know for the 23rd summit, and where it was read."""

from datetime import date
from decimal import Decimal
from typing import Any

PRESS = "Press of 1 October 2025"
LATESTLY = f"{PRESS} (ANI; latestly.com, article 7139256)"
DEVDISCOURSE = f"{PRESS} (devdiscourse.com, article 3648739)"
DNA = "ANI (dnaindia.com, 28 September 2025, article 3182002)"
EXPRESS = "The New Indian Express, 25 November 2024"
NEWS_24 = "news24online.com, 29 August 2025, article 622902"

STATEMENTS: list[dict[str, Any]] = [
    {
        "person": "IN foreign",
        "said_on": date(2025, 8, 21),
        "place": "Moscow, talks of the foreign ministers",
        "words": "We now prepare for the annual summit at the end of the year.",
        "source": "risingkashmir.com, 21 August 2025",
    },
    {
        "person": "IN principal",
        "said_on": date(2025, 9, 1),
        "place": "Tianjin, on the margins of the SCO summit",
        "words": "1.4 billion Indians are eagerly waiting for you for our 23rd summit in December"
        " this year.",
        "source": "TASS (tass.com/world/2010163)",
    },
    {
        "person": "RU foreign",
        "said_on": date(2025, 9, 27),
        "place": "New York, press conference on the margins of the 80th UN General Assembly",
        "words": "In December, a state visit of President Putin to New Delhi is being prepared.",
        "source": "TASS (tass.com/politics/2022365)",
    },
    {
        "person": "RU foreign",
        "said_on": date(2025, 9, 27),
        "place": "New York, press conference on the margins of the 80th UN General Assembly",
        "words": "This year, my colleague, I spoke to him yesterday, Subrahmanyam Jaishankar, will"
        " visit Russia, and I will visit India.",
        "source": DNA,
    },
    {
        "person": "RU foreign",
        "said_on": date(2025, 9, 27),
        "place": "New York, press conference on the margins of the 80th UN General Assembly",
        "words": "We have a very extensive bilateral agenda, trade, military, technical"
        " cooperation, finance, humanitarian matters, healthcare, high-tech, artificial"
        " intelligence, and of course close coordination at the international level within the"
        " SCO, BRICS and bilaterally.",
        "source": DNA,
    },
    {
        "person": "RU foreign",
        "said_on": date(2025, 9, 27),
        "place": "New York, press conference on the margins of the 80th UN General Assembly",
        "words": "(The economic partnership between India and Russia) is not under threat.",
        "source": LATESTLY,
    },
]

# By the ministry that may read it beside the desk; some by none.
SENSITIVITIES: list[tuple[str, dict[str, str]]] = [
    (
        "IN commerce",
        {
            "title": "Tariffs of 25 % over oil imports",
            "body": "The United States have imposed 25 % additional tariffs on Indian goods, citing"
            " purchases of Russian oil.",
            "source": LATESTLY,
        },
    ),
    (
        "IN commerce",
        {
            "title": 'The economic partnership "not under threat"',
            "body": "The Russian side says publicly that the economic partnership is not under"
            " threat and that India chooses its own partners.",
            "source": LATESTLY,
        },
    ),
    (
        "",
        {
            "title": "Balance towards Ukraine",
            "body": "The first visit of the President since February 2022 takes place while the"
            " conflict goes on; India keeps an independent foreign policy.",
            "source": DEVDISCOURSE,
        },
    ),
    (
        "",
        {
            "title": "The question of the arrest warrant",
            "body": "Answered by the host's not being a party to the International Criminal Court:"
            " there is no obligation to act on its warrant.",
            "source": NEWS_24,
        },
    ),
]

INDICATORS: list[dict[str, Any]] = [
    {
        "head": {
            "title": "Trade between India and Russia",
            "unit": "billion US dollars",
            "goal": "to be raised",
            "source": f"{PRESS}; {EXPRESS}",
        },
        "values": [
            {
                "as_of": date(2024, 3, 31),
                "value": Decimal(65),
                "remark": "more than this in the financial year 2023-24",
            }
        ],
    },
]

PROJECTS: list[dict[str, str]] = [
    {
        "title": "BrahMos",
        "body": "Missile system of joint research, development and production.",
        "source": f"{PRESS}; {EXPRESS}",
    },
    {
        "title": "Fighter aircraft",
        "body": "Licensed production of the Su-30 in India.",
        "source": f"{PRESS}; {EXPRESS}",
    },
    {
        "title": "Su-57",
        "body": "A transfer of technology is possible.",
        "source": PRESS,
    },
]
