"""Let everybody switch off the keys that do something when pressed alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0023_fill_search_keys'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='single_keys',
            field=models.BooleanField(db_default=True, default=True, verbose_name='keys pressed alone do something'),
        ),
        migrations.AddField(
            model_name='userevent',
            name='single_keys',
            field=models.BooleanField(db_default=True, default=True, verbose_name='keys pressed alone do something'),
        ),
    ]
