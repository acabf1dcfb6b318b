"""The tables of stakeholders."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import planning.core.wall
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("planning", "0003_outbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="Country",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_own",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in its own script"
                    ),
                ),
                (
                    "name_latin",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in Latin letters"
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=400)),
                ("code", models.CharField(max_length=2, verbose_name="ISO code")),
                ("capital", models.CharField(max_length=100, verbose_name="capital")),
                (
                    "zone",
                    models.CharField(
                        max_length=64,
                        validators=[planning.core.wall.check_zone],
                        verbose_name="time zone of the capital",
                    ),
                ),
                (
                    "weekend",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "holidays_key",
                    models.CharField(blank=True, max_length=16, verbose_name="holidays"),
                ),
            ],
            options={
                "verbose_name": "country",
                "verbose_name_plural": "countries",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["folded"], name="country_folded", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("code",),
                        name="country_code_once",
                        violation_error_message="There is already a country with this code.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[A-Z]{2}$")),
                        name="country_code_has_two_capitals",
                        violation_error_message="A country's code is two capital letters.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CountryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_own",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in its own script"
                    ),
                ),
                (
                    "name_latin",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in Latin letters"
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=400)),
                ("code", models.CharField(max_length=2, verbose_name="ISO code")),
                ("capital", models.CharField(max_length=100, verbose_name="capital")),
                (
                    "zone",
                    models.CharField(
                        max_length=64,
                        validators=[planning.core.wall.check_zone],
                        verbose_name="time zone of the capital",
                    ),
                ),
                (
                    "weekend",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                (
                    "holidays_key",
                    models.CharField(blank=True, max_length=16, verbose_name="holidays"),
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
                        to="planning.country",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_own",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in its own script"
                    ),
                ),
                (
                    "name_latin",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in Latin letters"
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=400)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("protocol", "Protocol office"),
                            ("desk", "Territorial desk"),
                            ("principal", "Principal's office"),
                            ("ministry", "Ministry"),
                            ("mission", "Mission abroad"),
                            ("international", "International organisation"),
                            ("press", "Press"),
                            ("security", "Security"),
                            ("service", "Supporting service"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("short", models.CharField(blank=True, max_length=32, verbose_name="short name")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="planning.country",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["folded"], name="organisation_folded", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country__isnull", True), ("kind", "international")),
                            models.Q(
                                models.Q(("kind", "international"), _negated=True),
                                ("country__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="organisation_has_a_country",
                        violation_error_message="An organisation belongs to a country, unless it is international.",
                    ),
                    models.UniqueConstraint(
                        fields=("country", "name"),
                        name="organisation_once",
                        nulls_distinct=False,
                        violation_error_message="This organisation stands here already.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_own",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in its own script"
                    ),
                ),
                (
                    "name_latin",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in Latin letters"
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=400)),
                ("style", models.CharField(blank=True, max_length=100, verbose_name="style")),
                ("post", models.CharField(blank=True, max_length=200, verbose_name="post")),
                (
                    "precedence",
                    models.CharField(blank=True, max_length=32, verbose_name="precedence key"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "telephone",
                    models.CharField(blank=True, max_length=64, verbose_name="telephone"),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["folded"], name="person_folded", opclasses=["gin_trgm_ops"]
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "may_clear",
                    models.BooleanField(default=False, verbose_name="may clear texts for it"),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="planning.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="planning.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "organisation"),
                        name="membership_once",
                        violation_error_message="This person belongs to the organisation already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrganisationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_own",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in its own script"
                    ),
                ),
                (
                    "name_latin",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in Latin letters"
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=400)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("protocol", "Protocol office"),
                            ("desk", "Territorial desk"),
                            ("principal", "Principal's office"),
                            ("ministry", "Ministry"),
                            ("mission", "Mission abroad"),
                            ("international", "International organisation"),
                            ("press", "Press"),
                            ("security", "Security"),
                            ("service", "Supporting service"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("short", models.CharField(blank=True, max_length=32, verbose_name="short name")),
                ("city", models.CharField(blank=True, max_length=100, verbose_name="city")),
                (
                    "country",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.country",
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
                        to="planning.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "may_clear",
                    models.BooleanField(default=False, verbose_name="may clear texts for it"),
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
                        to="planning.membership",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.organisation",
                    ),
                ),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "name_own",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in its own script"
                    ),
                ),
                (
                    "name_latin",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="name in Latin letters"
                    ),
                ),
                ("folded", models.CharField(editable=False, max_length=400)),
                ("style", models.CharField(blank=True, max_length=100, verbose_name="style")),
                ("post", models.CharField(blank=True, max_length=200, verbose_name="post")),
                (
                    "precedence",
                    models.CharField(blank=True, max_length=32, verbose_name="precedence key"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "telephone",
                    models.CharField(blank=True, max_length=64, verbose_name="telephone"),
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
                        to="planning.person",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
