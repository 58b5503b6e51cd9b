import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Centre',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='nom de la MSP')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='adresse courte')),
                ('legal_form', models.CharField(choices=[('sisa', 'SISA'), ('association', 'association'), ('scm', 'SCM'), ('sci', 'SCI'), ('gcs', 'GCS'), ('public', 'commune, hôpital ou autre personne publique'), ('other', 'autre')], default='sisa', max_length=12, verbose_name='forme juridique')),
                ('finess', models.CharField(blank=True, max_length=9, verbose_name='numéro FINESS')),
                ('siret', models.CharField(blank=True, max_length=14, verbose_name='numéro SIRET')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='adresse')),
                ('postcode', models.CharField(blank=True, max_length=5, verbose_name='code postal')),
                ('town', models.CharField(blank=True, max_length=100, verbose_name='commune')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse e-mail')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='téléphone')),
                ('school_zone', models.CharField(blank=True, choices=[('A', 'zone A'), ('B', 'zone B'), ('C', 'zone C')], max_length=1, verbose_name='vacances scolaires')),
                ('territory', models.CharField(choices=[('metropole', 'métropole'), ('alsace-moselle', 'Alsace-Moselle'), ('guadeloupe', 'Guadeloupe'), ('martinique', 'Martinique'), ('guyane', 'Guyane'), ('reunion', 'La Réunion'), ('mayotte', 'Mayotte'), ('saint-barthelemy', 'Saint-Barthélemy'), ('saint-martin', 'Saint-Martin')], default='metropole', max_length=20, verbose_name='jours fériés')),
                ('closure', models.CharField(choices=[('all_year', "aucune, ouverte toute l'année"), ('up_to_3_weeks', "jusqu'à 3 semaines pendant les vacances scolaires"), ('more', 'davantage')], default='all_year', max_length=15, verbose_name="fermeture dans l'année")),
                ('unscheduled_care', models.BooleanField(default=False, help_text='Un accès organisé chaque jour ouvré ; un répondeur ne suffit pas.', verbose_name='soins non programmés organisés chaque jour ouvré')),
                ('created_on', models.DateField(auto_now_add=True, verbose_name='créée dans Pupitre le')),
                ('demo', models.BooleanField(default=False, editable=False, verbose_name='fictive')),
            ],
            options={
                'verbose_name': 'MSP',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('role', models.CharField(choices=[('coordinator', 'coordination'), ('manager', 'gérance'), ('professional', 'professionnel·le'), ('secretary', 'secrétariat'), ('accountant', 'comptabilité')], max_length=12, verbose_name='rôle')),
                ('since', models.DateField(auto_now_add=True, verbose_name='depuis le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'accès',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'user'), name='one_role_per_centre')],
            },
        ),
        migrations.CreateModel(
            name='Site',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100, verbose_name='nom du site')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='adresse')),
                ('postcode', models.CharField(blank=True, max_length=5, verbose_name='code postal')),
                ('town', models.CharField(blank=True, max_length=100, verbose_name='commune')),
                ('finess', models.CharField(blank=True, max_length=9, verbose_name='numéro FINESS')),
                ('siret', models.CharField(blank=True, max_length=14, verbose_name='numéro SIRET')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='téléphone')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='fermé depuis le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'site',
                'ordering': ['name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'name'), name='one_site_name')],
            },
        ),
        migrations.CreateModel(
            name='OpeningHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'lundi'), (1, 'mardi'), (2, 'mercredi'), (3, 'jeudi'), (4, 'vendredi'), (5, 'samedi'), (6, 'dimanche')], verbose_name='jour')),
                ('opens', models.TimeField(verbose_name='ouvre à')),
                ('closes', models.TimeField(verbose_name='ferme à')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('site', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='centres.site', verbose_name='site')),
            ],
            options={
                'verbose_name': 'horaire',
                'ordering': ['site__name', 'weekday', 'opens'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='nom de la salle')),
                ('seats', models.PositiveSmallIntegerField(default=0, verbose_name='places assises')),
                ('area', models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True, verbose_name='surface (m²)')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('site', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='centres.site', verbose_name='site')),
            ],
            options={
                'verbose_name': 'salle',
                'ordering': ['site__name', 'name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'site', 'name'), name='one_room_name')],
            },
        ),
        migrations.CreateModel(
            name='InstitutionContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('institution', models.CharField(choices=[('cpam', 'CPAM'), ('ars', 'ARS'), ('other', 'autre institution')], max_length=5, verbose_name='institution')),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('function', models.CharField(blank=True, max_length=120, verbose_name='fonction')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse e-mail')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='téléphone')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'interlocuteur',
                'ordering': ['institution', 'name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='InstitutionContact',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Membership',
            or_user='user_id',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Site',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Room',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='OpeningHours',
        ),
    ]
