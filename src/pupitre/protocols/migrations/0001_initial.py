import django.core.validators
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
            name='Protocol',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=150, verbose_name='titre')),
                ('kind', models.CharField(choices=[('team', "protocole pluriprofessionnel de l'équipe"), ('heart_failure', 'parcours insuffisance cardiaque'), ('child_obesity', "parcours de l'enfant en surpoids"), ('pnc', 'protocole national de coopération')], default='team', max_length=13, verbose_name='sorte')),
                ('theme', models.CharField(blank=True, max_length=40, verbose_name="thème de l'annexe 3")),
                ('medical_opinion_on', models.DateField(blank=True, null=True, verbose_name='avis du service médical reçu le')),
                ('national', models.CharField(blank=True, max_length=40, verbose_name='protocole national')),
                ('declared_on', models.DateField(blank=True, null=True, verbose_name="déclaré à l'ARS le")),
                ('summary', models.TextField(blank=True, max_length=1000, verbose_name='qui fait quoi, et quand')),
                ('edition', models.CharField(default='1', max_length=20, verbose_name='version')),
                ('approved_on', models.DateField(blank=True, null=True, verbose_name="validé par l'équipe le")),
                ('revised_on', models.DateField(blank=True, null=True, verbose_name='dernière révision le')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='à revoir avant le')),
                ('archived_on', models.DateField(blank=True, null=True, verbose_name='archivé le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'protocole',
                'ordering': ['archived_on', 'title'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'title'), name='one_protocol_title')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='année')),
                ('patients', models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(99999)], verbose_name='patients concernés')),
                ('new_cases', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99999)], verbose_name="dont nouveaux cas dans l'année")),
                ('diagnosed', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99999)], verbose_name='dont nouveaux diagnostics')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('protocol', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='protocols.protocol', verbose_name='protocole')),
            ],
            options={
                'verbose_name': "patients d'un protocole",
                'ordering': ['-year'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'protocol', 'year'), name='one_tally_per_year')],
            },
        ),
        migrations.CreateModel(
            name='Author',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='protocols', to='people.person', verbose_name='auteur')),
                ('protocol', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='authors', to='protocols.protocol', verbose_name='protocole')),
            ],
            options={
                'verbose_name': "auteur d'un protocole",
                'ordering': ['person__last_name', 'person__first_name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'protocol', 'person'), name='one_author_per_protocol')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Protocol',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Author',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Tally',
        ),
    ]
