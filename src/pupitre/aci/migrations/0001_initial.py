import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
import pupitre.documents.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Exercise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='exercice')),
                ('c2s', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='part de patients C2S (%)')),
                ('ame', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='part de patients AME (%)')),
                ('c2s_national', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='taux national C2S (%)')),
                ('ame_national', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='taux national AME (%)')),
                ('rates_confirmed', models.BooleanField(default=False, verbose_name='taux nationaux confirmés par la CPAM')),
                ('declare_by', models.DateField(blank=True, null=True, verbose_name='déclaration à remettre avant le')),
                ('declared_on', models.DateField(blank=True, null=True, verbose_name='déclaration remise le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'exercice ACI',
                'ordering': ['-year'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'year'), name='one_exercise_per_year')],
            },
        ),
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='version figée')),
                ('frozen_at', models.DateTimeField(verbose_name='figé le')),
                ('frozen_by', models.CharField(max_length=200, verbose_name='figé par')),
                ('snapshot', models.JSONField(verbose_name='contenu')),
                ('digest', models.CharField(max_length=64, verbose_name='empreinte du contenu')),
                ('pdf', models.FileField(blank=True, max_length=300, upload_to=pupitre.documents.models.storage_name, verbose_name='PDF')),
                ('pdf_sha256', models.CharField(blank=True, max_length=64, verbose_name='empreinte du PDF')),
                ('archive', models.FileField(blank=True, max_length=300, upload_to=pupitre.documents.models.storage_name, verbose_name='archive')),
                ('archive_sha256', models.CharField(blank=True, max_length=64, verbose_name="empreinte de l'archive")),
                ('problems', models.JSONField(blank=True, default=list, verbose_name='à savoir')),
                ('declared_on', models.DateField(blank=True, null=True, verbose_name='déclaré le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('exercise', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='aci.exercise', verbose_name='exercice')),
            ],
            options={
                'verbose_name': 'dossier ACI',
                'ordering': ['-number'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'exercise', 'number'), name='one_dossier_number')],
            },
        ),
        migrations.CreateModel(
            name='HourEstimate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('indicator', models.CharField(max_length=20, verbose_name='indicateur')),
                ('label', models.CharField(max_length=200, verbose_name='action')),
                ('hours', models.DecimalField(decimal_places=1, max_digits=6, verbose_name='heures')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': "estimation d'heures",
                'ordering': ['indicator', 'label'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'indicator', 'label'), name='one_estimate_per_step')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('received_on', models.DateField(verbose_name='notification reçue le')),
                ('total_cents', models.BigIntegerField(verbose_name='total retenu (centimes)')),
                ('note', models.CharField(blank=True, max_length=250, verbose_name='précision')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('exercise', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='notifications', to='aci.exercise', verbose_name='exercice')),
            ],
            options={
                'verbose_name': 'notification de la CPAM',
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'exercise'), name='one_notification_a_year')],
            },
        ),
        migrations.CreateModel(
            name='NotifiedLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('indicator', models.CharField(max_length=20, verbose_name='indicateur')),
                ('cents', models.BigIntegerField(verbose_name='retenu (centimes)')),
                ('reason', models.CharField(blank=True, max_length=250, verbose_name="raison de l'écart")),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('notification', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='aci.notification')),
            ],
            options={
                'verbose_name': 'ligne de la notification',
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'notification', 'indicator'), name='one_notified_line')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('advance', 'avance'), ('balance', 'solde'), ('other', 'régularisation')], max_length=10, verbose_name='nature')),
                ('received_on', models.DateField(verbose_name='reçu le')),
                ('cents', models.BigIntegerField(verbose_name='montant (centimes)')),
                ('note', models.CharField(blank=True, max_length=250, verbose_name='précision')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('exercise', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='aci.exercise', verbose_name='exercice')),
            ],
            options={
                'verbose_name': 'versement ACI',
                'ordering': ['-received_on', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'exercise'], name='receipt_exercise')],
            },
        ),
        migrations.CreateModel(
            name='RuleFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('name', models.CharField(max_length=200, verbose_name='fichier')),
                ('label', models.CharField(max_length=200, verbose_name='barème')),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='ajouté le')),
                ('added_by', models.CharField(max_length=200, verbose_name='ajouté par')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'barème chargé',
                'ordering': ['-number'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'number'), name='one_rule_file_number'), models.UniqueConstraint(fields=('centre', 'sha256'), name='one_rule_file_text')],
            },
        ),
        migrations.CreateModel(
            name='RuleChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('from_year', models.PositiveSmallIntegerField(verbose_name="à partir de l'exercice")),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('file', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='choices', to='aci.rulefile', verbose_name='barème')),
            ],
            options={
                'verbose_name': 'choix du barème',
                'ordering': ['-from_year'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'from_year'), name='one_rule_choice')],
            },
        ),
        migrations.CreateModel(
            name='Contract',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('effect_on', models.DateField(verbose_name="date d'effet")),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name='signé le')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='dernier jour')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='numéro du contrat')),
                ('structure', models.CharField(blank=True, max_length=200, verbose_name='structure signataire')),
                ('cpam', models.CharField(blank=True, max_length=120, verbose_name='CPAM')),
                ('ars', models.CharField(blank=True, max_length=120, verbose_name='ARS')),
                ('project_filed_on', models.DateField(blank=True, null=True, verbose_name="projet de santé déposé à l'ARS le")),
                ('pdsa_derogation', models.BooleanField(default=False, verbose_name='dérogation PDSA inscrite au contrat')),
                ('options', models.JSONField(blank=True, default=list, verbose_name='indicateurs optionnels choisis')),
                ('note', models.TextField(blank=True, verbose_name='à savoir')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'contrat ACI',
                'ordering': ['-effect_on'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'effect_on'), name='one_contract_per_day')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Contract',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Exercise',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='HourEstimate',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='RuleFile',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Dossier',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Notification',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='NotifiedLine',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Receipt',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='RuleChoice',
        ),
    ]
