import django.core.validators
import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Software',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100, verbose_name='logiciel')),
                ('publisher', models.CharField(blank=True, max_length=100, verbose_name='éditeur')),
                ('level', models.CharField(choices=[('none', 'non labellisé'), ('standard', 'labellisé, niveau standard'), ('advanced', 'labellisé, niveau avancé')], max_length=8, verbose_name='label e-santé (ANS)')),
                ('labelled_on', models.DateField(blank=True, null=True, verbose_name='label obtenu le')),
                ('acquired_on', models.DateField(verbose_name='acquis par la structure le')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='abandonné le')),
                ('users', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(999)], verbose_name='professionnels équipés')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'logiciel partagé',
                'ordering': ['ended_on', 'name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('charter', "charte d'engagement vis-à-vis des patients"), ('crisis_plan', 'plan de préparation aux crises sanitaires'), ('exchange', "procédure d'échange de données de santé avec l'extérieur"), ('convention', 'autre convention de partenariat')], max_length=11, verbose_name='sorte')),
                ('title', models.CharField(max_length=150, verbose_name='titre')),
                ('partner', models.CharField(blank=True, max_length=150, verbose_name='avec qui')),
                ('edition', models.CharField(default='1', max_length=20, verbose_name='version')),
                ('text', models.TextField(blank=True, max_length=20000, verbose_name='texte à signer')),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopté ou signé le')),
                ('displayed_on', models.DateField(blank=True, null=True, verbose_name='affiché le')),
                ('sent_on', models.DateField(blank=True, null=True, verbose_name='transmis à la CPAM le')),
                ('revised_on', models.DateField(blank=True, null=True, verbose_name='dernière révision le')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='à revoir avant le')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name="valable jusqu'au")),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'engagement',
                'ordering': ['kind', '-adopted_on', 'title'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('edition', models.CharField(max_length=20, verbose_name='version signée')),
                ('signed_on', models.DateField(verbose_name='signé le')),
                ('via', models.CharField(choices=[('link', 'par lien personnel'), ('paper', 'sur papier')], default='paper', max_length=5, verbose_name='comment')),
                ('agreement', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='contracts.agreement', verbose_name='texte')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='people.person', verbose_name='signataire')),
            ],
            options={
                'verbose_name': 'signature',
                'ordering': ['person__last_name', 'person__first_name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'agreement', 'person', 'edition'), name='one_signature_per_edition')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Agreement',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Software',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Signature',
        ),
    ]
