"""Server time of search with 2,000 people and 200 visits: `python3 dev.py bench search`.

Writes them beside the demonstration in a transaction that is undone in the end, and asks in
process, as the officer of all visits. Prints median and 95th percentile in milliseconds for the
page, for suggestions and for the API. Needs a demonstration (`python3 dev.py run` once).
"""

import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summit.settings")

import django

django.setup()

import pgtrigger
from django.db import connection, transaction
from django.test import Client

from planning.accounts.models import User
from planning.agenda.models import AgendaItem, AgendaText
from planning.core.names import fold
from planning.correspondence.models import RegisterEntry
from planning.preparation.models import Task
from planning.stakeholders.models import Country, Person
from planning.visits.models import Appointment, Leg, Side, Visit

VISITS, PEOPLE, EACH, ROUNDS = 200, 2000, 20, 20
GIVEN = ["Sergey", "Анна", "विजय", "Maria", "Дмитрий", "सुनीता", "Arjun", "Ольга"]
FAMILY = ["Lavrov", "Кузнецов", "शर्मा", "Tanaka", "Соколова", "वर्मा", "Iyer", "Жуков"]
SUBJECTS = ["Trade", "Энергетика", "स्वास्थ्य", "Defence", "Финансы", "Artificial intelligence"]
WORDS = ["tariffs", "supply", "corridor", "Севморпуть", "औषधि", "visas", "payments", "joint"]
ASKED = ["india", "Лавров", "शर्मा", "Kuznetsov", "trade 12", "corridr", "modi mos", "zyzzyva"]


def fill(officer: User) -> None:
    """Write people and visits, each visit with twenty rows of four kinds."""
    countries = list(Country.objects.order_by("name")[:2])
    people = [
        Person(name=f"{GIVEN[n % 8]} {FAMILY[n // 8 % 8]} {chr(65 + n // 64 % 26)}", post="Adviser")
        for n in range(PEOPLE)
    ]
    for person in people:
        person.folded = fold(person.name)
    Person.objects.bulk_create(people)
    visits = [
        Visit(title=f"Visit {n} of the delegation", category="working") for n in range(VISITS)
    ]
    Visit.objects.bulk_create(visits)
    Appointment.objects.bulk_create(Appointment(visit=v, user=officer, role="O") for v in visits)
    Leg.objects.bulk_create(
        Leg(visit=v, country=countries[0], city="Agra", zone="Asia/Kolkata") for v in visits
    )
    for role, country in zip(("host", "guest"), countries, strict=True):
        Side.objects.bulk_create(Side(visit=v, country=country, role=role) for v in visits)
    rows = [(visit, n) for visit in visits for n in range(1, EACH + 1)]
    items = [
        AgendaItem(visit=visit, number=n, position=n, title=f"{SUBJECTS[n % 6]} {n}")
        for visit, n in rows
    ]
    AgendaItem.objects.bulk_create(items)
    AgendaText.objects.bulk_create(
        AgendaText(visit=item.visit, item=item, kind="line", body=" ".join(WORDS[: n % 8]) * 20)
        for n, item in enumerate(items)
    )
    Task.objects.bulk_create(
        Task(visit=visit, title=f"{SUBJECTS[n % 6]}: task {n}", anchor="first", offset=-n)
        for visit, n in rows
    )
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            visit=visit, kind="other", direction="in", channel="note", sender=FAMILY[n % 8],
            addressee="Protocol", subject=f"{SUBJECTS[n % 6]}, note {n}", received_on="2025-10-01",
        )
        for visit, n in rows
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(client: Client, url: str) -> None:
    """Print how long each of the questions takes, all together."""
    taken = []
    for n in range(ROUNDS + 2):
        for typed in ASKED:
            began = time.perf_counter()
            assert client.get(url, {"q": typed}).status_code == 200, typed
            if n >= 2:  # the first rounds warm up
                taken.append((time.perf_counter() - began) * 1000)
    p95 = statistics.quantiles(taken, n=20)[-1]
    print(f"{url:<24}{statistics.median(taken):>10.1f}{p95:>10.1f}")


def main() -> None:
    """Fill, measure, undo."""
    officer = User.objects.get(email="officer@summit.example")
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
    print(f"{'':<24}{'median ms':>10}{'p95 ms':>10}")
    with transaction.atomic():
        with pgtrigger.ignore():
            fill(officer)
        for url in ("/search/", "/search/suggest/", "/api/v1/search/"):
            measure(client, url)
        transaction.set_rollback(True)


main()
