"""A message may be given up by hand: the words for its state say so."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0026_saved_views'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='state',
            field=models.CharField(choices=[('queued', 'Queued'), ('sending', 'Being sent'), ('accepted', 'Accepted by the receiving server'), ('uncertain', 'Uncertain: the connection broke at the last moment'), ('parked', 'Parked: the receiving server did not take it'), ('cancelled', 'Not sent: no longer due, no longer allowed, or given up')], default='queued', max_length=16),
        ),
    ]
