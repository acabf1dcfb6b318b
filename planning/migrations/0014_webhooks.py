"""The tables of webhooks, and messages that are calls to them."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("planning", "0013_second_factor_and_links"),
    ]

    operations = [
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                ("is_on", models.BooleanField(default=False, verbose_name="switched on")),
                (
                    "on_since",
                    models.DateTimeField(editable=False, null=True, verbose_name="on since"),
                ),
                ("secret_number", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "previous_until",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="previous secret signs until"
                    ),
                ),
                (
                    "failing_since",
                    models.DateTimeField(editable=False, null=True, verbose_name="failing since"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        limit_choices_to={"kind": "ministry"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="webhooks",
                        to="planning.organisation",
                        verbose_name="ministry",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "address"),
                        name="webhook_once",
                        violation_error_message=(
                            "This ministry has a webhook with this address already."
                        ),
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("is_on", True), ("on_since__isnull", False)),
                            models.Q(("is_on", False), ("on_since__isnull", True)),
                            _connector="OR",
                        ),
                        name="webhook_on_since",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WebhookEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("address", models.CharField(max_length=500, verbose_name="address")),
                ("is_on", models.BooleanField(default=False, verbose_name="switched on")),
                (
                    "on_since",
                    models.DateTimeField(editable=False, null=True, verbose_name="on since"),
                ),
                ("secret_number", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "previous_until",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="previous secret signs until"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        limit_choices_to={"kind": "ministry"},
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.organisation",
                        verbose_name="ministry",
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
                        to="planning.webhook",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WebhookCall",
            fields=[],
            options={
                "verbose_name": "webhook call",
                "verbose_name_plural": "webhook calls",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("planning.message",),
        ),
        migrations.AddField(
            model_name="message",
            name="to_webhook_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="answer",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Queued"),
                    ("sending", "Being sent"),
                    ("accepted", "Accepted by the receiving server"),
                    ("uncertain", "Uncertain: the connection broke at the last moment"),
                    ("parked", "Parked: the receiving server did not take it"),
                    ("cancelled", "Not sent: no longer due, or no longer allowed"),
                ],
                default="queued",
                max_length=16,
            ),
        ),
        migrations.RemoveConstraint(model_name="message", name="message_once"),
        migrations.RemoveConstraint(model_name="message", name="message_to_one"),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("kind", "key", "to_user", "to_person_id", "to_webhook_id"),
                name="message_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("to_person_id__isnull", True),
                        ("to_user__isnull", False),
                        ("to_webhook_id__isnull", True),
                    ),
                    models.Q(
                        ("to_person_id__isnull", False),
                        ("to_user__isnull", True),
                        ("to_webhook_id__isnull", True),
                    ),
                    models.Q(
                        ("to_person_id__isnull", True),
                        ("to_user__isnull", True),
                        ("to_webhook_id__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="message_to_one",
            ),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["recorded_at"], name="auditevent_recorded"),
        ),
        migrations.RunSQL(  # going back there is no place for calls
            migrations.RunSQL.noop,
            "DELETE FROM planning_message WHERE to_webhook_id IS NOT NULL",
        ),
    ]
