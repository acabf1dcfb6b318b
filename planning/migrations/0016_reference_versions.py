"""Versions for reference data that the panel edits; memberships that end."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0015_operations'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='fixedmeeting',
            options={'verbose_name': 'fixed meeting', 'verbose_name_plural': 'fixed meetings'},
        ),
        migrations.AddField(
            model_name='fixedmeeting',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='fixedmeetingevent',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='marking',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='markingevent',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='membership',
            name='is_current',
            field=models.BooleanField(default=True, verbose_name='belongs to it now'),
        ),
        migrations.AddField(
            model_name='membership',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='is_current',
            field=models.BooleanField(default=True, verbose_name='belongs to it now'),
        ),
        migrations.AddField(
            model_name='membershipevent',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterConstraint(
            model_name='marking',
            name='marking_once',
            constraint=models.UniqueConstraint(fields=('name',), name='marking_once', violation_error_message='There is already a marking of this name.'),
        ),
        migrations.AlterConstraint(
            model_name='membership',
            name='membership_once',
            constraint=models.UniqueConstraint(fields=('person', 'organisation'), name='membership_once', violation_error_message='This person has a membership there already: change that one.'),
        ),
    ]
