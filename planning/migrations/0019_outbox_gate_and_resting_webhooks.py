"""The gate of the outbox, and webhooks that rest and are told of some topics only."""

import django.contrib.postgres.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0018_lock_outs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Gate',
            fields=[
                ('id', models.UUIDField(default=uuid.UUID('00000000-0000-0000-0000-000000000001'), editable=False, primary_key=True, serialize=False)),
                ('identity', models.CharField(max_length=64)),
                ('address', models.CharField(max_length=200)),
                ('paused_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AlterField(  # so that the way back finds a value
            model_name='pulse',
            name='served_as',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.RemoveField(
            model_name='pulse',
            name='served_as',
        ),
        migrations.AddField(
            model_name='webhook',
            name='resting_until',
            field=models.DateTimeField(editable=False, null=True, verbose_name='resting until'),
        ),
        migrations.AddField(
            model_name='webhook',
            name='topics',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('visits', 'visit, participants (visits.…)'), ('correspondence', 'register (correspondence.…)'), ('dossier', 'dossier (dossier.…)'), ('dates', 'proposed dates, positions, requests (dates.…)'), ('lifecycle', 'confirmed and announced dates (lifecycle.…)'), ('agenda', 'agenda (agenda.…)'), ('programme', 'programme (programme.…)'), ('preparation', 'tasks (preparation.…)')], max_length=16), blank=True, default=list, help_text='Told only of these; of everything, where none is chosen.', size=None, verbose_name='topics'),
        ),
        migrations.AddField(
            model_name='webhookevent',
            name='topics',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('visits', 'visit, participants (visits.…)'), ('correspondence', 'register (correspondence.…)'), ('dossier', 'dossier (dossier.…)'), ('dates', 'proposed dates, positions, requests (dates.…)'), ('lifecycle', 'confirmed and announced dates (lifecycle.…)'), ('agenda', 'agenda (agenda.…)'), ('programme', 'programme (programme.…)'), ('preparation', 'tasks (preparation.…)')], max_length=16), blank=True, default=list, help_text='Told only of these; of everything, where none is chosen.', size=None, verbose_name='topics'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('to_webhook_id__isnull', False)), fields=['to_webhook_id', 'state', 'next_try_at'], name='message_to_webhook'),
        ),
        migrations.AddConstraint(
            model_name='gate',
            constraint=models.CheckConstraint(condition=models.Q(('id', uuid.UUID('00000000-0000-0000-0000-000000000001'))), name='gate_is_one'),
        ),
    ]
