import django.db.models.deletion
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
import pupitre.people.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '__first__'),
        ('centres', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('professional', 'professionnel·le de santé'), ('coordinator', 'coordination'), ('secretary', 'secrétariat'), ('trainee', 'stagiaire'), ('other', 'autre')], default='professional', max_length=12, verbose_name='dans la MSP')),
                ('civility', models.CharField(blank=True, help_text='Dr, Mme, M.', max_length=20, verbose_name='titre')),
                ('last_name', models.CharField(max_length=80, verbose_name='nom')),
                ('first_name', models.CharField(blank=True, max_length=80, verbose_name='prénom')),
                ('profession', models.CharField(blank=True, max_length=40, verbose_name='profession')),
                ('speciality', models.CharField(blank=True, max_length=120, verbose_name='spécialité')),
                ('rpps', models.CharField(blank=True, max_length=11, verbose_name='numéro RPPS')),
                ('adeli', models.CharField(blank=True, max_length=9, verbose_name='numéro ADELI')),
                ('am_number', models.CharField(blank=True, max_length=9, verbose_name='numéro AM')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='adresse e-mail')),
                ('secure_email', models.EmailField(blank=True, max_length=254, verbose_name='messagerie sécurisée (MSSanté)')),
                ('phone', models.CharField(blank=True, max_length=20, verbose_name='téléphone')),
                ('skills', models.CharField(blank=True, max_length=250, verbose_name='compétences, formations')),
                ('joined_on', models.DateField(blank=True, null=True, verbose_name='arrivée le')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='départ le')),
                ('photo', models.FileField(blank=True, max_length=300, upload_to=pupitre.people.models.photo_name, verbose_name='photo')),
                ('stopped_on', models.DateField(blank=True, editable=False, null=True, verbose_name='droits arrêtés le')),
                ('directory', models.JSONField(blank=True, default=dict, editable=False, verbose_name="dernière lecture de l'annuaire")),
                ('gone_on', models.DateField(blank=True, editable=False, null=True, verbose_name="absente de l'annuaire depuis")),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'personne',
                'ordering': ['last_name', 'first_name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'last_name', 'first_name'], name='person_name')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('rpps', ''), _negated=True), fields=('centre', 'rpps'), name='one_person_per_rpps'), models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('centre', 'user'), name='one_person_per_user')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=100, verbose_name='nom')),
                ('kind', models.CharField(choices=[('working', 'groupe de travail'), ('team', 'équipe'), ('list', 'liste de diffusion')], default='working', max_length=8, verbose_name='sorte')),
                ('mandate', models.TextField(blank=True, verbose_name='mandat')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='débute le')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='se termine le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('lead', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='leads', to='people.person', verbose_name='référent·e')),
            ],
            options={
                'verbose_name': 'groupe',
                'ordering': ['name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'name'), name='one_group_name')],
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('since', models.DateField(blank=True, null=True, verbose_name='depuis le')),
                ('until', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('group', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='people.group', verbose_name='groupe')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='people.person', verbose_name='personne')),
            ],
            options={
                'verbose_name': "membre d'un groupe",
                'ordering': ['person__last_name', 'person__first_name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'group', 'person'), name='one_group_member')],
            },
        ),
        migrations.CreateModel(
            name='PatientCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('counted_on', models.DateField(verbose_name='compté le')),
                ('patients', models.PositiveIntegerField(verbose_name='patientèle médecin traitant')),
                ('ald_under_75', models.PositiveIntegerField(default=0, verbose_name='dont ALD de moins de 75 ans')),
                ('over_75_non_ald', models.PositiveIntegerField(default=0, verbose_name='dont 75 ans et plus sans ALD')),
                ('over_75_ald', models.PositiveIntegerField(default=0, verbose_name='dont 75 ans et plus avec ALD')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('doctor', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='patient_counts', to='people.person', verbose_name='médecin')),
            ],
            options={
                'verbose_name': 'patientèle',
                'ordering': ['doctor__last_name', '-counted_on'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'doctor', 'counted_on'), name='one_count_per_day')],
            },
        ),
        migrations.CreateModel(
            name='PersonSite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sites', to='people.person', verbose_name='personne')),
                ('site', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='people', to='centres.site', verbose_name='site')),
            ],
            options={
                'verbose_name': "site d'une personne",
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'person', 'site'), name='one_person_site')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=120, verbose_name='fonction')),
                ('since', models.DateField(blank=True, null=True, verbose_name='depuis le')),
                ('until', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='people.person', verbose_name='personne')),
                ('reports_to', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='team', to='people.post', verbose_name='rattachée à')),
            ],
            options={
                'verbose_name': 'fonction',
                'ordering': ['title'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Status',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('associate', 'associé·e'), ('signatory', 'signataire du projet de santé'), ('replacement', 'remplaçant·e'), ('employee', 'salarié·e'), ('trainee', 'stagiaire')], max_length=12, verbose_name='statut')),
                ('since', models.DateField(verbose_name='depuis le')),
                ('until', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='statuses', to='people.person', verbose_name='personne')),
                ('replaces', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='people.person', verbose_name='remplace')),
            ],
            options={
                'verbose_name': 'statut',
                'ordering': ['-since'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'kind', 'since'], name='status_kind')],
                'constraints': [models.UniqueConstraint(fields=('centre', 'person', 'kind', 'since'), name='one_status_start'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='status_ends_after_it_starts', violation_error_message='La fin du statut doit venir après son début.')],
            },
        ),
        migrations.CreateModel(
            name='DirectoryReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('read_at', models.DateTimeField(auto_now_add=True, verbose_name='lue le')),
                ('file_name', models.CharField(max_length=200, verbose_name='fichier')),
                ('selection', models.JSONField(blank=True, default=dict, verbose_name='choix')),
                ('state', models.CharField(choices=[('reading', 'lecture en cours'), ('ready', 'à vérifier'), ('applied', 'appliquée'), ('dropped', 'abandonnée'), ('refused', 'fichier refusé')], default='reading', max_length=8, verbose_name='état')),
                ('found', models.JSONField(blank=True, default=list, verbose_name='personnes trouvées')),
                ('refusal', models.CharField(blank=True, max_length=300, verbose_name='refus')),
                ('counts', models.JSONField(blank=True, default=dict, verbose_name='bilan')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': "lecture de l'annuaire national",
                'ordering': ['-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='DirectoryReading',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Person',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='PatientCount',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='GroupMember',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Group',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='PersonSite',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Post',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Status',
        ),
    ]
