import django.core.validators
import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
import pupitre.documents.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Heading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(max_length=12, verbose_name='code')),
                ('label', models.CharField(max_length=120, verbose_name='intitulé')),
                ('direction', models.CharField(choices=[('expense', 'dépense'), ('income', 'recette')], max_length=7, verbose_name='sens')),
                ('order', models.PositiveSmallIntegerField(default=50, verbose_name='rang')),
                ('active', models.BooleanField(default=True, verbose_name='proposé à la saisie')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'poste',
                'ordering': ['direction', 'order', 'code'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'code'), name='heading_code')],
            },
        ),
        migrations.CreateModel(
            name='LegalEntity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=160, verbose_name='nom')),
                ('kind', models.CharField(choices=[('SISA', 'SISA'), ('SCM', 'SCM'), ('SCI', 'SCI'), ('ASSOCIATION', 'association'), ('OTHER', 'autre structure')], max_length=11, verbose_name='forme')),
                ('siren', models.CharField(blank=True, max_length=9, verbose_name='SIREN')),
                ('basis', models.CharField(choices=[('accrual', 'engagement (créances et dettes ; FEC de 18 colonnes)'), ('cash', 'recettes-dépenses (BNC ; FEC de 22 colonnes)')], default='accrual', max_length=7, verbose_name='tenue des comptes')),
                ('main', models.BooleanField(default=False, verbose_name='structure qui reçoit l’ACI')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='dissoute le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'structure juridique',
                'ordering': ['-main', 'name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'name'), name='entity_name')],
            },
        ),
        migrations.CreateModel(
            name='Journal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('code', models.CharField(max_length=6, validators=[django.core.validators.RegexValidator('^[A-Z0-9]{1,6}$', 'Un code de journal : 1 à 6 majuscules ou chiffres.')], verbose_name='code')),
                ('label', models.CharField(max_length=80, verbose_name='intitulé')),
                ('kind', models.CharField(choices=[('opening', 'à nouveau'), ('purchases', 'achats'), ('sales', 'produits'), ('bank', 'banque ou caisse'), ('payroll', 'salaires'), ('other', 'opérations diverses')], default='other', max_length=9, verbose_name='sorte')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='journals', to='books.legalentity', verbose_name='structure')),
            ],
            options={
                'verbose_name': 'journal',
                'ordering': ['code'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'entity', 'code'), name='journal_code')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.CharField(max_length=12, validators=[django.core.validators.RegexValidator('^[1-8]\\d{2}[0-9A-Z]{0,9}$', 'Un numéro de compte commence par trois chiffres du plan comptable (classe 1 à 8) : 606400.')], verbose_name='numéro')),
                ('label', models.CharField(max_length=120, verbose_name='intitulé')),
                ('active', models.BooleanField(default=True, verbose_name='proposé à la saisie')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('heading', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='books.heading', verbose_name='poste du budget proposé')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='books.legalentity', verbose_name='structure')),
            ],
            options={
                'verbose_name': 'compte',
                'ordering': ['number'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'entity', 'number'), name='account_number')],
            },
        ),
        migrations.CreateModel(
            name='AccountPurpose',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('purpose', models.CharField(max_length=24, verbose_name='usage')),
                ('since', models.DateField(verbose_name='à partir du')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='confirmé par l’expert-comptable le')),
                ('account', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='purposes', to='books.account', verbose_name='compte')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='purposes', to='books.legalentity', verbose_name='structure')),
            ],
            options={
                'verbose_name': 'usage d’un compte',
                'ordering': ['purpose', '-since'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'entity', 'purpose', 'since'), name='account_purpose_since')],
            },
        ),
        migrations.CreateModel(
            name='FiscalYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('starts_on', models.DateField(verbose_name='du')),
                ('ends_on', models.DateField(verbose_name='au')),
                ('closed_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='clôturé le')),
                ('closed_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='clôturé par')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='years', to='books.legalentity', verbose_name='structure')),
            ],
            options={
                'verbose_name': 'exercice',
                'ordering': ['-starts_on', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'entity', 'starts_on'), name='fiscal_year_start'), models.CheckConstraint(condition=models.Q(('ends_on__gt', models.F('starts_on'))), name='fiscal_year_order')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('date', models.DateField(verbose_name='date')),
                ('label', models.CharField(max_length=200, verbose_name='libellé')),
                ('piece', models.CharField(max_length=60, verbose_name='pièce')),
                ('piece_date', models.DateField(verbose_name='date de la pièce')),
                ('number', models.PositiveIntegerField(editable=False, null=True, verbose_name='numéro')),
                ('rank', models.PositiveIntegerField(editable=False, null=True, verbose_name='rang de validation')),
                ('validated_on', models.DateField(editable=False, null=True, verbose_name='validée le')),
                ('validated_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='validée par')),
                ('settled_on', models.DateField(blank=True, null=True, verbose_name='réglée le')),
                ('settled_by', models.CharField(blank=True, max_length=30, verbose_name='mode de règlement')),
                ('key', models.CharField(blank=True, editable=False, max_length=200, null=True)),
                ('origin_type', models.CharField(blank=True, editable=False, max_length=80)),
                ('origin_id', models.BigIntegerField(editable=False, null=True)),
                ('origin_label', models.CharField(blank=True, editable=False, max_length=200, verbose_name='issue de')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('reverses', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversals', to='books.entry', verbose_name='contre-passe')),
                ('twin', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='books.entry', verbose_name='écriture liée dans l’autre structure')),
                ('year', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='books.fiscalyear', verbose_name='exercice')),
                ('journal', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='books.journal', verbose_name='journal')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='books.legalentity', verbose_name='structure')),
            ],
            options={
                'verbose_name': 'écriture',
                'ordering': ['date', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'entity', 'date'], name='entry_date'), models.Index(fields=['centre', 'origin_type', 'origin_id'], name='entry_origin')],
                'constraints': [models.UniqueConstraint(fields=('centre', 'key'), name='entry_key'), models.UniqueConstraint(fields=('centre', 'year', 'journal', 'number'), name='entry_number'), models.UniqueConstraint(fields=('centre', 'year', 'rank'), name='entry_rank')],
            },
        ),
        migrations.CreateModel(
            name='EntryQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('text', models.TextField(verbose_name='question')),
                ('asked_by', models.CharField(editable=False, max_length=200, verbose_name='posée par')),
                ('asked_at', models.DateTimeField(auto_now_add=True, verbose_name='posée le')),
                ('answer', models.TextField(blank=True, verbose_name='réponse')),
                ('answered_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='répondue par')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='répondue le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entry', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='books.entry')),
            ],
            options={
                'verbose_name': 'question',
                'ordering': ['asked_at', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ExportPack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('file', models.FileField(max_length=300, upload_to=pupitre.documents.models.storage_name, verbose_name='archive')),
                ('octets', models.PositiveBigIntegerField(verbose_name='taille')),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='fait le')),
                ('made_by', models.CharField(max_length=200, verbose_name='fait par')),
                ('missing', models.JSONField(blank=True, default=list, verbose_name='pièces absentes')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('year', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='packs', to='books.fiscalyear', verbose_name='exercice')),
            ],
            options={
                'verbose_name': 'dossier comptable',
                'ordering': ['-made_at', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Funder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='financeur')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'financeur',
                'ordering': ['name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'name'), name='funder_name')],
            },
        ),
        migrations.CreateModel(
            name='AnalyticProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=160, verbose_name='projet')),
                ('active', models.BooleanField(default=True, verbose_name='proposé à la saisie')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('funder', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='projects', to='books.funder', verbose_name='financeur')),
            ],
            options={
                'verbose_name': 'projet suivi',
                'ordering': ['name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'name'), name='analytic_project_name')],
            },
        ),
        migrations.CreateModel(
            name='EntryLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveSmallIntegerField(verbose_name='rang')),
                ('auxiliary_code', models.CharField(blank=True, max_length=20, verbose_name='compte auxiliaire')),
                ('auxiliary_label', models.CharField(blank=True, max_length=120, verbose_name='tiers')),
                ('label', models.CharField(max_length=200, verbose_name='libellé')),
                ('debit_cents', models.PositiveBigIntegerField(default=0, verbose_name='débit')),
                ('credit_cents', models.PositiveBigIntegerField(default=0, verbose_name='crédit')),
                ('lettering', models.CharField(blank=True, max_length=6, verbose_name='lettrage')),
                ('lettered_on', models.DateField(blank=True, null=True, verbose_name='lettrée le')),
                ('account', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.account', verbose_name='compte')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entry', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='books.entry')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='book_lines', to='people.person', verbose_name='personne')),
                ('project', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.analyticproject', verbose_name='projet')),
                ('heading', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.heading', verbose_name='poste du budget')),
            ],
            options={
                'verbose_name': 'ligne d’écriture',
                'ordering': ['entry_id', 'position'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'account', 'auxiliary_code'], name='line_account_auxiliary')],
                'constraints': [models.UniqueConstraint(fields=('centre', 'entry', 'position'), name='line_position'), models.CheckConstraint(condition=models.Q(('debit_cents', 0), ('credit_cents', 0), _connector='XOR'), name='line_one_side')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Funder',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Heading',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='LegalEntity',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='EntryQuestion',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='ExportPack',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='AnalyticProject',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='EntryLine',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Journal',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='FiscalYear',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Entry',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='AccountPurpose',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Account',
        ),
    ]
