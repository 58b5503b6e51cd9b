import django.db.models.deletion
import pupitre.core.tenancy.protection
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='StatisticsGrid',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('text', models.TextField(blank=True, max_length=10000, verbose_name='grille')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'grille de statistiques',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre',), name='one_statistics_grid')],
            },
        ),
        migrations.CreateModel(
            name='ReportText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='année')),
                ('key', models.SlugField(max_length=40, verbose_name='chapitre')),
                ('text', models.TextField(blank=True, max_length=10000, verbose_name='texte')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': "texte du rapport d'activité",
                'ordering': ['year', 'key'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'year', 'key'), name='one_text_per_chapter')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='ReportText',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='StatisticsGrid',
        ),
    ]
