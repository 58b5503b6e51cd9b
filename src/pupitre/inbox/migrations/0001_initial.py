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
            name='Idea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(choices=[('problem', 'un problème'), ('idea', 'une idée'), ('topic', 'un sujet pour la prochaine réunion'), ('request', 'une demande')], default='idea', max_length=8, verbose_name="c'est")),
                ('text', models.TextField(max_length=4000, verbose_name='texte')),
                ('author_name', models.CharField(blank=True, max_length=120, verbose_name='votre nom')),
                ('author_email', models.EmailField(blank=True, max_length=254, verbose_name='votre adresse e-mail')),
                ('dropped_at', models.DateTimeField(auto_now_add=True, verbose_name='déposé le')),
                ('via', models.CharField(default='link', max_length=20)),
                ('state', models.CharField(choices=[('new', 'à trier'), ('agenda', "à l'ordre du jour"), ('project', 'devient un projet'), ('task', 'devient une tâche'), ('answered', 'répondu')], default='new', max_length=8, verbose_name='état')),
                ('answer', models.TextField(blank=True, verbose_name='réponse')),
                ('sorted_at', models.DateTimeField(blank=True, null=True, verbose_name='trié le')),
                ('outcome_type', models.CharField(blank=True, max_length=80)),
                ('outcome_id', models.BigIntegerField(blank=True, null=True)),
                ('author', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ideas', to='people.person', verbose_name='de')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'idée',
                'ordering': ['-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'state'], name='idea_state')],
            },
        ),
        migrations.CreateModel(
            name='ActLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(max_length=60, verbose_name='acte')),
                ('object_type', models.CharField(max_length=80)),
                ('object_id', models.BigIntegerField()),
                ('salt', models.CharField(max_length=32)),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='créé le')),
                ('expires_at', models.DateTimeField(verbose_name='expire le')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='retiré le')),
                ('last_used_at', models.DateTimeField(blank=True, null=True, verbose_name='utilisé le')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='people.person', verbose_name='personne')),
            ],
            options={
                'verbose_name': 'lien personnel',
                'ordering': ['-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'kind', 'object_type', 'object_id'], name='link_object')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='ActLink',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Idea',
        ),
    ]
