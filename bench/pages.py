"""Server time of each page with the demonstration data, in process: `python3 dev.py bench pages`.

Prints median and 95th percentile in milliseconds and the number of queries, beside an empty
request for comparison. Needs a demonstration (`python3 dev.py run` once).
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

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from planning.accounts.models import User
from planning.visits.models import Visit

ROUNDS = 40
PAGES = [
    "overview:visit",
    "dates:board",
    "agenda:list",
    "programme:list",
    "preparation:list",
    "correspondence:list",
    "dossier:list",
    "visits:participants",
    "overview:history",
    "overview:messages",
]


def measure(client: Client, url: str) -> tuple[float, float, int]:
    """Return median and 95th percentile in milliseconds, and the number of queries."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200, url
        asked = len(queries)  # the next request empties the log
    taken = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        client.get(url)
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1], asked


def main() -> None:
    """Measure every page as the officer."""
    visit = Visit.objects.get(series__isnull=False, ordinal=23)
    client = Client(SERVER_NAME="127.0.0.1")
    officer = User.objects.get(email="officer@summit.example")
    client.force_login(officer, "django.contrib.auth.backends.ModelBackend")
    urls = {"empty request": "/healthz", "home": "/", "visits": "/visits/"}
    for view in ("month", "quarter", "year"):
        urls[f"calendar, {view}"] = f"/calendar/?view={view}&at=2025-12"
    urls |= {name: reverse(name, args=[visit.slug]) for name in PAGES}
    print(f"{'page':<24}{'median ms':>10}{'p95 ms':>10}{'queries':>10}")
    for name, url in urls.items():
        median, p95, queries = measure(client, url)
        print(f"{name:<24}{median:>10.1f}{p95:>10.1f}{queries:>10}")


main()
