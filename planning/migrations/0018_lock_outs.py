"""Lock-outs as the panel shows them: rows of axes under a name of ours."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("axes", "0010_accessattemptexpiration"),
        ("planning", "0017_session_address"),
    ]

    operations = [
        migrations.CreateModel(
            name="LockOut",
            fields=[],
            options={
                "verbose_name": "lock-out",
                "verbose_name_plural": "lock-outs",
                "ordering": [],
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("axes.accessattempt",),
        ),
    ]
