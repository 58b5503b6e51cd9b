"""What the application's PostgreSQL role may do: rows, never tables, and never the past of the audit."""

from urllib.parse import urlsplit

from django.db import connection


def role_in(database_url: str) -> str:
    """Return the role of a DATABASE_URL."""
    return urlsplit(database_url).username or ""


def grant_to(role: str) -> None:
    """Grant a role the reading and writing of every table; the audit can only grow."""
    quoted = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON core_auditevent FROM {quoted}")
        cursor.execute(
            "GRANT UPDATE (user_id, person_id, who, object_label, changes, seal) "
            f"ON core_auditevent TO {quoted}"
        )  # what a redaction takes away; the trigger asks for the seal
