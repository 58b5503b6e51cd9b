"""What the models cannot say: an audit that only grows, and the full-text index of each engine."""

from django.db import migrations

SQLITE = [
    *[
        f"CREATE TRIGGER core_auditevent_no_{act.lower()} BEFORE {act} ON core_auditevent "
        "BEGIN SELECT RAISE(ABORT, 'the audit only grows'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "CREATE VIRTUAL TABLE core_search_fts USING fts5(folded, content='core_searchentry', content_rowid='id')",
    "CREATE TRIGGER core_search_added AFTER INSERT ON core_searchentry BEGIN "
    "INSERT INTO core_search_fts (rowid, folded) VALUES (NEW.id, NEW.folded); END",
    "CREATE TRIGGER core_search_removed AFTER DELETE ON core_searchentry BEGIN "
    "INSERT INTO core_search_fts (core_search_fts, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); END",
    "CREATE TRIGGER core_search_changed AFTER UPDATE ON core_searchentry BEGIN "
    "INSERT INTO core_search_fts (core_search_fts, rowid, folded) VALUES ('delete', OLD.id, OLD.folded); "
    "INSERT INTO core_search_fts (rowid, folded) VALUES (NEW.id, NEW.folded); END",
]
POSTGRESQL = [
    "CREATE FUNCTION core_audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the audit only grows'; END $$",
    "CREATE TRIGGER core_audit_only_grows BEFORE UPDATE OR DELETE ON core_auditevent "
    "FOR EACH ROW EXECUTE FUNCTION core_audit_only_grows()",
    "CREATE INDEX core_search_words ON core_searchentry USING gin (to_tsvector('simple', folded))",
]


def complete(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(complete, migrations.RunPython.noop, elidable=False)]
