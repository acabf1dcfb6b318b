"""Keep with each row what it is found by."""

import django.contrib.postgres.indexes
import planning.core.search
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('planning', '0021_sides_and_legs_versioned'),
    ]

    operations = [
        migrations.AddField(
            model_name='agendaitem',
            name='search',
            field=planning.core.search.SearchKey('title', 'title_own', 'cluster', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='agendatext',
            name='search',
            field=planning.core.search.SearchKey('body', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='country',
            name='search',
            field=planning.core.search.SearchKey('name', 'name_own', 'name_latin', 'capital', 'code', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='indicator',
            name='search',
            field=planning.core.search.SearchKey('title', 'body', 'source', 'unit', 'goal', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='leg',
            name='search',
            field=planning.core.search.SearchKey('city', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='organisation',
            name='search',
            field=planning.core.search.SearchKey('name', 'name_own', 'name_latin', 'short', 'city', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='person',
            name='search',
            field=planning.core.search.SearchKey('name', 'name_own', 'name_latin', 'post', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='programmeitem',
            name='search',
            field=planning.core.search.SearchKey('title', 'title_own', 'place', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='project',
            name='search',
            field=planning.core.search.SearchKey('title', 'body', 'source', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='registerentry',
            name='search',
            field=planning.core.search.SearchKey('subject', 'sender', 'addressee', 'number_ours', 'number_theirs', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='sensitivity',
            name='search',
            field=planning.core.search.SearchKey('title', 'body', 'source', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='series',
            name='search',
            field=planning.core.search.SearchKey('name', 'name_own', 'name_latin', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='statement',
            name='search',
            field=planning.core.search.SearchKey('speaker', 'words', 'place', 'source', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='task',
            name='search',
            field=planning.core.search.SearchKey('title', 'reason', blank=True, db_default='', editable=False),
        ),
        migrations.AddField(
            model_name='visit',
            name='search',
            field=planning.core.search.SearchKey('title', 'title_own', 'title_latin', 'code', 'file_number', blank=True, db_default='', editable=False),
        ),
        migrations.AddIndex(
            model_name='agendaitem',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='agendaitem_search'),
        ),
        migrations.AddIndex(
            model_name='agendatext',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='agendatext_search'),
        ),
        migrations.AddIndex(
            model_name='country',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='country_search'),
        ),
        migrations.AddIndex(
            model_name='indicator',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='indicator_search'),
        ),
        migrations.AddIndex(
            model_name='leg',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='leg_search'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='organisation_search'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='person_search'),
        ),
        migrations.AddIndex(
            model_name='programmeitem',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='programmeitem_search'),
        ),
        migrations.AddIndex(
            model_name='project',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='project_search'),
        ),
        migrations.AddIndex(
            model_name='registerentry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='registerentry_search'),
        ),
        migrations.AddIndex(
            model_name='sensitivity',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='sensitivity_search'),
        ),
        migrations.AddIndex(
            model_name='series',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='series_search'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='statement_search'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='task_search'),
        ),
        migrations.AddIndex(
            model_name='visit',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='visit_search'),
        ),
    ]
