"""The tables of visits."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import planning.core.wall
import planning.visits.rules
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("planning", "0004_stakeholders"),
    ]

    operations = [
        migrations.CreateModel(
            name="Series",
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
            ],
            options={
                "verbose_name": "series",
                "verbose_name_plural": "series",
                "abstract": False,
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["folded"], name="series_folded", opclasses=["gin_trgm_ops"]
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name",),
                        name="series_once",
                        violation_error_message="There is already a series of this name.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "code",
                    models.CharField(
                        default=planning.visits.rules.new_code, editable=False, max_length=7
                    ),
                ),
                (
                    "file_number",
                    models.CharField(blank=True, max_length=64, verbose_name="file number"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "title_own",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="title in the second language"
                    ),
                ),
                (
                    "title_latin",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="title in Latin letters"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("state", "State visit"),
                            ("official", "Official visit"),
                            ("working", "Working visit"),
                            ("private", "Private visit"),
                            ("transit", "Transit"),
                        ],
                        max_length=16,
                        verbose_name="category",
                    ),
                ),
                (
                    "ordinal",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="number in the series"
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("postponed", "Postponed"),
                            ("cancelled", "Cancelled"),
                            ("concluded", "Concluded"),
                            ("closed", "Closed"),
                        ],
                        default="planned",
                        max_length=16,
                    ),
                ),
                (
                    "dates_mode",
                    models.CharField(
                        choices=[
                            ("negotiated", "Negotiated between the sides"),
                            ("given", "Given by a multilateral meeting"),
                            ("noted", "Just noted"),
                        ],
                        default="negotiated",
                        max_length=16,
                    ),
                ),
                ("starts_on", models.DateField(editable=False, null=True)),
                ("ends_on", models.DateField(editable=False, null=True)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("undated", "No dates"),
                            ("estimated", "Press estimate"),
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed, not public"),
                            ("announced", "Announced"),
                        ],
                        default="undated",
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("public_starts_on", models.DateField(editable=False, null=True)),
                ("public_ends_on", models.DateField(editable=False, null=True)),
                (
                    "public_certainty",
                    models.CharField(
                        choices=[
                            ("undated", "No dates"),
                            ("estimated", "Press estimate"),
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed, not public"),
                            ("announced", "Announced"),
                        ],
                        default="undated",
                        editable=False,
                        max_length=16,
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="planning.series",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["starts_on", "id"], name="visit_by_day"),
                    models.Index(fields=["public_starts_on", "id"], name="visit_by_public_day"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("code",), name="visit_code_once"),
                    models.UniqueConstraint(
                        fields=("series", "ordinal"),
                        name="visit_once_in_its_series",
                        violation_error_message="The series already has a visit with this number.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("series__isnull", False), ("ordinal__isnull", True), _connector="OR"
                        ),
                        name="visit_numbered_only_in_a_series",
                        violation_error_message="Choose the series that this number belongs to.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("certainty", "undated"),
                                ("ends_on__isnull", True),
                                ("starts_on__isnull", True),
                            ),
                            models.Q(
                                models.Q(("certainty", "undated"), _negated=True),
                                ("ends_on__gte", models.F("starts_on")),
                            ),
                            _connector="OR",
                        ),
                        name="visit_days_follow_certainty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("public_certainty", "undated"),
                                ("public_ends_on__isnull", True),
                                ("public_starts_on__isnull", True),
                            ),
                            models.Q(
                                ("public_certainty__in", ["estimated", "announced"]),
                                ("public_ends_on__gte", models.F("public_starts_on")),
                            ),
                            _connector="OR",
                        ),
                        name="visit_public_days_follow_certainty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prepares", "prepares"),
                            ("part_of", "part of"),
                            ("margins_of", "on the margins of"),
                            ("leg_of", "leg of"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="linked",
                        to="planning.visit",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="planning.visit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visit", "to", "kind"),
                        name="link_once",
                        violation_error_message="These visits are linked in this way already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("visit", models.F("to")), _negated=True),
                        name="link_to_another",
                        violation_error_message="A visit cannot be linked to itself.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("C", "Chief of protocol"),
                            ("O", "Protocol officer"),
                            ("D", "Desk officer"),
                            ("P", "Principal's office"),
                            ("M", "Ministry"),
                            ("A", "Own mission"),
                            ("R", "Press"),
                            ("S", "Security and services"),
                            ("V", "Viewer"),
                        ],
                        max_length=1,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="planning.visit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visit", "user", "role"),
                        name="appointment_once",
                        violation_error_message="This person holds the role already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ("C", "O", "D", "V"))),
                        name="appointment_to_a_role_given_by_name",
                        violation_error_message="This role comes with being a focal point, not by name.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leg",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("city", models.CharField(max_length=100, verbose_name="city")),
                (
                    "zone",
                    models.CharField(
                        max_length=64,
                        validators=[planning.core.wall.check_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="planning.country",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legs",
                        to="planning.visit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "position"), name="leg_in_order")
                ],
            },
        ),
        migrations.CreateModel(
            name="Marking",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=64, verbose_name="name")),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rank")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("C", "Chief of protocol"),
                                ("O", "Protocol officer"),
                                ("D", "Desk officer"),
                                ("P", "Principal's office"),
                                ("M", "Ministry"),
                                ("A", "Own mission"),
                                ("R", "Press"),
                                ("S", "Security and services"),
                                ("V", "Viewer"),
                            ],
                            max_length=1,
                        ),
                        size=None,
                        verbose_name="roles that may read it",
                    ),
                ),
            ],
            options={
                "verbose_name": "marking",
                "verbose_name_plural": "markings",
                "constraints": [models.UniqueConstraint(fields=("name",), name="marking_once")],
            },
        ),
        migrations.CreateModel(
            name="MarkingEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("name", models.CharField(max_length=64, verbose_name="name")),
                ("rank", models.PositiveSmallIntegerField(verbose_name="rank")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("C", "Chief of protocol"),
                                ("O", "Protocol officer"),
                                ("D", "Desk officer"),
                                ("P", "Principal's office"),
                                ("M", "Ministry"),
                                ("A", "Own mission"),
                                ("R", "Press"),
                                ("S", "Security and services"),
                                ("V", "Viewer"),
                            ],
                            max_length=1,
                        ),
                        size=None,
                        verbose_name="roles that may read it",
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
                        to="planning.marking",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("protocol", "Protocol"),
                            ("desk", "Territorial desk"),
                            ("principal", "Principal's office"),
                            ("ministry", "Ministry"),
                            ("mission", "Own mission"),
                            ("counterpart", "Counterpart"),
                            ("press", "Press"),
                            ("security", "Security"),
                            ("service", "Supporting service"),
                        ],
                        max_length=16,
                    ),
                ),
                ("let_in_at", models.DateTimeField(null=True)),
                (
                    "let_in_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="planning.organisation",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="planning.visit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("visit", "organisation", "part"),
                        name="participation_once",
                        violation_error_message="This organisation takes part already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("let_in_at__isnull", True), ("let_in_by__isnull", True)),
                            models.Q(("let_in_at__isnull", False), ("let_in_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="participation_let_in_at_and_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FocalPoint",
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
                        related_name="focal_points",
                        to="planning.person",
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="focal_points",
                        to="planning.participation",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("participation", "person"),
                        name="focalpoint_once",
                        violation_error_message="This person is a focal point already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SeriesEvent",
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
                        to="planning.series",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Side",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("host", "Host"), ("guest", "Guest"), ("party", "Party")],
                        max_length=8,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "country",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="planning.country",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
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
                        related_name="sides",
                        to="planning.visit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("country__isnull", False), ("organisation__isnull", True)),
                            models.Q(("country__isnull", True), ("organisation__isnull", False)),
                            _connector="OR",
                        ),
                        name="side_is_a_country_or_an_organisation",
                        violation_error_message="A side is a country or an organisation, not two.",
                    ),
                    models.UniqueConstraint(
                        fields=("visit", "country", "organisation"),
                        name="side_once",
                        nulls_distinct=False,
                        violation_error_message="This side takes part already.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("role", "host")),
                        fields=("visit",),
                        name="side_one_host",
                        violation_error_message="A visit has one host.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Principal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("with_spouse", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="planning.person",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="principals",
                        to="planning.side",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("side", "person"), name="principal_once_a_side")
                ],
            },
        ),
        migrations.CreateModel(
            name="SideEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[("host", "Host"), ("guest", "Guest"), ("party", "Party")],
                        max_length=8,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "country",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.country",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
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
                        to="planning.side",
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
        migrations.CreateModel(
            name="PrincipalEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("with_spouse", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=1)),
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
                        to="planning.principal",
                    ),
                ),
                (
                    "side",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.side",
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
        migrations.CreateModel(
            name="ParticipationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("protocol", "Protocol"),
                            ("desk", "Territorial desk"),
                            ("principal", "Principal's office"),
                            ("ministry", "Ministry"),
                            ("mission", "Own mission"),
                            ("counterpart", "Counterpart"),
                            ("press", "Press"),
                            ("security", "Security"),
                            ("service", "Supporting service"),
                        ],
                        max_length=16,
                    ),
                ),
                ("let_in_at", models.DateTimeField(null=True)),
                (
                    "let_in_by",
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
                        to="planning.participation",
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
        migrations.CreateModel(
            name="LinkEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("prepares", "prepares"),
                            ("part_of", "part of"),
                            ("margins_of", "on the margins of"),
                            ("leg_of", "leg of"),
                        ],
                        max_length=16,
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
                        to="planning.link",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.visit",
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
        migrations.CreateModel(
            name="LegEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("city", models.CharField(max_length=100, verbose_name="city")),
                (
                    "zone",
                    models.CharField(
                        max_length=64,
                        validators=[planning.core.wall.check_zone],
                        verbose_name="time zone",
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=1)),
                (
                    "country",
                    models.ForeignKey(
                        db_constraint=False,
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
                        to="planning.leg",
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
        migrations.CreateModel(
            name="FocalPointEvent",
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
                        to="planning.focalpoint",
                    ),
                ),
                (
                    "participation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.participation",
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
        migrations.CreateModel(
            name="AppointmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("C", "Chief of protocol"),
                            ("O", "Protocol officer"),
                            ("D", "Desk officer"),
                            ("P", "Principal's office"),
                            ("M", "Ministry"),
                            ("A", "Own mission"),
                            ("R", "Press"),
                            ("S", "Security and services"),
                            ("V", "Viewer"),
                        ],
                        max_length=1,
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
                        to="planning.appointment",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
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
        migrations.CreateModel(
            name="VisitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "code",
                    models.CharField(
                        default=planning.visits.rules.new_code, editable=False, max_length=7
                    ),
                ),
                (
                    "file_number",
                    models.CharField(blank=True, max_length=64, verbose_name="file number"),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "title_own",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="title in the second language"
                    ),
                ),
                (
                    "title_latin",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="title in Latin letters"
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("state", "State visit"),
                            ("official", "Official visit"),
                            ("working", "Working visit"),
                            ("private", "Private visit"),
                            ("transit", "Transit"),
                        ],
                        max_length=16,
                        verbose_name="category",
                    ),
                ),
                (
                    "ordinal",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="number in the series"
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("postponed", "Postponed"),
                            ("cancelled", "Cancelled"),
                            ("concluded", "Concluded"),
                            ("closed", "Closed"),
                        ],
                        default="planned",
                        max_length=16,
                    ),
                ),
                (
                    "dates_mode",
                    models.CharField(
                        choices=[
                            ("negotiated", "Negotiated between the sides"),
                            ("given", "Given by a multilateral meeting"),
                            ("noted", "Just noted"),
                        ],
                        default="negotiated",
                        max_length=16,
                    ),
                ),
                ("starts_on", models.DateField(editable=False, null=True)),
                ("ends_on", models.DateField(editable=False, null=True)),
                (
                    "certainty",
                    models.CharField(
                        choices=[
                            ("undated", "No dates"),
                            ("estimated", "Press estimate"),
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed, not public"),
                            ("announced", "Announced"),
                        ],
                        default="undated",
                        editable=False,
                        max_length=16,
                    ),
                ),
                ("public_starts_on", models.DateField(editable=False, null=True)),
                ("public_ends_on", models.DateField(editable=False, null=True)),
                (
                    "public_certainty",
                    models.CharField(
                        choices=[
                            ("undated", "No dates"),
                            ("estimated", "Press estimate"),
                            ("proposed", "Proposed"),
                            ("confirmed", "Confirmed, not public"),
                            ("announced", "Announced"),
                        ],
                        default="undated",
                        editable=False,
                        max_length=16,
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
                        to="planning.visit",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="planning.series",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
