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
        ('payments', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='BankRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('words', models.CharField(help_text='Tous doivent y figurer.', max_length=200, verbose_name='mots du libellé')),
                ('direction', models.CharField(choices=[('in', 'encaissement'), ('out', 'paiement')], max_length=3, verbose_name='sens')),
                ('uses', models.PositiveIntegerField(default=0, editable=False, verbose_name='fois choisie')),
                ('misses', models.PositiveIntegerField(default=0, editable=False, verbose_name='fois corrigée')),
                ('last_cents', models.BigIntegerField(editable=False, null=True)),
                ('last_on', models.DateField(editable=False, null=True, verbose_name='dernière fois')),
                ('last_label', models.CharField(blank=True, editable=False, max_length=200)),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('heading', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bank_rules', to='books.heading', verbose_name='poste du budget')),
                ('ledger_account', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='bank_rules', to='books.account', verbose_name='compte')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bank_rules', to='people.person', verbose_name='personne')),
                ('project', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bank_rules', to='books.analyticproject', verbose_name='projet')),
            ],
            options={
                'verbose_name': 'règle de rapprochement',
                'ordering': ['words', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='BankStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(max_length=20, verbose_name='format')),
                ('name', models.CharField(max_length=200, verbose_name='fichier')),
                ('first_on', models.DateField(verbose_name='du')),
                ('last_on', models.DateField(verbose_name='au')),
                ('opening_cents', models.BigIntegerField(blank=True, null=True, verbose_name='solde de départ')),
                ('closing_cents', models.BigIntegerField(blank=True, null=True, verbose_name='solde de fin')),
                ('brought', models.PositiveIntegerField(default=0, verbose_name='lignes nouvelles')),
                ('already', models.PositiveIntegerField(default=0, verbose_name='lignes déjà connues')),
                ('left_out', models.PositiveIntegerField(default=0, verbose_name='lignes sans mouvement')),
                ('despite', models.TextField(blank=True, verbose_name='importé malgré')),
                ('imported_at', models.DateTimeField(auto_now_add=True, verbose_name='importé le')),
                ('imported_by', models.CharField(max_length=200, verbose_name='importé par')),
                ('account', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='payments.bankaccount', verbose_name='compte')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('document', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
            ],
            options={
                'verbose_name': 'relevé',
                'ordering': ['-last_on', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='BankLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('position', models.PositiveIntegerField(verbose_name='rang')),
                ('on', models.DateField(verbose_name='date')),
                ('value_on', models.DateField(blank=True, null=True, verbose_name='date de valeur')),
                ('cents', models.BigIntegerField(verbose_name='montant')),
                ('label', models.CharField(max_length=200, verbose_name='libellé')),
                ('detail', models.TextField(blank=True, verbose_name='précision')),
                ('counterparty', models.CharField(blank=True, max_length=200, verbose_name='tiers')),
                ('bank_id', models.CharField(blank=True, max_length=100)),
                ('reference', models.CharField(blank=True, max_length=60, verbose_name='référence')),
                ('key', models.CharField(max_length=40)),
                ('how', models.CharField(blank=True, choices=[('', 'à rapprocher'), ('posted', 'écrite depuis la banque'), ('matched', 'pointée avec la comptabilité')], default='', max_length=8, verbose_name='état')),
                ('settled_at', models.DateTimeField(blank=True, null=True, verbose_name='rapprochée le')),
                ('settled_by', models.CharField(blank=True, max_length=200, verbose_name='rapprochée par')),
                ('undone', models.PositiveSmallIntegerField(default=0)),
                ('account', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='bank_lines', to='payments.bankaccount', verbose_name='compte')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entry', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bank_lines', to='books.entry', verbose_name='écriture')),
                ('statement', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='bank.bankstatement')),
            ],
            options={
                'verbose_name': 'ligne de relevé',
                'ordering': ['on', 'statement_id', 'position'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'account', 'how', 'on'], name='bank_line_waiting')],
                'constraints': [models.UniqueConstraint(fields=('centre', 'account', 'key'), name='bank_line_key')],
            },
        ),
        migrations.CreateModel(
            name='CsvFormat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('mapping', models.JSONField(default=dict)),
                ('account', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='csv_formats', to='payments.bankaccount')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'description du CSV',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'account'), name='one_csv_format')],
            },
        ),
        migrations.CreateModel(
            name='Pointing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('cents', models.BigIntegerField(verbose_name='montant pointé')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entry_line', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='pointings', to='books.entryline')),
                ('line', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pointings', to='bank.bankline')),
            ],
            options={
                'verbose_name': 'pointage',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'line', 'entry_line'), name='one_pointing')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='BankRule',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='BankStatement',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='BankLine',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='CsvFormat',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Pointing',
        ),
    ]
