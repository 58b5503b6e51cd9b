import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('decision', 'décision'), ('task', 'tâche')], default='task', max_length=8, verbose_name='sorte')),
                ('title', models.CharField(max_length=300, verbose_name='quoi')),
                ('detail', models.TextField(blank=True, verbose_name='précisions')),
                ('due', models.DateField(blank=True, null=True, verbose_name='pour le')),
                ('state', models.CharField(choices=[('open', 'à faire'), ('done', 'fait'), ('postponed', 'reporté'), ('dropped', 'abandonné')], default='open', max_length=9, verbose_name='état')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='clos le')),
                ('decided_on', models.DateField(verbose_name='décidé le')),
                ('origin_type', models.CharField(blank=True, max_length=80)),
                ('origin_id', models.BigIntegerField(blank=True, null=True)),
                ('origin_label', models.CharField(blank=True, max_length=200, verbose_name='issue de')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('group', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tasks', to='people.group', verbose_name='groupe')),
                ('owner', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='people.person', verbose_name='qui')),
            ],
            options={
                'verbose_name': 'décision ou tâche',
                'ordering': ['due', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'state', 'due'], name='task_state'), models.Index(fields=['centre', 'origin_type', 'origin_id'], name='task_origin')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Task',
        ),
    ]
