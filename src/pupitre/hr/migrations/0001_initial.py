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
            name='Engagement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('contract', models.CharField(choices=[('employee', 'salarié·e'), ('provider', 'prestataire'), ('seconded', 'mis·e à disposition')], max_length=8, verbose_name="cadre d'exercice")),
                ('employer', models.CharField(blank=True, max_length=120, verbose_name='employeur, ou société qui facture')),
                ('since', models.DateField(verbose_name='depuis le')),
                ('until', models.DateField(blank=True, null=True, verbose_name="jusqu'au")),
                ('weekly_minutes', models.PositiveIntegerField(validators=[django.core.validators.MaxValueValidator(2880)], verbose_name='temps convenu par semaine')),
                ('weekly_days', models.DecimalField(decimal_places=1, max_digits=2, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(6)], verbose_name='jours convenus par semaine')),
                ('hourly_cents', models.PositiveIntegerField(verbose_name='coût horaire')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='engagements', to='people.person', verbose_name='qui coordonne')),
            ],
            options={
                'verbose_name': "cadre d'exercice",
                'ordering': ['-since', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('school', models.CharField(max_length=150, verbose_name='organisme de formation')),
                ('since', models.DateField(verbose_name='du')),
                ('until', models.DateField(verbose_name='au')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('person', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='people.person', verbose_name='stagiaire')),
                ('tutor', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tutored', to='people.person', verbose_name='maître de stage')),
            ],
            options={
                'verbose_name': 'stage',
                'ordering': ['-since', 'person__last_name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='placement_ends_after_it_starts', violation_error_message='La fin du stage doit venir après son début.')],
            },
        ),
        migrations.CreateModel(
            name='TimeEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('day', models.DateField(verbose_name='jour')),
                ('block', models.CharField(choices=[('teamwork', 'Coordination pluripro'), ('project', 'Projets'), ('office', 'Administratif'), ('partners', 'Partenaires'), ('team_life', "Vie d'équipe")], max_length=9, verbose_name='pour quoi')),
                ('minutes', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1, 'Indiquez au moins une minute.'), django.core.validators.MaxValueValidator(720, 'Une ligne ne dépasse pas 12 heures (720 minutes).')], verbose_name='minutes')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='en quelques mots')),
                ('centre', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
                ('engagement', pupitre.core.tenancy.models.CentreForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='hr.engagement', verbose_name="cadre d'exercice")),
            ],
            options={
                'verbose_name': 'temps de coordination',
                'ordering': ['-day', '-id'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
                'indexes': [models.Index(fields=['centre', 'engagement', 'day'], name='time_day')],
            },
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Engagement',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='Placement',
        ),
        pupitre.core.tenancy.protection.ProtectTable(
            model='TimeEntry',
        ),
    ]
