"""The tables of outbox."""

import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0002_audit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=200)),
                ("about_id", models.UUIDField()),
                ("visit_id", models.UUIDField(null=True)),
                ("to_person_id", models.UUIDField(null=True)),
                ("message_id", models.CharField(max_length=200, unique=True)),
                ("dated_at", models.DateTimeField()),
                (
                    "queued_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("sending", "Being sent"),
                            ("accepted", "Accepted by the mail server"),
                            ("uncertain", "Uncertain: the connection broke at the last moment"),
                            ("parked", "Parked: the mail server refused it"),
                            ("cancelled", "Not sent: no longer due, or no longer allowed"),
                        ],
                        default="queued",
                        max_length=16,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                (
                    "next_try_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("worker", models.CharField(blank=True, max_length=200)),
                ("fence", models.PositiveIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
                (
                    "to_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("next_try_at"),
                        condition=models.Q(("state", "queued")),
                        name="message_due",
                    ),
                    models.Index(
                        models.F("lease_until"),
                        condition=models.Q(("state", "sending")),
                        name="message_leased",
                    ),
                    models.Index(fields=["visit_id", "-queued_at"], name="message_by_visit"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "key", "to_user", "to_person_id"),
                        name="message_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("to_person_id__isnull", True), ("to_user__isnull", False)),
                            models.Q(("to_person_id__isnull", False), ("to_user__isnull", True)),
                            _connector="OR",
                        ),
                        name="message_to_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lease_until__isnull", False), ("state", "sending")),
                            models.Q(
                                models.Q(("state", "sending"), _negated=True),
                                ("lease_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="message_leased_while_sending",
                    ),
                ],
            },
        ),
    ]
