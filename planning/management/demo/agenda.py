"""The ten subjects named for the 23rd summit, and who leads each on its side.

Named by the Russian Minister of Foreign Affairs on 27 September 2025 and by the press of 1 October
2025; the leads are the office's own arrangement.
"""

SUBJECTS: list[tuple[str, str, str, str]] = [
    ("Trade", "Торговля", "IN commerce", "RU economy"),
    (
        "Defence and military-technical cooperation",
        "Оборона и военно-техническое сотрудничество",
        "IN defence",
        "RU defence",
    ),
    ("Finance", "Финансы", "IN finance", "RU finance"),
    ("Healthcare", "Здравоохранение", "IN health", "RU health"),
    ("Humanitarian matters", "Гуманитарные вопросы", "IN foreign", "RU foreign"),
    ("High technology", "Высокие технологии", "IN science", "RU science"),
    ("Artificial intelligence", "Искусственный интеллект", "IN electronics", "RU digital"),
    ("Coordination in the SCO", "Координация в ШОС", "IN foreign", "RU foreign"),
    ("Coordination in BRICS", "Координация в БРИКС", "IN foreign", "RU foreign"),
    (
        "Reform of the UN Security Council and India's permanent seat",
        "Реформа Совета Безопасности ООН и постоянное место Индии",
        "IN foreign",
        "RU foreign",
    ),
]
