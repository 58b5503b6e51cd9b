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
    ]

    operations = [
        migrations.CreateModel(
            name='RecurringCharge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('label', models.CharField(max_length=120, verbose_name='charge')),
                ('cents', models.PositiveBigIntegerField(verbose_name='montant prévu')),
                ('months', models.PositiveSmallIntegerField(choices=[(1, 'chaque mois'), (2, 'tous les deux mois'), (3, 'chaque trimestre'), (6, 'chaque semestre'), (12, 'chaque année')], default=1, verbose_name='rythme')),
                ('first_on', models.DateField(verbose_name='première échéance')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='fin du contrat')),
                ('renegotiate_on', models.DateField(blank=True, null=True, verbose_name='à renégocier avant le')),
                ('contract', models.CharField(blank=True, max_length=120, verbose_name='contrat')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('account', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recurring_charges', to='books.account', verbose_name='compte de charge')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='recurring_charges', to='books.legalentity', verbose_name='structure')),
                ('heading', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recurring_charges', to='books.heading', verbose_name='poste du budget')),
                ('supplier', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='recurring_charges', to='payments.payee', verbose_name='fournisseur')),
            ],
            options={
                'verbose_name': 'charge récurrente',
                'ordering': ['label', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.CharField(max_length=60, verbose_name='numéro')),
                ('number_key', models.CharField(editable=False, max_length=60)),
                ('issued_on', models.DateField(verbose_name='date de la facture')),
                ('received_on', models.DateField(verbose_name='reçue le')),
                ('due_on', models.DateField(verbose_name='à payer pour le')),
                ('cents', models.BigIntegerField(verbose_name='montant TTC')),
                ('net_cents', models.BigIntegerField(blank=True, null=True, verbose_name='montant HT')),
                ('prepaid_cents', models.PositiveBigIntegerField(default=0, verbose_name='déjà payé')),
                ('means', models.CharField(choices=[('transfer', 'virement à faire'), ('debit', 'prélèvement ou carte : rien à virer')], default='transfer', max_length=8, verbose_name='règlement')),
                ('label', models.CharField(blank=True, max_length=140, verbose_name='objet')),
                ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                ('read_from', models.CharField(blank=True, editable=False, max_length=20, verbose_name='lue dans')),
                ('siren', models.CharField(blank=True, editable=False, max_length=9, verbose_name='SIREN lu')),
                ('iban', models.CharField(blank=True, editable=False, max_length=34, verbose_name='IBAN lu')),
                ('remarks', models.JSONField(blank=True, default=list, editable=False, verbose_name='remarques de lecture')),
                ('state', models.CharField(choices=[('received', 'à approuver'), ('approved', 'à payer'), ('paid', 'payée'), ('refused', 'refusée'), ('cancelled', 'annulée')], default='received', editable=False, max_length=9, verbose_name='état')),
                ('made_by', models.CharField(editable=False, max_length=200, verbose_name='saisie par')),
                ('made_user_id', models.BigIntegerField(editable=False, null=True)),
                ('approved_by', models.CharField(blank=True, editable=False, max_length=200, verbose_name='approuvée par')),
                ('approved_on', models.DateField(editable=False, null=True, verbose_name='approuvée le')),
                ('stopped_because', models.CharField(blank=True, editable=False, max_length=200, verbose_name='motif')),
                ('paid_on', models.DateField(editable=False, null=True, verbose_name='payée le')),
                ('account', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='books.account', verbose_name='compte de charge')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('deducted_from', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='invoices.invoice', verbose_name='déduit de')),
                ('entity', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='books.legalentity', verbose_name='structure')),
                ('heading', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='books.heading', verbose_name='poste du budget')),
                ('supplier', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='payments.payee', verbose_name='fournisseur')),
                ('charge', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='invoices.recurringcharge', verbose_name='charge récurrente')),
            ],
            options={
                'verbose_name': 'facture',
                'ordering': ['-issued_on', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'state', 'due_on'], name='invoice_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('received', 'approved', 'paid'))), fields=('centre', 'supplier', 'number_key'), name='one_invoice_per_number'), models.CheckConstraint(condition=models.Q(('cents', 0), _negated=True), name='invoice_has_an_amount')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='RecurringCharge',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Invoice',
        ),
    ]
