import django.db.models.deletion
import django.utils.timezone
import pupitre.core.tenancy.protection
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('centres', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': "tête du journal",
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre',), name='one_audit_head')],
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('payload', models.JSONField(default=dict)),
                ('key', models.CharField(max_length=200, null=True, unique=True)),
                ('user_id', models.BigIntegerField(null=True)),
                ('state', models.CharField(choices=[('waiting', 'en attente'), ('running', 'en cours'), ('done', 'terminé'), ('failed', 'en échec'), ('stopped', 'arrêté')], default='waiting', max_length=10)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('max_attempts', models.PositiveSmallIntegerField(default=5)),
                ('run_after', models.DateTimeField(default=django.utils.timezone.now)),
                ('lease_until', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('progress', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('message', models.CharField(blank=True, max_length=250)),
                ('error', models.TextField(blank=True)),
                ('result', models.JSONField(default=dict)),
                ('stop_asked', models.BooleanField(default=False)),
                ('centre', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'run_after'], name='job_next')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('kind', models.CharField(max_length=40)),
                ('object_type', models.CharField(max_length=80)),
                ('object_id', models.BigIntegerField()),
                ('title', models.CharField(max_length=250)),
                ('url', models.CharField(max_length=300)),
                ('permission', models.CharField(max_length=80)),
                ('folded', models.TextField()),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': "entrée de recherche",
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'object_type', 'object_id'), name='one_search_entry')],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('number', models.BigIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('user_id', models.BigIntegerField(null=True)),
                ('person_id', models.BigIntegerField(null=True)),
                ('who', models.CharField(max_length=200)),
                ('via', models.CharField(max_length=20)),
                ('action', models.CharField(max_length=80)),
                ('object_type', models.CharField(max_length=80)),
                ('object_id', models.BigIntegerField(null=True)),
                ('object_label', models.CharField(max_length=250)),
                ('changes', models.JSONField(default=dict)),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': "journal des actes",
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'object_type', 'object_id'], name='audit_object'), models.Index(fields=['centre', 'at'], name='audit_at')],
                'constraints': [models.UniqueConstraint(fields=('centre', 'number'), name='one_event_per_number')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='AuditEvent',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='AuditHead',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='SearchEntry',
        ),
    ]
