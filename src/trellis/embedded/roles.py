"""The roles of the database: one owns the tables and migrates, the other is the application.

Neither is a superuser and neither bypasses row-level security, so a forgotten filter in the application can
show no row of another district. A school with a server of its own makes the same two roles by hand.
"""

from __future__ import annotations

from pathlib import Path

SUPERUSER = "postgres"
OWNER_ROLE = "trellis_owner"
APP_ROLE = "trellis_app"
DATABASE = "trellis"

ROLE_STATEMENTS = (
    f"CREATE ROLE {OWNER_ROLE} LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOBYPASSRLS",
    f"CREATE ROLE {APP_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
)
# Said in template1, so that each database made later (for tests, for a restore) starts with the same grants.
_NEW = f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER_ROLE} GRANT"
GRANT_STATEMENTS = (
    f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}",
    f"{_NEW} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP_ROLE}",
    f"{_NEW} USAGE, SELECT ON SEQUENCES TO {APP_ROLE}",
    f"{_NEW} EXECUTE ON FUNCTIONS TO {APP_ROLE}",
)


def ensure_roles(socket_dir: Path) -> None:
    """Make roles, grants and the database unless they are there; cheap when they are."""
    import psycopg  # Here, because `trellis --help` and `stop` have no need of it.

    with psycopg.connect(host=str(socket_dir), user=SUPERUSER, dbname="template1", autocommit=True) as connection:
        done = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if done:
            return
        with connection.transaction():
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
                for statement in ROLE_STATEMENTS:
                    connection.execute(statement)
            for statement in GRANT_STATEMENTS:
                connection.execute(statement)
        # Last and outside the transaction, as PostgreSQL wants it: its presence means that all is done.
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}")
