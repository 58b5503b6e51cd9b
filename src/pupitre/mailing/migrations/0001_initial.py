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
            name='Unsubscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('address', models.EmailField(max_length=254, verbose_name='adresse')),
                ('list_name', models.CharField(max_length=100, verbose_name='liste')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': "désinscription d'une liste",
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('centre', 'address', 'list_name'), name='one_unsubscription')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('subject', models.CharField(max_length=200, verbose_name='objet')),
                ('body', models.TextField(verbose_name='texte')),
                ('sender_name', models.CharField(max_length=120, verbose_name='de la part de')),
                ('reply_to', models.EmailField(blank=True, max_length=254, verbose_name='répondre à')),
                ('list_name', models.CharField(blank=True, help_text="Pour une liste : chacun peut s'en retirer.", max_length=100, verbose_name='liste')),
                ('object_type', models.CharField(blank=True, max_length=80)),
                ('object_id', models.BigIntegerField(blank=True, null=True)),
                ('kind', models.CharField(blank=True, max_length=40, verbose_name='sorte')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='écrit le')),
                ('key', models.CharField(blank=True, editable=False, max_length=120, null=True)),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'message',
                'ordering': ['-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'object_type', 'object_id'], name='message_object')],
                'constraints': [models.UniqueConstraint(fields=('centre', 'key'), name='one_message_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(blank=True, max_length=160, verbose_name='nom')),
                ('address', models.EmailField(blank=True, max_length=254, verbose_name='adresse')),
                ('fields', models.JSONField(blank=True, default=dict)),
                ('state', models.CharField(choices=[('waiting', 'en attente'), ('sent', 'envoyé'), ('failed', 'en échec'), ('bounced', 'refusé par le destinataire'), ('prepared', 'à envoyer par votre messagerie'), ('cancelled', 'annulé'), ('unwanted', 'désinscrit de la liste')], default='waiting', max_length=9, verbose_name='état')),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('next_attempt_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='envoyé le')),
                ('mail_id', models.CharField(blank=True, max_length=200)),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='raison')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='deliveries', to='people.person')),
                ('message', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='mailing.message')),
            ],
            options={
                'verbose_name': "envoi d'un message",
                'ordering': ['id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'state', 'next_attempt_at'], name='delivery_next'), models.Index(fields=['centre', 'address', 'sent_at'], name='delivery_address'), models.Index(fields=['centre', 'mail_id'], name='delivery_mail_id')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('name', models.CharField(max_length=120, verbose_name='nom')),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('content', models.BinaryField(verbose_name='contenu')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('message', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='mailing.message')),
            ],
            options={
                'verbose_name': "pièce jointe",
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Message',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Unsubscription',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Delivery',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Attachment',
        ),
    ]
