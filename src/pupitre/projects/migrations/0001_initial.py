import django.core.validators
import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
from decimal import Decimal
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('sessions', "vacations d'un professionnel extérieur"), ('cstm', 'vacations en contrat de solidarité territoriale (CSTM)'), ('sas', "médecin inscrit au service d'accès aux soins (SAS)"), ('sas_all', 'la structure prend toutes les demandes du régulateur du SAS')], max_length=8, verbose_name='sorte')),
                ('since', models.DateField(verbose_name='depuis le')),
                ('until', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('half_days', models.DecimalField(blank=True, decimal_places=2, max_digits=4, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0.05')), django.core.validators.MaxValueValidator(12)], verbose_name='demi-journées par semaine')),
                ('slots', models.CharField(blank=True, max_length=150, verbose_name='jours et créneaux')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='people.person', verbose_name='qui')),
            ],
            options={
                'verbose_name': 'vacation ou participation au SAS',
                'ordering': ['kind', 'person__last_name', '-since'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='offer_ends_after_it_starts', violation_error_message='La fin doit venir après le début.')],
            },
        ),
        migrations.CreateModel(
            name='Quality',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=150, verbose_name='thème de la démarche')),
                ('objective', models.TextField(blank=True, max_length=1000, verbose_name='objectif choisi, et pourquoi')),
                ('diagnosed_on', models.DateField(verbose_name='niveau 1, diagnostic fait le')),
                ('deployed_on', models.DateField(blank=True, null=True, verbose_name="niveau 2, plan d'amélioration déployé le")),
                ('concluded_on', models.DateField(blank=True, null=True, verbose_name='niveau 3, bilan conclu le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('referent', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='qualities', to='people.person', verbose_name='référent·e')),
            ],
            options={
                'verbose_name': 'démarche qualité',
                'ordering': ['-diagnosed_on', 'title'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=150, verbose_name='titre')),
                ('kind', models.CharField(choices=[('mission', 'mission de santé publique (au contrat ACI)'), ('prevention', 'autre action de prévention'), ('users', 'action avec les usagers'), ('crisis', "action pendant une crise sanitaire reconnue par l'ARS")], default='prevention', max_length=10, verbose_name='sorte')),
                ('theme', models.CharField(blank=True, max_length=40, verbose_name='thème de la mission')),
                ('level', models.PositiveSmallIntegerField(blank=True, choices=[(1, 'niveau 1 : consulter, informer (enquête, boîte à idées, brochure, site)'), (2, 'niveau 2 : construire et décider ensemble (patient référent, comité, médiateur)')], null=True, verbose_name='implication des usagers')),
                ('partners', models.CharField(blank=True, max_length=200, verbose_name='avec qui')),
                ('starts_on', models.DateField(verbose_name='débute le')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='se termine le')),
                ('survey_on', models.DateField(blank=True, null=True, verbose_name='enquête de satisfaction faite le')),
                ('reached', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(999999)], verbose_name='personnes touchées')),
                ('hours', models.PositiveIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(99999)], verbose_name="heures de l'équipe")),
                ('budget_cents', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='budget')),
                ('results', models.TextField(blank=True, max_length=2000, verbose_name='résultats')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('lead', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='people.person', verbose_name='référent·e')),
            ],
            options={
                'verbose_name': 'action',
                'ordering': ['-starts_on', 'title'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__isnull', True), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='action_ends_after_it_starts', violation_error_message='La fin doit venir après le début.')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Action',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Offer',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Quality',
        ),
    ]
