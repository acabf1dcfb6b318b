"""The tables of preparation."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("planning", "0010_programme"),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "anchor",
                    models.CharField(
                        choices=[
                            ("first_day", "first day"),
                            ("last_day", "last day"),
                            ("fixed", "a fixed day"),
                        ],
                        max_length=16,
                        verbose_name="hangs on",
                    ),
                ),
                ("offset", models.SmallIntegerField(default=0, verbose_name="days after it")),
                ("fixed_on", models.DateField(blank=True, null=True, verbose_name="day")),
                ("due_on", models.DateField(editable=False, null=True)),
                ("public_due_on", models.DateField(editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("done", "done"), ("waived", "waived")],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
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
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="planning.visit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["visit", "due_on"], name="task_by_due_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("anchor", "fixed"), ("fixed_on__isnull", False), ("offset", 0)
                            ),
                            models.Q(
                                models.Q(("anchor", "fixed"), _negated=True),
                                ("fixed_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="task_fixed_day_only_where_fixed",
                        violation_error_message="A day is entered only for a task on a fixed day.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("settled_at__isnull", True),
                                ("settled_by__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("settled_at__isnull", False),
                                ("settled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="task_settled_at_and_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waived"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="task_waived_with_a_reason",
                        violation_error_message="Say why the task is waived.",
                    ),
                    models.UniqueConstraint(
                        fields=("visit", "title"),
                        name="task_once",
                        violation_error_message="This task stands on the checklist already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "anchor",
                    models.CharField(
                        choices=[
                            ("first_day", "first day"),
                            ("last_day", "last day"),
                            ("fixed", "a fixed day"),
                        ],
                        max_length=16,
                        verbose_name="hangs on",
                    ),
                ),
                ("offset", models.SmallIntegerField(default=0, verbose_name="days after it")),
                ("fixed_on", models.DateField(blank=True, null=True, verbose_name="day")),
                ("due_on", models.DateField(editable=False, null=True)),
                ("public_due_on", models.DateField(editable=False, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "open"), ("done", "done"), ("waived", "waived")],
                        default="open",
                        max_length=16,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
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
                        to="planning.task",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
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
