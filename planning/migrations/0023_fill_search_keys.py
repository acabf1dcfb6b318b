"""Find what stands already; search keys of names hear some sounds anew."""

import pgtrigger
from django.db import migrations

from planning.core.names import fold

NAMED = ["country", "organisation", "person", "series"]
OTHERS = [
    "agendaitem",
    "agendatext",
    "indicator",
    "leg",
    "programmeitem",
    "project",
    "registerentry",
    "sensitivity",
    "statement",
    "task",
    "visit",
]


def fill(apps, editor):
    """Compute every key; nobody did anything, so no history is written."""
    with pgtrigger.ignore():
        for row in rows(apps, OTHERS):
            row.save(update_fields=["search"])
        for row in rows(apps, NAMED):
            row.folded = fold(row.name, row.name_own, row.name_latin)[:400]
            row.save(update_fields=["search", "folded"])


def rows(apps, names):
    for name in names:
        yield from apps.get_model("planning", name).objects.order_by("pk").iterator()


class Migration(migrations.Migration):

    dependencies = [("planning", "0022_search_keys")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
