import django.core.validators
import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('books', '0001_initial'),
        ('centres', '0001_initial'),
        ('payments', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Premises',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=80, verbose_name='local')),
                ('area', models.DecimalField(decimal_places=2, max_digits=7, validators=[django.core.validators.MinValueValidator(0)], verbose_name='surface (m²)')),
                ('rooms', models.PositiveSmallIntegerField(default=1, verbose_name='pièces')),
                ('opened_on', models.DateField(blank=True, null=True, verbose_name='à louer depuis le')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='plus à louer après le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('room', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='premises', to='centres.room', verbose_name='salle de la MSP')),
            ],
            options={
                'verbose_name': 'local',
                'ordering': ['name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'name'), name='premises_name')],
            },
        ),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('percent', models.PositiveSmallIntegerField(default=100, help_text='100 : seul dans le local. 50 : un local partagé à deux.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='part du local (%)')),
                ('starts_on', models.DateField(verbose_name='à partir du')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('rhythm', models.PositiveSmallIntegerField(choices=[(1, 'chaque mois'), (3, 'chaque trimestre')], default=1, verbose_name='appel')),
                ('due_day', models.PositiveSmallIntegerField(default=5, help_text='Jour du premier mois de la période.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(28)], verbose_name='à payer le')),
                ('hours', models.DecimalField(decimal_places=2, default=0, help_text='Pour les charges réparties selon la présence.', max_digits=5, validators=[django.core.validators.MinValueValidator(0)], verbose_name='heures de présence par semaine')),
                ('index', models.CharField(blank=True, choices=[('', 'aucune clause de révision'), ('ILAT', 'ILAT (activités tertiaires, professions libérales)'), ('ILC', 'ILC (commerces, artisans)')], default='', max_length=4, verbose_name='indice de révision')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('company', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, help_text="Si le bail est au nom d'une société : la personne reste celle à qui l'on écrit.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leases', to='payments.payee', verbose_name='société locataire')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='leases', to='books.legalentity', verbose_name='structure qui loue')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='leases', to='people.person', verbose_name='locataire')),
                ('premises', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='leases', to='rents.premises', verbose_name='local')),
            ],
            options={
                'verbose_name': 'bail',
                'ordering': ['premises__name', '-starts_on', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='LeaseTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('since', models.DateField(verbose_name='depuis le')),
                ('rent_cents', models.PositiveBigIntegerField(verbose_name='loyer mensuel')),
                ('charges_cents', models.PositiveBigIntegerField(default=0, verbose_name='provision mensuelle pour charges')),
                ('index_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="année de l'indice")),
                ('index_quarter', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="trimestre de l'indice")),
                ('index_value', models.DecimalField(blank=True, decimal_places=2, max_digits=6, null=True, verbose_name="valeur de l'indice")),
                ('because', models.CharField(blank=True, max_length=200, verbose_name='parce que')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('lease', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='terms', to='rents.lease', verbose_name='bail')),
            ],
            options={
                'verbose_name': "prix d'un bail",
                'ordering': ['lease_id', 'since'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'lease', 'since'), name='lease_term_since')],
            },
        ),
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='année')),
                ('issued_on', models.DateField(verbose_name='arrêtée le')),
                ('issued_by', models.CharField(max_length=200, verbose_name='arrêtée par')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='charge_settlements', to='books.legalentity', verbose_name='structure')),
            ],
            options={
                'verbose_name': 'régularisation des charges',
                'ordering': ['-year', 'entity__name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'entity', 'year'), name='settlement_year')],
            },
        ),
        migrations.CreateModel(
            name='RentCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('rent', 'loyer et charges'), ('settlement', 'régularisation des charges')], default='rent', max_length=10, verbose_name='nature')),
                ('period_on', models.DateField(editable=False, verbose_name='début de la période')),
                ('first', models.DateField(verbose_name='du')),
                ('last', models.DateField(verbose_name='au')),
                ('due_on', models.DateField(verbose_name='à payer pour le')),
                ('rent_cents', models.BigIntegerField(verbose_name='loyer')),
                ('charges_cents', models.BigIntegerField(verbose_name='charges')),
                ('because', models.CharField(blank=True, max_length=200, verbose_name='calcul')),
                ('issued_on', models.DateField(verbose_name='émis le')),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='envoyé le')),
                ('reminded_on', models.DateField(editable=False, null=True, verbose_name='relancé le')),
                ('reminders', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='relances')),
                ('receipt_sent_on', models.DateField(editable=False, null=True, verbose_name='quittance envoyée le')),
                ('cancelled_on', models.DateField(editable=False, null=True, verbose_name='annulé le')),
                ('cancelled_why', models.CharField(blank=True, editable=False, max_length=200, verbose_name='annulé car')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('lease', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='rents.lease', verbose_name='bail')),
                ('settlement', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='rents.settlement')),
            ],
            options={
                'verbose_name': 'appel de loyer',
                'ordering': ['-first', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'period_on'], name='rent_call_period')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_on', None)), fields=('centre', 'lease', 'kind', 'period_on'), name='one_call_per_period')],
            },
        ),
        migrations.CreateModel(
            name='SettlementLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('heading', models.CharField(max_length=120, verbose_name='dépense')),
                ('basis', models.CharField(choices=[('area', 'à la surface (m²)'), ('rooms', 'au nombre de pièces'), ('hours', 'aux heures de présence'), ('equal', 'à parts égales')], max_length=5, verbose_name='clé')),
                ('whole_cents', models.BigIntegerField(verbose_name="dépense de l'année")),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='part (%)')),
                ('cents', models.BigIntegerField(verbose_name='part')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('lease', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settlement_lines', to='rents.lease', verbose_name='bail')),
                ('settlement', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='rents.settlement')),
            ],
            options={
                'verbose_name': 'part de charges',
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ChargeKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('basis', models.CharField(choices=[('area', 'à la surface (m²)'), ('rooms', 'au nombre de pièces'), ('hours', 'aux heures de présence'), ('equal', 'à parts égales')], default='area', max_length=5, verbose_name='clé')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='charge_keys', to='books.legalentity', verbose_name='structure')),
                ('heading', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='charge_keys', to='books.heading', verbose_name='poste de dépense')),
            ],
            options={
                'verbose_name': 'clé de répartition',
                'ordering': ['entity__name', 'heading__order', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'entity', 'heading'), name='charge_key_heading')],
            },
        ),
        migrations.CreateModel(
            name='IndexValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('index', models.CharField(choices=[('ILAT', 'ILAT (activités tertiaires, professions libérales)'), ('ILC', 'ILC (commerces, artisans)')], max_length=4, verbose_name='indice')),
                ('year', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(2008), django.core.validators.MaxValueValidator(2100)], verbose_name='année')),
                ('quarter', models.PositiveSmallIntegerField(choices=[(1, 'T1'), (2, 'T2'), (3, 'T3'), (4, 'T4')], verbose_name='trimestre')),
                ('value', models.DecimalField(decimal_places=2, max_digits=6, validators=[django.core.validators.MinValueValidator(1)], verbose_name='valeur')),
                ('source', models.CharField(default='insee.fr', help_text='Où la valeur a été lue.', max_length=160, verbose_name='source')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': "valeur d'indice",
                'ordering': ['-year', '-quarter', 'index'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'index', 'year', 'quarter'), name='index_quarter')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='IndexValue',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='ChargeKey',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='LeaseTerm',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Premises',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Lease',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Settlement',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='RentCall',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='SettlementLine',
        ),
    ]
