import datetime
import django.db.models.deletion
import django.utils.timezone
import pupitre.core.tenancy.models
import pupitre.core.tenancy.protection
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0001_initial'),
        ('documents', '0001_initial'),
        ('inbox', '0001_initial'),
        ('people', '0001_initial'),
        ('tasks', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MeetingTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='nom du modèle')),
                ('kind', models.CharField(choices=[('team', "réunion d'équipe"), ('rcp', 'RCP'), ('working_group', 'groupe de travail'), ('management', 'réunion de gérance'), ('assembly', 'assemblée générale'), ('other', 'autre réunion')], default='team', max_length=13, verbose_name='sorte de réunion')),
                ('minutes', models.PositiveSmallIntegerField(default=90, verbose_name='durée (minutes)')),
                ('purpose', models.TextField(blank=True, verbose_name='objet')),
                ('quorum', models.PositiveSmallIntegerField(default=0, verbose_name='quorum (personnes)')),
                ('professions', models.JSONField(blank=True, default=list, verbose_name='professions nécessaires')),
                ('steps', models.JSONField(blank=True, default=list, help_text='[{key, label, offset, owner_role}]', verbose_name='rétroplanning')),
            ],
            options={
                'verbose_name': 'modèle de réunion',
                'ordering': ['name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('decision', 'décision'), ('task', 'tâche')], default='decision', max_length=8, verbose_name='sorte')),
                ('text', models.CharField(max_length=300, verbose_name='texte')),
                ('due', models.DateField(blank=True, null=True, verbose_name='pour le')),
            ],
            options={
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('profession', models.CharField(blank=True, max_length=40, verbose_name='profession ce jour-là')),
                ('answer', models.CharField(choices=[('none', 'pas de réponse'), ('yes', 'vient'), ('excused', 'excusé·e'), ('proxy', 'donne pouvoir')], default='none', max_length=7, verbose_name='réponse')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='répondu le')),
                ('answered_via', models.CharField(blank=True, max_length=20, verbose_name='par')),
                ('status', models.CharField(choices=[('invited', 'attendu·e'), ('present', 'présent·e'), ('excused', 'excusé·e'), ('absent', 'absent·e'), ('proxy', 'a donné pouvoir'), ('replaced', 'remplacé·e')], default='invited', max_length=8, verbose_name='présence')),
                ('signed_at', models.DateTimeField(blank=True, null=True, verbose_name='émargé à')),
                ('signed_via', models.CharField(blank=True, max_length=20, verbose_name='émargé par')),
                ('day_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='minutes de jour')),
                ('evening_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='minutes du soir')),
            ],
            options={
                'verbose_name': 'participation',
                'ordering': ['person__last_name', 'person__first_name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Poll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=160, verbose_name='réunion à placer')),
                ('minutes', models.PositiveSmallIntegerField(default=90, verbose_name='durée (minutes)')),
                ('quorum', models.PositiveSmallIntegerField(default=0, verbose_name='quorum (personnes)')),
                ('professions', models.JSONField(blank=True, default=list, verbose_name='professions nécessaires')),
                ('closes_on', models.DateField(blank=True, null=True, verbose_name='réponses avant le')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
            ],
            options={
                'verbose_name': 'sondage de date',
                'ordering': ['-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='PollAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('answer', models.CharField(choices=[('yes', 'oui'), ('maybe', 'si besoin'), ('no', 'non')], max_length=5, verbose_name='réponse')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='PollSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('starts_at', models.DateTimeField(verbose_name='début')),
            ],
            options={
                'ordering': ['starts_at'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('mark', models.PositiveSmallIntegerField(choices=[(1, '1'), (2, '2'), (3, '3'), (4, '4'), (5, '5')], verbose_name='note')),
                ('comment', models.CharField(blank=True, max_length=300, verbose_name='un mot')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='nom de la série')),
                ('rule', models.CharField(choices=[('nth_weekday', 'chaque mois, le nᵉ jour de la semaine'), ('every_weeks', 'toutes les n semaines'), ('monthly_date', 'chaque mois, à date fixe')], default='nth_weekday', max_length=12, verbose_name='rythme')),
                ('number', models.SmallIntegerField(default=1, help_text='1 : premier ; -1 : dernier ; ou nombre de semaines ; ou jour du mois.', verbose_name='n')),
                ('weekday', models.PositiveSmallIntegerField(default=1, verbose_name='jour')),
                ('at', models.TimeField(verbose_name='heure')),
                ('starts_on', models.DateField(verbose_name='à partir du')),
                ('until', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('skip_months', models.JSONField(blank=True, default=list, verbose_name='mois sans réunion')),
                ('skip_holidays', models.BooleanField(default=True, verbose_name='pas les jours fériés')),
                ('skip_breaks', models.JSONField(blank=True, default=list, verbose_name='vacances scolaires sans réunion')),
            ],
            options={
                'verbose_name': 'série de réunions',
                'ordering': ['name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='SeriesChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('original', models.DateField(verbose_name='date prévue')),
                ('moved_to', models.DateField(blank=True, null=True, verbose_name='déplacée au')),
                ('at', models.TimeField(blank=True, null=True, verbose_name='heure')),
                ('why', models.CharField(blank=True, max_length=200, verbose_name='raison')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Stay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('arrived', models.DateTimeField(blank=True, null=True, verbose_name='arrivée')),
                ('left', models.DateTimeField(blank=True, null=True, verbose_name='départ')),
            ],
            options={
                'ordering': ['arrived', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('key', models.CharField(max_length=30)),
                ('label', models.CharField(max_length=120, verbose_name='étape')),
                ('offset', models.SmallIntegerField(verbose_name='jours avant (−) ou après (+)')),
                ('owner_role', models.CharField(blank=True, max_length=60, verbose_name='par')),
                ('done_on', models.DateField(blank=True, null=True, verbose_name='fait le')),
            ],
            options={
                'ordering': ['offset', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='TemplateItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=200, verbose_name='point')),
                ('minutes', models.PositiveSmallIntegerField(default=10, verbose_name='minutes')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
            ],
            options={
                'ordering': ['order', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=160, verbose_name='titre')),
                ('kind', models.CharField(choices=[('team', "réunion d'équipe"), ('rcp', 'RCP'), ('working_group', 'groupe de travail'), ('management', 'réunion de gérance'), ('assembly', 'assemblée générale'), ('other', 'autre réunion')], default='team', max_length=13, verbose_name='sorte de réunion')),
                ('state', models.CharField(choices=[('planned', 'prévue'), ('running', 'en cours'), ('closed', 'close'), ('cancelled', 'annulée')], default='planned', max_length=9, verbose_name='état')),
                ('original_day', models.DateField(blank=True, null=True, verbose_name='date de la série')),
                ('starts_at', models.DateTimeField(verbose_name='début')),
                ('ends_at', models.DateTimeField(verbose_name='fin')),
                ('place', models.CharField(blank=True, max_length=160, verbose_name='autre lieu')),
                ('video_url', models.URLField(blank=True, verbose_name='lien de visioconférence')),
                ('purpose', models.TextField(blank=True, verbose_name='objet')),
                ('quorum', models.PositiveSmallIntegerField(default=0, verbose_name='quorum (personnes)')),
                ('created_on', models.DateField(default=django.utils.timezone.localdate, editable=False, verbose_name='créée le')),
                ('cancelled_why', models.CharField(blank=True, max_length=200, verbose_name="raison de l'annulation")),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='ouverte à')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='levée à')),
                ('current_item_id', models.BigIntegerField(blank=True, null=True)),
                ('item_since', models.DateTimeField(blank=True, null=True)),
                ('hands', models.JSONField(blank=True, default=list, help_text='[person_id]', verbose_name='mains levées')),
                ('notes', models.TextField(blank=True, verbose_name='notes générales')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='numéro de compte rendu')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='close le')),
                ('reopened', models.PositiveSmallIntegerField(default=0, verbose_name='réouvertures')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='compte rendu diffusé le')),
                ('files', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='dossiers étudiés')),
                ('themes', models.JSONField(blank=True, default=list, verbose_name="thèmes de l'annexe 3")),
                ('express', models.BooleanField(default=False, verbose_name='RCP express')),
                ('case_text', models.TextField(blank=True, verbose_name='texte sur les cas')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('group', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meetings', to='people.group', verbose_name='groupe')),
                ('minutes_document', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='documents.document', verbose_name='compte rendu')),
                ('next_meeting', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='previous', to='meetings.meeting', verbose_name='prochaine réunion')),
                ('room', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meetings', to='centres.room', verbose_name='salle')),
            ],
            options={
                'verbose_name': 'réunion',
                'ordering': ['-starts_at'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='AgendaItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=200, verbose_name='point')),
                ('detail', models.TextField(blank=True, verbose_name='précisions')),
                ('minutes', models.PositiveSmallIntegerField(default=10, verbose_name='minutes')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='ordre')),
                ('source', models.CharField(choices=[('decision', 'décision à suivre'), ('topic', 'sujet apporté'), ('model', 'modèle'), ('carried', "reporté de la fois d'avant"), ('added', 'ajouté')], default='added', max_length=8)),
                ('state', models.CharField(choices=[('planned', 'prévu'), ('done', 'traité'), ('postponed', 'reporté')], default='planned', max_length=9, verbose_name='état')),
                ('notes', models.TextField(blank=True, verbose_name='notes')),
                ('seconds', models.PositiveIntegerField(default=0, verbose_name='temps passé (secondes)')),
                ('carried_from', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='carried_to', to='meetings.agendaitem')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('idea', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='agenda_items', to='inbox.idea')),
                ('owner', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person', verbose_name='porté par')),
                ('task', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='agenda_items', to='tasks.task')),
                ('meeting', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='meetings.meeting', verbose_name='réunion')),
            ],
            options={
                'verbose_name': "point de l'ordre du jour",
                'ordering': ['order', 'id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='MeetingRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('role', models.CharField(choices=[('chair', 'animation'), ('time_keeper', 'maître du temps'), ('scribe', 'secrétaire de séance')], max_length=11, verbose_name='rôle')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('meeting', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='meetings.meeting')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='meeting_roles', to='people.person', verbose_name='personne')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='MeetingSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('evening_from', models.TimeField(default=datetime.time(20, 0), verbose_name='le soir commence à')),
                ('case_text', models.BooleanField(default=False, help_text='Désactivé par défaut : les cas vont dans le dossier patient partagé, pas ici.', verbose_name='autoriser un texte sur les cas de RCP')),
                ('maturity', models.PositiveSmallIntegerField(choices=[(1, 'débute'), (2, "a l'habitude"), (3, 'est autonome')], default=1, help_text="Choisit les fiches d'animation proposées.", verbose_name="l'équipe et les réunions")),
                ('send_automatically', models.BooleanField(default=False, help_text="Sinon Pupitre les prépare et vous les rappelle à l'Accueil, le jour venu.", verbose_name='envoyer automatiquement les convocations et les relances')),
                ('express_minimum_professions', models.PositiveSmallIntegerField(default=2, verbose_name='professions au moins dans une RCP')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='meetingtemplate',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='meetingtemplate',
            name='group',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, help_text="Vide : toute l'équipe.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.group', verbose_name='groupe invité'),
        ),
        migrations.AddField(
            model_name='meetingtemplate',
            name='room',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='centres.room', verbose_name='salle'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='template',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meetings', to='meetings.meetingtemplate', verbose_name='modèle'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='item',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='outcomes', to='meetings.agendaitem'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='meeting',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='outcomes', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='owner',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person', verbose_name='qui'),
        ),
        migrations.AddField(
            model_name='outcome',
            name='task',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='outcomes', to='tasks.task'),
        ),
        migrations.AddField(
            model_name='participant',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='participant',
            name='meeting',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='participant',
            name='person',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='people.person', verbose_name='personne'),
        ),
        migrations.AddField(
            model_name='participant',
            name='proxy',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.person', verbose_name='pouvoir donné à'),
        ),
        migrations.AddField(
            model_name='participant',
            name='replaces',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person', verbose_name='remplace'),
        ),
        migrations.AddField(
            model_name='participant',
            name='signature',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='documents.document'),
        ),
        migrations.AddField(
            model_name='poll',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='poll',
            name='group',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, help_text="Vide : toute l'équipe.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.group', verbose_name='groupe'),
        ),
        migrations.AddField(
            model_name='poll',
            name='meeting',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='polls', to='meetings.meeting', verbose_name='réunion retenue'),
        ),
        migrations.AddField(
            model_name='poll',
            name='template',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='polls', to='meetings.meetingtemplate', verbose_name='modèle'),
        ),
        migrations.AddField(
            model_name='pollanswer',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='pollanswer',
            name='person',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.person'),
        ),
        migrations.AddField(
            model_name='pollslot',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='pollslot',
            name='poll',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='meetings.poll'),
        ),
        migrations.AddField(
            model_name='pollanswer',
            name='slot',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='meetings.pollslot'),
        ),
        migrations.AddField(
            model_name='rating',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='rating',
            name='meeting',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='series',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='series',
            name='template',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='series', to='meetings.meetingtemplate', verbose_name='modèle'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='series',
            field=pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='meetings', to='meetings.series', verbose_name='série'),
        ),
        migrations.AddField(
            model_name='serieschange',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='serieschange',
            name='series',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='meetings.series', verbose_name='série'),
        ),
        migrations.AddField(
            model_name='stay',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='stay',
            name='participant',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='stays', to='meetings.participant'),
        ),
        migrations.AddField(
            model_name='step',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='step',
            name='meeting',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='meetings.meeting'),
        ),
        migrations.AddField(
            model_name='templateitem',
            name='centre',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre'),
        ),
        migrations.AddField(
            model_name='templateitem',
            name='template',
            field=pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='meetings.meetingtemplate', verbose_name='modèle'),
        ),
        migrations.AddConstraint(
            model_name='meetingrole',
            constraint=models.UniqueConstraint(fields=('centre', 'meeting', 'role'), name='one_person_per_role'),
        ),
        migrations.AddConstraint(
            model_name='meetingsettings',
            constraint=models.UniqueConstraint(fields=('centre',), name='one_meeting_settings'),
        ),
        migrations.AddConstraint(
            model_name='meetingtemplate',
            constraint=models.UniqueConstraint(fields=('centre', 'name'), name='one_template_name'),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(fields=('centre', 'meeting', 'person'), name='one_participation'),
        ),
        migrations.AddConstraint(
            model_name='pollslot',
            constraint=models.UniqueConstraint(fields=('centre', 'poll', 'starts_at'), name='one_slot_per_start'),
        ),
        migrations.AddConstraint(
            model_name='pollanswer',
            constraint=models.UniqueConstraint(fields=('centre', 'slot', 'person'), name='one_poll_answer'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['centre', 'starts_at'], name='meeting_start'),
        ),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(fields=['centre', 'kind', 'state', 'starts_at'], name='meeting_kind'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(condition=models.Q(('number', ''), _negated=True), fields=('centre', 'number'), name='one_minutes_number'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(condition=models.Q(('original_day__isnull', False)), fields=('centre', 'series', 'original_day'), name='one_meeting_per_occurrence'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meeting_ends_after_start', violation_error_message='La fin doit venir après le début.'),
        ),
        migrations.AddConstraint(
            model_name='serieschange',
            constraint=models.UniqueConstraint(fields=('centre', 'series', 'original'), name='one_change_per_date'),
        ),
        migrations.AddConstraint(
            model_name='step',
            constraint=models.UniqueConstraint(fields=('centre', 'meeting', 'key'), name='one_step_key'),
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='MeetingSettings',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='AgendaItem',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='MeetingRole',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='MeetingTemplate',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Outcome',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Participant',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Poll',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='PollSlot',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='PollAnswer',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Rating',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Series',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Meeting',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='SeriesChange',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Stay',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Step',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='TemplateItem',
        ),
    ]
