"""Values of indicators count their versions: they can be corrected."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0019_outbox_gate_and_resting_webhooks'),
    ]

    operations = [
        migrations.AddField(
            model_name='indicatorvalue',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name='indicatorvalueevent',
            name='version',
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name='indicatorvalue',
            name='as_of',
            field=models.DateField(verbose_name='day'),
        ),
        migrations.AlterField(
            model_name='indicatorvalue',
            name='remark',
            field=models.CharField(blank=True, max_length=200, verbose_name='remark'),
        ),
        migrations.AlterField(
            model_name='indicatorvalue',
            name='value',
            field=models.DecimalField(decimal_places=3, max_digits=16, verbose_name='value'),
        ),
        migrations.AlterField(
            model_name='indicatorvalueevent',
            name='as_of',
            field=models.DateField(verbose_name='day'),
        ),
        migrations.AlterField(
            model_name='indicatorvalueevent',
            name='remark',
            field=models.CharField(blank=True, max_length=200, verbose_name='remark'),
        ),
        migrations.AlterField(
            model_name='indicatorvalueevent',
            name='value',
            field=models.DecimalField(decimal_places=3, max_digits=16, verbose_name='value'),
        ),
    ]
