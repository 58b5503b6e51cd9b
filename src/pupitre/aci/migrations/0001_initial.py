import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
import pupitre.documents.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0001_initial'),
        ('documents', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='TypedFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=60, verbose_name='fait')),
                ('value', models.CharField(max_length=60, verbose_name='valeur')),
                ('note', models.CharField(blank=True, max_length=250, verbose_name='précision')),
                ('covers_all', models.BooleanField(default=False, verbose_name='les pièces jointes prouvent toute la valeur')),
            ],
            options={
                'verbose_name': 'fait déclaré',
                'ordering': ['name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Exercise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('year', models.PositiveSmallIntegerField(verbose_name='exercice')),
                ('signed_on', models.DateField(blank=True, null=True, verbose_name="date d'effet du contrat")),
                ('new_structure', models.BooleanField(default=False, verbose_name='structure nouvelle')),
                ('pdsa_derogation', models.BooleanField(default=False, verbose_name='dérogation PDSA au contrat')),
                ('c2s', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='part de patients C2S (%)')),
                ('ame', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='part de patients AME (%)')),
                ('c2s_national', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='taux national C2S (%)')),
                ('ame_national', models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name='taux national AME (%)')),
                ('advance_cents', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='avance reçue (centimes)')),
                ('advance_on', models.DateField(blank=True, null=True, verbose_name='avance reçue le')),
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
            },
        ),
        migrations.AddField(
            model_name='typedfact',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='typedfact',
            name='document',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='aci_facts', to='documents.document', verbose_name='justificatif'),
        ),
        migrations.AddField(
            model_name='typedfact',
            name='exercise',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='aci.exercise', verbose_name='exercice'),
        ),
        migrations.AddConstraint(
            model_name='exercise',
            constraint=models.UniqueConstraint(fields=('centre', 'year'), name='one_exercise_per_year'),
        ),
        migrations.AddConstraint(
            model_name='dossier',
            constraint=models.UniqueConstraint(fields=('centre', 'exercise', 'number'), name='one_dossier_number'),
        ),
        migrations.AddConstraint(
            model_name='typedfact',
            constraint=models.UniqueConstraint(fields=('centre', 'exercise', 'name'), name='one_fact_per_exercise'),
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Exercise',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Dossier',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='TypedFact',
        ),
    ]
