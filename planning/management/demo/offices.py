"""Offices of the two sides, those who lead them, and the accounts of the demonstration."""

from typing import Any, NamedTuple

from planning.stakeholders.rules import Kind
from planning.visits.rules import Part, Role

# By a key of their own; the first part of a key is the country's code.
OFFICES: dict[str, dict[str, Any]] = {
    "IN protocol": {
        "kind": Kind.PROTOCOL,
        "name": "Protocol Division, Ministry of External Affairs",
        "city": "New Delhi",
    },
    "IN desk": {
        "kind": Kind.DESK,
        "name": "Eurasia Division, Ministry of External Affairs",
        "city": "New Delhi",
    },
    "IN principal": {
        "kind": Kind.PRINCIPAL,
        "name": "Prime Minister's Office",
        "name_own": "प्रधानमंत्री कार्यालय",
        "name_latin": "Pradhan Mantri Karyalaya",
        "short": "PMO",
        "city": "New Delhi",
    },
    "IN foreign": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of External Affairs",
        "name_own": "विदेश मंत्रालय",
        "name_latin": "Videsh Mantralaya",
        "short": "MEA",
        "city": "New Delhi",
    },
    "IN commerce": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Commerce and Industry",
        "name_own": "वाणिज्य एवं उद्योग मंत्रालय",
        "name_latin": "Vanijya evam Udyog Mantralaya",
        "city": "New Delhi",
    },
    "IN defence": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Defence",
        "name_own": "रक्षा मंत्रालय",
        "name_latin": "Raksha Mantralaya",
        "city": "New Delhi",
    },
    "IN finance": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Finance",
        "name_own": "वित्त मंत्रालय",
        "name_latin": "Vitta Mantralaya",
        "city": "New Delhi",
    },
    "IN health": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Health and Family Welfare",
        "name_own": "स्वास्थ्य एवं परिवार कल्याण मंत्रालय",
        "name_latin": "Svasthya evam Parivar Kalyan Mantralaya",
        "city": "New Delhi",
    },
    "IN science": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Science and Technology",
        "name_own": "विज्ञान एवं प्रौद्योगिकी मंत्रालय",
        "name_latin": "Vigyan evam Praudyogiki Mantralaya",
        "city": "New Delhi",
    },
    "IN electronics": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Electronics and Information Technology",
        "name_own": "इलेक्ट्रॉनिकी और सूचना प्रौद्योगिकी मंत्रालय",
        "name_latin": "Ilektroniki aur Suchna Praudyogiki Mantralaya",
        "short": "MeitY",
        "city": "New Delhi",
    },
    "IN mission": {
        "kind": Kind.MISSION,
        "name": "Embassy of India in Moscow",
        "city": "Moscow",
    },
    "RU principal": {
        "kind": Kind.PRINCIPAL,
        "name": "Presidential Executive Office",
        "name_own": "Администрация Президента Российской Федерации",
        "name_latin": "Administratsiya Prezidenta Rossiyskoy Federatsii",
        "city": "Moscow",
    },
    "RU foreign": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Foreign Affairs of the Russian Federation",
        "name_own": "Министерство иностранных дел Российской Федерации",
        "name_latin": "Ministerstvo inostrannykh del Rossiyskoy Federatsii",
        "city": "Moscow",
    },
    "RU economy": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Economic Development of the Russian Federation",
        "name_own": "Министерство экономического развития Российской Федерации",
        "name_latin": "Ministerstvo ekonomicheskogo razvitiya Rossiyskoy Federatsii",
        "city": "Moscow",
    },
    "RU defence": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Defence of the Russian Federation",
        "name_own": "Министерство обороны Российской Федерации",
        "name_latin": "Ministerstvo oborony Rossiyskoy Federatsii",
        "city": "Moscow",
    },
    "RU finance": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Finance of the Russian Federation",
        "name_own": "Министерство финансов Российской Федерации",
        "name_latin": "Ministerstvo finansov Rossiyskoy Federatsii",
        "city": "Moscow",
    },
    "RU health": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Health of the Russian Federation",
        "name_own": "Министерство здравоохранения Российской Федерации",
        "name_latin": "Ministerstvo zdravookhraneniya Rossiyskoy Federatsii",
        "city": "Moscow",
    },
    "RU science": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Science and Higher Education of the Russian Federation",
        "name_own": "Министерство науки и высшего образования Российской Федерации",
        "name_latin": "Ministerstvo nauki i vysshego obrazovaniya Rossiyskoy Federatsii",
        "city": "Moscow",
    },
    "RU digital": {
        "kind": Kind.MINISTRY,
        "name": "Ministry of Digital Development, Communications and Mass Media"
        " of the Russian Federation",
        "name_own": "Министерство цифрового развития, связи и массовых коммуникаций"
        " Российской Федерации",
        "name_latin": "Ministerstvo tsifrovogo razvitiya, svyazi i massovykh kommunikatsiy"
        " Rossiyskoy Federatsii",
        "city": "Moscow",
    },
    "RU mission": {
        "kind": Kind.MISSION,
        "name": "Embassy of the Russian Federation in New Delhi",
        "name_own": "Посольство Российской Федерации в Республике Индии",
        "name_latin": "Posolstvo Rossiyskoy Federatsii v Respublike Indii",
        "city": "New Delhi",
    },
}

