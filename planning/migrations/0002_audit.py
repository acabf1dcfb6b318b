"""The tables of audit."""

import django.contrib.postgres.fields
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0001_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("verb", models.CharField(max_length=64)),
                ("about", models.CharField(max_length=64)),
                ("on_id", models.UUIDField()),
                ("visit_id", models.UUIDField(null=True)),
                ("needs", models.CharField(blank=True, max_length=32)),
                (
                    "of",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("link", models.UUIDField(null=True)),
                ("system", models.CharField(blank=True, max_length=64)),
                ("context_id", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "user",
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
                        fields=["visit_id", "-at", "-recorded_at"], name="auditevent_story"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("link__isnull", True), ("system", ""), ("user__isnull", False)
                            ),
                            models.Q(
                                ("link__isnull", False), ("system", ""), ("user__isnull", True)
                            ),
                            models.Q(
                                ("link__isnull", True),
                                ("user__isnull", True),
                                models.Q(("system", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="auditevent_one_actor",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditPayload",
            fields=[
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="payload",
                        serialize=False,
                        to="planning.auditevent",
                    ),
                ),
                ("body", models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
        ),
    ]
