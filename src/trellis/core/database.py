"""Rights of the application role, applied after migrations by the role that owns the tables; its statistics."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

APPEND_ONLY_TABLES = ("core_moment", "core_readentry")
NEVER_DELETED_TABLES = ("core_decision",)
MAINTAIN_SINCE = 170000  # PostgreSQL 17: before it, only the owner may count rows


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
        cursor.execute("SELECT current_setting('server_version_num')::int >= %s", [MAINTAIN_SINCE])
        known = cursor.fetchone()
        if known is not None and known[0]:
            cursor.execute(f"GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {name}")
        for table in APPEND_ONLY_TABLES:
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {name}")
        for table in NEVER_DELETED_TABLES:
            cursor.execute(f"REVOKE DELETE, TRUNCATE ON {table} FROM {name}")


def refresh_statistics() -> None:
    """Let the planner know how many rows there are, after many came at once.

    The server notices by itself within a minute or two. Until then it takes every table for empty, and a page that
    looks at who teaches whom takes minutes. Where the role may not do this, the server warns and goes on.
    """
    tables = [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("trellis.")]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, tables))}")
