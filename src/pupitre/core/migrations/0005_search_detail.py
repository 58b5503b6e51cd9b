from django.db import migrations, models


class Migration(migrations.Migration):
    """A column added in place: rebuilding the table would lose the triggers of the full-text index."""

    dependencies = [
        ('core', '0004_redacted_audit'),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE core_searchentry ADD COLUMN detail varchar(120) NOT NULL DEFAULT ''",
            "ALTER TABLE core_searchentry DROP COLUMN detail",
            state_operations=[
                migrations.AddField(
                    model_name='searchentry',
                    name='detail',
                    field=models.CharField(blank=True, max_length=120),
                ),
            ],
        ),
    ]
