import django.core.validators
import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0001_initial'),
        ('meetings', '0001_initial'),
        ('people', '0001_initial'),
        ('tasks', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('label', models.CharField(max_length=80, verbose_name='part')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='pour cent de la somme')),
                ('by', models.CharField(choices=[('weights', 'par coefficient de chaque personne'), ('minutes', 'par minute de présence'), ('projects', 'par contribution aux projets')], default='minutes', max_length=8, verbose_name='partagée')),
                ('kind', models.CharField(blank=True, choices=[('team', "réunion d'équipe"), ('rcp', 'RCP'), ('working_group', 'groupe de travail'), ('management', 'réunion de gérance'), ('assembly', 'assemblée générale'), ('other', 'autre réunion')], max_length=13, verbose_name='réunions')),
            ],
            options={
                'verbose_name': 'part à partager',
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Rate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('cents', models.PositiveBigIntegerField(verbose_name='montant')),
                ('per', models.CharField(choices=[('hour', 'par heure'), ('meeting', 'par réunion')], default='hour', max_length=7, verbose_name='compté')),
                ('target', models.CharField(blank=True, max_length=40, verbose_name='pour')),
                ('kind', models.CharField(blank=True, choices=[('team', "réunion d'équipe"), ('rcp', 'RCP'), ('working_group', 'groupe de travail'), ('management', 'réunion de gérance'), ('assembly', 'assemblée générale'), ('other', 'autre réunion')], max_length=13, verbose_name='réunion')),
                ('slot', models.CharField(blank=True, choices=[('', 'jour et soir'), ('day', 'en journée'), ('evening', 'en soirée')], max_length=7, verbose_name='moment')),
                ('role', models.CharField(blank=True, choices=[('', 'présence'), ('chair', 'animation'), ('scribe', 'secrétaire de séance'), ('time_keeper', 'maître du temps')], max_length=11, verbose_name='rôle')),
            ],
            options={
                'verbose_name': 'tarif',
                'ordering': ['role', 'target', 'kind', 'slot', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='RunLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('time', 'temps de présence'), ('role', 'rôle'), ('pot', 'part'), ('allowance', 'forfait'), ('ceiling', 'plafond'), ('adjustment', 'correction')], max_length=10, verbose_name='sorte')),
                ('day_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='minutes de jour')),
                ('evening_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='minutes du soir')),
                ('cents', models.BigIntegerField(verbose_name='montant')),
                ('because', models.CharField(max_length=400, verbose_name='pourquoi')),
            ],
            options={
                'verbose_name': "ligne d'indemnité",
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Scheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='nom du barème')),
                ('number', models.PositiveSmallIntegerField(default=1, editable=False, verbose_name='numéro de version')),
                ('preset', models.CharField(blank=True, editable=False, max_length=40)),
                ('since', models.DateField(verbose_name="s'applique depuis le")),
                ('until', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('note', models.TextField(blank=True, verbose_name='en quelques mots')),
                ('statuses', models.JSONField(blank=True, default=list, verbose_name='qui est indemnisé')),
                ('kinds', models.JSONField(blank=True, default=list, verbose_name='réunions indemnisées')),
                ('replacement', models.CharField(choices=[('replacement', 'la personne qui remplace'), ('replaced', 'la personne remplacée'), ('nobody', 'personne')], default='replacement', max_length=11, verbose_name="le temps d'une personne remplaçante revient à")),
                ('evening_from', models.TimeField(blank=True, help_text="Vide : l'heure des réunions.", null=True, verbose_name='le soir commence à')),
                ('minute_step', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='minutes comptées par pas de')),
                ('minute_mode', models.CharField(choices=[('nearest', 'au plus proche'), ('up', 'au-dessus'), ('down', 'en dessous')], default='nearest', max_length=7, verbose_name='arrondies')),
                ('minute_least', models.PositiveSmallIntegerField(default=0, verbose_name='présence minimale (minutes)')),
                ('meeting_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='minutes au plus par réunion')),
                ('meeting_cents', models.PositiveBigIntegerField(default=0)),
                ('person_cents', models.PositiveBigIntegerField(default=0)),
                ('year_cents', models.PositiveBigIntegerField(default=0)),
                ('total_cents', models.PositiveBigIntegerField(default=0)),
                ('voted_on', models.DateField(blank=True, null=True, verbose_name='voté le')),
            ],
            options={
                'verbose_name': 'barème',
                'ordering': ['-since', 'name', '-number'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('associate', models.BooleanField(default=False, verbose_name='associé·e à la fin de la période')),
                ('minutes', models.PositiveIntegerField(default=0, verbose_name='minutes')),
                ('due_cents', models.BigIntegerField(default=0, verbose_name='somme des lignes')),
                ('carried_cents', models.BigIntegerField(default=0, verbose_name='report du règlement précédent')),
                ('paid_on', models.DateField(blank=True, null=True, verbose_name='payé le')),
            ],
            options={
                'verbose_name': "relevé d'indemnités",
                'ordering': ['person__last_name', 'person__first_name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Weight',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('purpose', models.CharField(choices=[('weight', 'coefficient'), ('project', 'contribution à un projet'), ('allowance', 'forfait mensuel (€)')], default='weight', max_length=9, verbose_name='sorte')),
                ('label', models.CharField(blank=True, max_length=100, verbose_name='pour quoi')),
                ('value', models.DecimalField(decimal_places=3, max_digits=9, validators=[django.core.validators.MinValueValidator(0)], verbose_name='valeur')),
                ('since', models.DateField(blank=True, null=True, verbose_name='depuis le')),
                ('until', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
            ],
            options={
                'verbose_name': 'coefficient ou forfait',
                'ordering': ['purpose', 'label', 'person__last_name', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='IndemnityRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('first', models.DateField(verbose_name='du')),
                ('last', models.DateField(verbose_name='au')),
                ('state', models.CharField(choices=[('draft', 'à approuver'), ('approved', 'approuvé'), ('cancelled', 'annulé')], default='draft', max_length=9, verbose_name='état')),
                ('to_share', models.PositiveBigIntegerField(default=0, verbose_name='somme à partager')),
                ('forced_why', models.CharField(blank=True, max_length=200, verbose_name='sans vote, parce que')),
                ('prepared_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='préparé par')),
                ('prepared_user', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('approved_on', models.DateField(blank=True, editable=False, null=True, verbose_name='approuvé le')),
                ('approved_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='approuvé par')),
                ('cancelled_why', models.CharField(blank=True, max_length=200, verbose_name='annulé parce que')),
                ('sent_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='relevés envoyés le')),
                ('unshared', models.BigIntegerField(default=0, editable=False, verbose_name='reste à la société')),
                ('prices', models.JSONField(blank=True, default=dict, editable=False, verbose_name='prix de la minute')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'règlement des indemnités',
                'ordering': ['-last', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='CountedMeeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('facts', models.JSONField(default=list)),
                ('correction', models.BooleanField(default=False)),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('meeting', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meeting')),
                ('run', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='counted', to='indemnities.indemnityrun')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('on', models.DateField(verbose_name='datée du')),
                ('cents', models.BigIntegerField(verbose_name='montant')),
                ('why', models.CharField(max_length=300, verbose_name='pourquoi')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='personne')),
                ('run', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='adjustments', to='indemnities.indemnityrun', verbose_name='pris dans')),
            ],
            options={
                'verbose_name': "correction d'indemnité",
                'ordering': ['-on', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='IndemnitySettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('rhythm', models.CharField(choices=[('month', 'chaque mois'), ('quarter', 'chaque trimestre'), ('half', 'chaque semestre'), ('year', 'une fois par an')], default='quarter', max_length=7, verbose_name='rythme des règlements')),
                ('starts_on', models.DateField(blank=True, help_text="Les réunions d'avant ont été réglées autrement ; vide : depuis la première.", null=True, verbose_name='indemniser les réunions depuis le')),
                ('vote_required', models.BooleanField(default=True, help_text="Sans vote, un règlement demande une raison, gardée dans l'historique.", verbose_name='un barème doit être voté avant de servir')),
                ('second_person', models.BooleanField(default=False, verbose_name="un règlement est approuvé par une autre personne que celle qui l'a préparé")),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'habitudes des indemnités',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='pot',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='rate',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='runline',
            name='attendee',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='runline',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='runline',
            name='meeting',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='indemnity_lines', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='decision',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tasks.task', verbose_name='décision'),
        ),
        migrations.AddField(
            model_name='scheme',
            name='meeting',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='meetings.meeting', verbose_name="réunion qui l'a voté"),
        ),
        migrations.AddField(
            model_name='scheme',
            name='previous',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='later', to='indemnities.scheme'),
        ),
        migrations.AddField(
            model_name='rate',
            name='scheme',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='rates', to='indemnities.scheme'),
        ),
        migrations.AddField(
            model_name='pot',
            name='scheme',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pots', to='indemnities.scheme'),
        ),
        migrations.AddField(
            model_name='indemnityrun',
            name='scheme',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='indemnities.scheme', verbose_name='barème'),
        ),
        migrations.AddField(
            model_name='statement',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='statement',
            name='person',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='indemnities', to='people.person', verbose_name='personne'),
        ),
        migrations.AddField(
            model_name='statement',
            name='run',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='statements', to='indemnities.indemnityrun'),
        ),
        migrations.AddField(
            model_name='runline',
            name='statement',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='indemnities.statement'),
        ),
        migrations.AddField(
            model_name='weight',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='weight',
            name='person',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='personne'),
        ),
        migrations.AddField(
            model_name='weight',
            name='scheme',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='weights', to='indemnities.scheme'),
        ),
        migrations.AddConstraint(
            model_name='countedmeeting',
            constraint=models.UniqueConstraint(fields=('centre', 'run', 'meeting'), name='one_count_per_meeting'),
        ),
        migrations.AddConstraint(
            model_name='indemnitysettings',
            constraint=models.UniqueConstraint(fields=('centre',), name='one_indemnity_settings'),
        ),
        migrations.AddConstraint(
            model_name='scheme',
            constraint=models.UniqueConstraint(fields=('centre', 'name', 'number'), name='one_scheme_version'),
        ),
        migrations.AddConstraint(
            model_name='scheme',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='scheme_ends_after_it_starts', violation_error_message='La fin du barème doit venir après son début.'),
        ),
        migrations.AddConstraint(
            model_name='rate',
            constraint=models.UniqueConstraint(fields=('centre', 'scheme', 'per', 'target', 'kind', 'slot', 'role'), name='one_rate_of_a_sort', violation_error_message='Ce tarif existe déjà dans le barème : changez-le.'),
        ),
        migrations.AddConstraint(
            model_name='pot',
            constraint=models.UniqueConstraint(fields=('centre', 'scheme', 'label'), name='one_pot_label'),
        ),
        migrations.AddConstraint(
            model_name='indemnityrun',
            constraint=models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='run_ends_after_it_starts', violation_error_message='La fin de la période doit venir après son début.'),
        ),
        migrations.AddIndex(
            model_name='statement',
            index=models.Index(fields=['centre', 'person'], name='statement_person'),
        ),
        migrations.AddConstraint(
            model_name='statement',
            constraint=models.UniqueConstraint(fields=('centre', 'run', 'person'), name='one_statement'),
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='IndemnitySettings',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='CountedMeeting',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Adjustment',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Scheme',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Rate',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Pot',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='IndemnityRun',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Statement',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='RunLine',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Weight',
        ),
    ]
