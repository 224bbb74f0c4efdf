"""Rights of the application role, applied after migrations by the role that owns the tables."""

from __future__ import annotations

from django.db import connection

APPEND_ONLY_TABLES = ("core_moment",)


def restrict_application_role(role: str) -> None:
    """Give ``role`` the rows but not the tables, and take back change and removal of append-only rows.

    Runs on a connection of the owning role. Does nothing where owner and application are the same role.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user = %s", [role])
        same = cursor.fetchone()
        if same is not None and same[0]:
            return
        name = connection.ops.quote_name(role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}")
        for table in APPEND_ONLY_TABLES:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {name}")