# By the key of the office that each leads, as styled.
LEADERS: dict[str, dict[str, str]] = {
    "IN principal": {
        "style": "Shri",
        "name": "Narendra Modi",
        "name_own": "नरेन्द्र मोदी",
        "name_latin": "Narendra Modi",
        "post": "Prime Minister of India",
        "precedence": "1",
    },
    "RU principal": {
        "style": "H.E. Mr.",
        "name": "Vladimir Putin",
        "name_own": "Владимир Путин",
        "name_latin": "Vladimir Putin",
        "post": "President of the Russian Federation",
        "precedence": "1",
    },
    "IN foreign": {
        "style": "Dr.",
        "name": "S. Jaishankar",
        "name_own": "एस. जयशंकर",
        "name_latin": "S. Jaishankar",
        "post": "External Affairs Minister",
        "precedence": "2",
    },
    "RU foreign": {
        "style": "H.E. Mr.",
        "name": "Sergey Lavrov",
        "name_own": "Сергей Лавров",
        "name_latin": "Sergey Lavrov",
        "post": "Minister of Foreign Affairs of the Russian Federation",
        "precedence": "2",
    },
}


class Account(NamedTuple):
    """A function that signs in as ``key@summit.example``, and what it is on the 23rd summit.

    ``part`` makes it a focal point of its office; a ``role`` is given by name.
    """

    key: str
    name: str
    office: str = ""
    role: Role | None = None
    part: Part | None = None
    zone: str = "Asia/Kolkata"
    administers: bool = False

    @property
    def email(self) -> str:
        """Return the address."""
        return f"{self.key}@summit.example"


ACCOUNTS = [
    Account("chief", "Chief of Protocol", "IN protocol", role=Role.CHIEF),
    Account("deputy", "Deputy Chief of Protocol", "IN protocol", role=Role.CHIEF),
    Account("officer", "Protocol Officer", "IN protocol", role=Role.OFFICER),
    Account("desk", "Eurasia Desk", "IN desk", role=Role.DESK),
    Account(
        "principal", "Prime Minister's Office focal point", "IN principal", part=Part.PRINCIPAL
    ),
    Account("commerce", "Ministry of Commerce focal point", "IN commerce", part=Part.MINISTRY),
    Account("defence", "Ministry of Defence focal point", "IN defence", part=Part.MINISTRY),
    Account(
        "mission",
        "Embassy in Moscow focal point",
        "IN mission",
        part=Part.MISSION,
        zone="Europe/Moscow",
    ),
    Account("viewer", "Viewer", role=Role.VIEWER),
    Account("administrator", "Administrator", administers=True),
]

# Who takes part in the 23rd summit beside the offices of the accounts.
PARTS: list[tuple[str, Part]] = [
    ("IN protocol", Part.PROTOCOL),
    ("IN desk", Part.DESK),
    ("IN foreign", Part.MINISTRY),
    ("IN finance", Part.MINISTRY),
    ("IN health", Part.MINISTRY),
    ("IN science", Part.MINISTRY),
    ("IN electronics", Part.MINISTRY),
    ("RU principal", Part.COUNTERPART),
    ("RU foreign", Part.COUNTERPART),
    ("RU mission", Part.COUNTERPART),
]
