import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('books', '0001_initial'),
        ('centres', '0001_initial'),
        ('documents', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('label', models.CharField(max_length=80, verbose_name='nom du compte')),
                ('iban', models.CharField(max_length=34, verbose_name='IBAN')),
                ('bic', models.CharField(blank=True, max_length=11, verbose_name='BIC')),
                ('holder', models.CharField(blank=True, max_length=70, verbose_name='titulaire, comme sur le RIB')),
                ('accepts_files', models.BooleanField(default=True, verbose_name='la banque accepte les fichiers de virements')),
                ('schema', models.CharField(choices=[('pain.001.001.09', 'pain.001.001.09 (le format actuel)'), ('pain.001.001.03', 'pain.001.001.03 (l’ancien)')], default='pain.001.001.09', max_length=15, verbose_name='format des fichiers')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='clos le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='books.legalentity', verbose_name='structure')),
                ('journal', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='books.journal', verbose_name='journal de banque')),
                ('ledger_account', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='bank_accounts', to='books.account', verbose_name='compte comptable')),
            ],
            options={
                'verbose_name': 'compte bancaire',
                'ordering': ['entity__name', 'label'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Payee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('person', 'personne'), ('company', 'société d’un professionnel (SELARL…)'), ('supplier', 'prestataire ou fournisseur')], max_length=8, verbose_name='sorte')),
                ('company_name', models.CharField(blank=True, max_length=120, verbose_name='nom de la société')),
                ('siret', models.CharField(blank=True, max_length=14, verbose_name='SIRET')),
                ('das2', models.CharField(blank=True, choices=[('', 'à préciser'), ('fees', 'honoraires, vacations, indemnités'), ('commissions', 'commissions, courtages'), ('royalties', 'droits d’auteur, formations'), ('other', 'autres rémunérations'), ('none', 'non concerné (achats, loyers, salaires)')], default='', max_length=11, verbose_name='sommes versées (DAS2)')),
                ('approved_on', models.DateField(blank=True, editable=False, null=True, verbose_name='agréé le')),
                ('approved_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='agréé par')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payees', to='people.person', verbose_name='personne')),
            ],
            options={
                'verbose_name': 'bénéficiaire',
                'ordering': ['company_name', 'person__last_name', 'person__first_name', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='PaidFor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('since', models.DateField(verbose_name='depuis le')),
                ('until', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='paid_through', to='people.person', verbose_name='personne')),
                ('payee', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='paid_for', to='payments.payee', verbose_name='société payée')),
            ],
            options={
                'verbose_name': 'société payée pour une personne',
                'ordering': ['-since', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='PayeeIban',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('iban', models.CharField(max_length=34, verbose_name='IBAN')),
                ('bic', models.CharField(blank=True, max_length=11, verbose_name='BIC')),
                ('holder', models.CharField(max_length=70, verbose_name='titulaire, comme sur le RIB')),
                ('state', models.CharField(choices=[('proposed', 'à confirmer'), ('confirmed', 'confirmé'), ('retired', 'remplacé'), ('refused', 'refusé')], default='proposed', editable=False, max_length=9, verbose_name='état')),
                ('proposed_by', models.CharField(editable=False, max_length=200, verbose_name='proposé par')),
                ('proposed_user_id', models.BigIntegerField(editable=False, null=True)),
                ('proposed_person_id', models.BigIntegerField(editable=False, null=True)),
                ('proposed_at', models.DateTimeField(auto_now_add=True, verbose_name='proposé le')),
                ('confirmed_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='confirmé par')),
                ('since', models.DateField(blank=True, editable=False, null=True, verbose_name='utilisé depuis le')),
                ('until', models.DateField(blank=True, editable=False, null=True, verbose_name='utilisé jusqu’au')),
                ('refused_because', models.CharField(blank=True, editable=False, max_length=200, verbose_name='refusé car')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('payee', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ibans', to='payments.payee', verbose_name='bénéficiaire')),
            ],
            options={
                'verbose_name': 'compte d’un bénéficiaire',
                'ordering': ['-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='PaymentBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('execution_on', models.DateField(verbose_name='à exécuter le')),
                ('state', models.CharField(choices=[('draft', 'en préparation'), ('written', 'à déposer à la banque'), ('executed', 'exécuté'), ('abandoned', 'abandonné')], default='draft', editable=False, max_length=9, verbose_name='état')),
                ('made_by', models.CharField(editable=False, max_length=200, verbose_name='préparé par')),
                ('made_user_id', models.BigIntegerField(editable=False, null=True)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='préparé le')),
                ('approved_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='approuvé par')),
                ('approved_user_id', models.BigIntegerField(editable=False, null=True)),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='approuvé le')),
                ('written_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='écrit par')),
                ('written_at', models.DateTimeField(editable=False, null=True, verbose_name='écrit le')),
                ('schema', models.CharField(default='pain.001.001.09', editable=False, max_length=15)),
                ('sha256', models.CharField(blank=True, editable=False, max_length=64, verbose_name='empreinte')),
                ('total_cents', models.PositiveBigIntegerField(default=0, editable=False, verbose_name='total')),
                ('count', models.PositiveIntegerField(default=0, editable=False, verbose_name='paiements')),
                ('executed_on', models.DateField(editable=False, null=True, verbose_name='exécuté le')),
                ('account', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='payments.bankaccount', verbose_name='compte')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('document', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('entry', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='books.entry')),
            ],
            options={
                'verbose_name': 'lot de paiements',
                'ordering': ['-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='PaymentLimit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('nature', models.CharField(blank=True, choices=[('indemnity', 'indemnité'), ('invoice', 'facture'), ('refund', 'remboursement'), ('other', 'autre')], default='', max_length=9, verbose_name='pour')),
                ('whole', models.BooleanField(default=False, verbose_name='compte le total du lot, non chaque bénéficiaire')),
                ('cents', models.PositiveBigIntegerField(verbose_name='plafond')),
                ('since', models.DateField(verbose_name='à partir du')),
                ('until', models.DateField(blank=True, null=True, verbose_name='jusqu’au')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('heading', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment_limits', to='books.heading', verbose_name='poste du budget')),
            ],
            options={
                'verbose_name': 'plafond',
                'ordering': ['nature', 'heading__label', '-since', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='PaymentOrder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('cents', models.PositiveBigIntegerField(verbose_name='montant')),
                ('label', models.CharField(max_length=140, verbose_name='libellé')),
                ('due_on', models.DateField(verbose_name='à payer pour le')),
                ('nature', models.CharField(choices=[('indemnity', 'indemnité'), ('invoice', 'facture'), ('refund', 'remboursement'), ('other', 'autre')], max_length=9, verbose_name='nature')),
                ('associate', models.BooleanField(default=False, verbose_name='versé comme associé')),
                ('auxiliary_code', models.CharField(blank=True, max_length=20, verbose_name='compte auxiliaire')),
                ('auxiliary_label', models.CharField(blank=True, max_length=120, verbose_name='tiers')),
                ('origin_type', models.CharField(blank=True, editable=False, max_length=80)),
                ('origin_id', models.BigIntegerField(editable=False, null=True)),
                ('key', models.CharField(editable=False, max_length=200)),
                ('state', models.CharField(choices=[('waiting', 'à payer'), ('batched', 'dans un lot'), ('paid', 'payé'), ('rejected', 'rejeté par la banque'), ('cancelled', 'annulé')], default='waiting', editable=False, max_length=9, verbose_name='état')),
                ('requested_by', models.CharField(editable=False, max_length=200, verbose_name='demandé par')),
                ('requested_at', models.DateTimeField(auto_now_add=True, verbose_name='demandé le')),
                ('end_to_end', models.CharField(blank=True, editable=False, max_length=35, verbose_name='référence')),
                ('paid_on', models.DateField(editable=False, null=True, verbose_name='payé le')),
                ('stopped_because', models.CharField(blank=True, editable=False, max_length=200, verbose_name='motif')),
                ('batch', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='payments.paymentbatch', verbose_name='lot')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='payment_orders', to='books.legalentity', verbose_name='structure')),
                ('heading', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment_orders', to='books.heading', verbose_name='poste du budget')),
                ('iban', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.payeeiban')),
                ('payable', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='payment_orders', to='books.account', verbose_name='compte de tiers')),
                ('payee', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='payments.payee', verbose_name='bénéficiaire')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payment_orders', to='people.person', verbose_name='pour le travail de')),
                ('replaces', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='payments.paymentorder', verbose_name='remplace')),
            ],
            options={
                'verbose_name': 'paiement',
                'ordering': ['due_on', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='AnnualStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='année')),
                ('share_cents', models.BigIntegerField(blank=True, null=True, verbose_name='part de résultat')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='précision')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='payment_statements', to='people.person', verbose_name='associé·e')),
            ],
            options={
                'verbose_name': 'relevé annuel',
                'ordering': ['-year', 'person__last_name', 'person__first_name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'person', 'year'), name='one_annual_statement')],
            },
        ),
        migrations.AddConstraint(
            model_name='bankaccount',
            constraint=models.UniqueConstraint(fields=('centre', 'iban'), name='bank_account_iban'),
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('centre', 'person'), name='one_payee_per_person'),
        ),
        migrations.AddConstraint(
            model_name='paidfor',
            constraint=models.UniqueConstraint(fields=('centre', 'person', 'since'), name='paid_for_start'),
        ),
        migrations.AddConstraint(
            model_name='payeeiban',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'confirmed')), fields=('centre', 'payee'), name='one_confirmed_iban'),
        ),
        migrations.AddConstraint(
            model_name='payeeiban',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('centre', 'payee'), name='one_proposed_iban'),
        ),
        migrations.AddIndex(
            model_name='paymentbatch',
            index=models.Index(fields=['centre', 'state'], name='batch_state'),
        ),
        migrations.AddIndex(
            model_name='paymentorder',
            index=models.Index(fields=['centre', 'state', 'due_on'], name='payment_due'),
        ),
        migrations.AddIndex(
            model_name='paymentorder',
            index=models.Index(fields=['centre', 'origin_type', 'origin_id'], name='payment_origin'),
        ),
        migrations.AddConstraint(
            model_name='paymentorder',
            constraint=models.UniqueConstraint(fields=('centre', 'key'), name='payment_key'),
        ),
        migrations.AddConstraint(
            model_name='paymentorder',
            constraint=models.UniqueConstraint(condition=models.Q(('end_to_end', ''), _negated=True), fields=('centre', 'end_to_end'), name='payment_end_to_end'),
        ),
        migrations.AddConstraint(
            model_name='paymentorder',
            constraint=models.CheckConstraint(condition=models.Q(('cents__gt', 0)), name='payment_is_positive'),
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='AnnualStatement',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='BankAccount',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Payee',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='PaidFor',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='PayeeIban',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='PaymentBatch',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='PaymentLimit',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='PaymentOrder',
        ),
    ]
