"""The tables of correspondence."""

import django.db.models.deletion
import planning.correspondence.models
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("planning", "0005_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sounding", "Sounding"),
                            ("invitation", "Invitation"),
                            ("acceptance", "Acceptance in principle"),
                            ("proposal", "Proposal of dates"),
                            ("answer", "Answer"),
                            ("call", "Call"),
                            ("permit", "Permit"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "In"), ("out", "Out")],
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("note", "Note verbale"),
                            ("letter", "Letter"),
                            ("call", "Telephone call"),
                            ("mail", "E-mail"),
                            ("meeting", "Meeting"),
                            ("press", "Press"),
                        ],
                        max_length=16,
                        verbose_name="channel",
                    ),
                ),
                (
                    "number_ours",
                    models.CharField(blank=True, max_length=64, verbose_name="our number"),
                ),
                (
                    "number_theirs",
                    models.CharField(blank=True, max_length=64, verbose_name="their number"),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="day sent")),
                (
                    "received_on",
                    models.DateField(blank=True, null=True, verbose_name="day received"),
                ),
                ("sender", models.CharField(max_length=200, verbose_name="from")),
                ("addressee", models.CharField(max_length=200, verbose_name="to")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                (
                    "scan",
                    models.FileField(
                        blank=True,
                        upload_to=planning.correspondence.models.random_name,
                        verbose_name="scan",
                    ),
                ),
                ("scan_type", models.CharField(blank=True, max_length=32)),
                (
                    "marking",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="planning.marking",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="planning.organisation",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register",
                        to="planning.visit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["visit", "-received_on", "-sent_on"], name="register_by_day"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_on__isnull", False),
                            ("received_on__isnull", False),
                            _connector="OR",
                        ),
                        name="registerentry_has_a_day",
                        violation_error_message="Enter the day it was sent or received.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_on__isnull", True),
                            ("received_on__isnull", True),
                            ("received_on__gte", models.F("sent_on")),
                            _connector="OR",
                        ),
                        name="registerentry_received_after_sent",
                        violation_error_message="It cannot have been received before it was sent.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number_ours", ""), _negated=True),
                        fields=("visit", "number_ours"),
                        name="registerentry_number_once",
                        violation_error_message="Our number is taken by another entry of this visit.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("scan", ""), ("scan_type", "")),
                            models.Q(
                                models.Q(("scan", ""), _negated=True),
                                models.Q(("scan_type", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="registerentry_scan_has_a_type",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterEntryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sounding", "Sounding"),
                            ("invitation", "Invitation"),
                            ("acceptance", "Acceptance in principle"),
                            ("proposal", "Proposal of dates"),
                            ("answer", "Answer"),
                            ("call", "Call"),
                            ("permit", "Permit"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "In"), ("out", "Out")],
                        max_length=4,
                        verbose_name="direction",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("note", "Note verbale"),
                            ("letter", "Letter"),
                            ("call", "Telephone call"),
                            ("mail", "E-mail"),
                            ("meeting", "Meeting"),
                            ("press", "Press"),
                        ],
                        max_length=16,
                        verbose_name="channel",
                    ),
                ),
                (
                    "number_ours",
                    models.CharField(blank=True, max_length=64, verbose_name="our number"),
                ),
                (
                    "number_theirs",
                    models.CharField(blank=True, max_length=64, verbose_name="their number"),
                ),
                ("sent_on", models.DateField(blank=True, null=True, verbose_name="day sent")),
                (
                    "received_on",
                    models.DateField(blank=True, null=True, verbose_name="day received"),
                ),
                ("sender", models.CharField(max_length=200, verbose_name="from")),
                ("addressee", models.CharField(max_length=200, verbose_name="to")),
                ("subject", models.CharField(max_length=300, verbose_name="subject")),
                (
                    "scan",
                    models.FileField(
                        blank=True,
                        upload_to=planning.correspondence.models.random_name,
                        verbose_name="scan",
                    ),
                ),
                ("scan_type", models.CharField(blank=True, max_length=32)),
                (
                    "marking",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.marking",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.organisation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="planning.registerentry",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.visit",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
