"""The tables of programme."""

import django.db.models.deletion
import planning.core.wall
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("planning", "0009_agenda"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProgrammeItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("day", models.DateField(verbose_name="day")),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("exact", "exact"),
                            ("about", "approximate"),
                            ("by", "by"),
                            ("after", "after the previous"),
                            ("open", "not fixed"),
                        ],
                        max_length=8,
                        verbose_name="how sure",
                    ),
                ),
                ("starts", models.TimeField(blank=True, null=True, verbose_name="starts")),
                ("ends", models.TimeField(blank=True, null=True, verbose_name="ends")),
                (
                    "zone",
                    models.CharField(
                        max_length=64,
                        validators=[planning.core.wall.check_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("is_second_hour", models.BooleanField(default=False)),
                ("starts_at", models.DateTimeField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ceremony", "Ceremony"),
                            ("talks", "Talks"),
                            ("call", "Call"),
                            ("meal", "Meal"),
                            ("movement", "Movement"),
                            ("media", "Media"),
                            ("private", "Private"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("provisional", "Provisional"),
                            ("postponed", "Postponed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "title_own",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="title in the second language"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "is_public",
                    models.BooleanField(default=False, verbose_name="for the public programme"),
                ),
                (
                    "leg",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="planning.leg",
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
                        related_name="programme_items",
                        to="planning.visit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["visit", "day", "position"], name="programmeitem_in_order")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("certainty__in", ("exact", "about", "by")),
                                ("starts__isnull", False),
                                ("starts_at__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("certainty__in", ("exact", "about", "by")), _negated=True
                                ),
                                ("ends__isnull", True),
                                ("starts__isnull", True),
                                ("starts_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="programmeitem_timed_as_it_says",
                        violation_error_message="Enter the time, or say that it is not fixed.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="planning.person",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="planning.visit",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendances",
                        to="planning.programmeitem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("item", "person"), name="attendance_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.person",
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
                        to="planning.attendance",
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
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.programmeitem",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProgrammeItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("day", models.DateField(verbose_name="day")),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("exact", "exact"),
                            ("about", "approximate"),
                            ("by", "by"),
                            ("after", "after the previous"),
                            ("open", "not fixed"),
                        ],
                        max_length=8,
                        verbose_name="how sure",
                    ),
                ),
                ("starts", models.TimeField(blank=True, null=True, verbose_name="starts")),
                ("ends", models.TimeField(blank=True, null=True, verbose_name="ends")),
                (
                    "zone",
                    models.CharField(
                        max_length=64,
                        validators=[planning.core.wall.check_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("is_second_hour", models.BooleanField(default=False)),
                ("starts_at", models.DateTimeField(editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ceremony", "Ceremony"),
                            ("talks", "Talks"),
                            ("call", "Call"),
                            ("meal", "Meal"),
                            ("movement", "Movement"),
                            ("media", "Media"),
                            ("private", "Private"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("provisional", "Provisional"),
                            ("postponed", "Postponed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "title_own",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="title in the second language"
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="place")),
                (
                    "is_public",
                    models.BooleanField(default=False, verbose_name="for the public programme"),
                ),
                (
                    "leg",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.leg",
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
                        to="planning.programmeitem",
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
