"""The reference data: countries, international organisations, markings."""

from datetime import datetime
from typing import Any

from planning.audit.rules import Actor
from planning.stakeholders import actions as stakeholders
from planning.stakeholders.models import Country, Organisation
from planning.stakeholders.rules import Kind
from planning.visits import actions as visits
from planning.visits.models import Marking
from planning.visits.rules import Role

SATURDAY_SUNDAY = [6, 7]

# The members of the SCO and of BRICS, and the host of the United Nations.
COUNTRIES: list[dict[str, Any]] = [
    {
        "code": "AE",
        "name": "United Arab Emirates",
        "name_own": "الإمارات العربية المتحدة",
        "name_latin": "al-Imarat al-Arabiyya al-Muttahida",
        "capital": "Abu Dhabi",
        "zone": "Asia/Dubai",
        "holidays_key": "AE",
    },
    {
        "code": "BR",
        "name": "Brazil",
        "name_own": "Brasil",
        "name_latin": "Brasil",
        "capital": "Brasília",
        "zone": "America/Sao_Paulo",
        "holidays_key": "BR-DF",
    },
    {
        "code": "BY",
        "name": "Belarus",
        "name_own": "Беларусь",
        "name_latin": "Belarus",
        "capital": "Minsk",
        "zone": "Europe/Minsk",
        "holidays_key": "BY",
    },
    {
        "code": "CN",
        "name": "China",
        "name_own": "中国",
        "name_latin": "Zhongguo",
        "capital": "Beijing",
        "zone": "Asia/Shanghai",
        "holidays_key": "CN",
    },
    {
        "code": "EG",
        "name": "Egypt",
        "name_own": "مصر",
        "name_latin": "Misr",
        "capital": "Cairo",
        "zone": "Africa/Cairo",
        "weekend": [5, 6],
        "holidays_key": "EG",
    },
    {
        "code": "ET",
        "name": "Ethiopia",
        "name_own": "ኢትዮጵያ",
        "name_latin": "Ityopya",
        "capital": "Addis Ababa",
        "zone": "Africa/Addis_Ababa",
        "holidays_key": "ET",
    },
    {
        "code": "ID",
        "name": "Indonesia",
        "name_own": "Indonesia",
        "name_latin": "Indonesia",
        "capital": "Jakarta",
        "zone": "Asia/Jakarta",
        "holidays_key": "ID",
    },
    {
        "code": "IN",
        "name": "India",
        "name_own": "भारत",
        "name_latin": "Bharat",
        "capital": "New Delhi",
        "zone": "Asia/Kolkata",
        "holidays_key": "IN-DL",
    },
    {
        "code": "IR",
        "name": "Iran",
        "name_own": "ایران",
        "name_latin": "Iran",
        "capital": "Tehran",
        "zone": "Asia/Tehran",
        "weekend": [4, 5],
        "holidays_key": "IR",
    },
    {
        "code": "KG",
        "name": "Kyrgyzstan",
        "name_own": "Кыргызстан",
        "name_latin": "Kyrgyzstan",
        "capital": "Bishkek",
        "zone": "Asia/Bishkek",
        "holidays_key": "KG",
    },
    {
        "code": "KZ",
        "name": "Kazakhstan",
        "name_own": "Қазақстан",
        "name_latin": "Qazaqstan",
        "capital": "Astana",
        "zone": "Asia/Almaty",
        "holidays_key": "KZ",
    },
    {
        "code": "PK",
        "name": "Pakistan",
        "name_own": "پاکستان",
        "name_latin": "Pakistan",
        "capital": "Islamabad",
        "zone": "Asia/Karachi",
        "holidays_key": "PK",
    },
    {
        "code": "RU",
        "name": "Russia",
        "name_own": "Россия",
        "name_latin": "Rossiya",
        "capital": "Moscow",
        "zone": "Europe/Moscow",
        "holidays_key": "RU",
    },
    {
        "code": "TJ",
        "name": "Tajikistan",
        "name_own": "Тоҷикистон",
        "name_latin": "Tojikiston",
        "capital": "Dushanbe",
        "zone": "Asia/Dushanbe",
        "holidays_key": "TJ",
    },
    {
        "code": "US",
        "name": "United States",
        "name_own": "United States of America",
        "name_latin": "United States of America",
        "capital": "Washington",
        "zone": "America/New_York",
        "holidays_key": "US-DC",
    },
    {
        "code": "UZ",
        "name": "Uzbekistan",
        "name_own": "Oʻzbekiston",
        "name_latin": "Ozbekiston",
        "capital": "Tashkent",
        "zone": "Asia/Tashkent",
        "holidays_key": "UZ",
    },
    {
        "code": "ZA",
        "name": "South Africa",
        "name_own": "South Africa",
        "name_latin": "South Africa",
        "capital": "Pretoria",
        "zone": "Africa/Johannesburg",
        "holidays_key": "ZA",
    },
]

ORGANISATIONS: list[dict[str, Any]] = [
    {"name": "BRICS", "short": "BRICS"},
    {
        "name": "Shanghai Cooperation Organisation",
        "name_own": "Шанхайская организация сотрудничества",
        "name_latin": "Shankhayskaya organizatsiya sotrudnichestva",
        "short": "SCO",
        "city": "Beijing",
    },
    {"name": "United Nations", "short": "UN", "city": "New York"},
]

# Which roles on a visit may read a paper that bears the marking.
MARKINGS: list[tuple[str, str]] = [
    ("Public", "CODPMARSV"),
    ("Internal", "CODPMA"),
    ("Restricted", "CODPA"),
    ("Confidential", "CODP"),
]


def write(*, by: Actor, at: datetime) -> None:
    """Write the reference data that are not there; what is there stays as people left it."""
    for each in COUNTRIES:
        if not Country.objects.filter(code=each["code"]).exists():
            country = Country(**{"weekend": SATURDAY_SUNDAY} | each)
            stakeholders.add(country, by=by, at=at)
    for each in ORGANISATIONS:
        if not Organisation.objects.filter(country=None, name=each["name"]).exists():
            stakeholders.add(Organisation(kind=Kind.INTERNATIONAL, **each), by=by, at=at)
    for rank, (name, letters) in enumerate(MARKINGS):
        if not Marking.objects.filter(name=name).exists():
            marking = Marking(
                name=name, rank=rank, roles=[Role(letter).value for letter in letters]
            )
            visits.add_marking(marking, by=by, at=at)
