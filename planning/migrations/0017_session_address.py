"""Where each session comes from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("planning", "0016_reference_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="session",
            name="address",
            field=models.GenericIPAddressField(null=True),
        ),
    ]
