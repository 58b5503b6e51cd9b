import django.db.models.deletion
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
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('title', models.CharField(max_length=200, verbose_name='titre')),
                ('file', models.FileField(max_length=300, upload_to=pupitre.documents.models.storage_name, verbose_name='fichier')),
                ('original_name', models.CharField(max_length=200, verbose_name="nom d'origine")),
                ('content_type', models.CharField(max_length=100, verbose_name='type')),
                ('octets', models.PositiveBigIntegerField(verbose_name='taille')),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='ajouté le')),
                ('added_by', models.CharField(max_length=200, verbose_name='ajouté par')),
                ('dated', models.DateField(blank=True, null=True, verbose_name='date du document')),
                ('object_type', models.CharField(blank=True, max_length=80)),
                ('object_id', models.BigIntegerField(blank=True, null=True)),
                ('purpose', models.CharField(blank=True, max_length=60, verbose_name="ce qu'il prouve")),
                ('permission', models.CharField(default='documents.view', max_length=80)),
                ('locked', models.BooleanField(default=False, help_text='Produit par Pupitre : ne se remplace pas.', verbose_name='figé')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'verbose_name': 'document',
                'ordering': ['-added_at', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'object_type', 'object_id'], name='document_object')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Document',
        ),
    ]
