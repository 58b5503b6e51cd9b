"""What an event says of a person can be taken away under a seal; all the rest of the audit stays as written."""

from django.db import migrations, models

KEPT = ("id", "centre_id", "version", "number", "digest", "at", "via", "action", "object_type", "object_id")


def differs(word):
    return " OR ".join(f"NEW.{name} {word} OLD.{name}" for name in KEPT)


SQLITE = [
    "DROP TRIGGER core_auditevent_no_update",
    "CREATE TRIGGER core_auditevent_no_update BEFORE UPDATE ON core_auditevent "
    f"WHEN NEW.seal IS NULL OR {differs('IS NOT')} "
    "BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END",
]
POSTGRESQL = [
    "CREATE OR REPLACE FUNCTION core_audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN "
    f"IF TG_OP = 'UPDATE' AND NEW.seal IS NOT NULL AND NOT ({differs('IS DISTINCT FROM')}) THEN RETURN NEW; END IF; "
    "RAISE EXCEPTION 'the audit only grows'; END $$",
]


def allow_redaction(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0003_ratecount")]
    operations = [
        migrations.AddField("auditevent", "seal", models.CharField(editable=False, max_length=64, null=True)),
        migrations.RunPython(allow_redaction, migrations.RunPython.noop, elidable=False),
    ]
