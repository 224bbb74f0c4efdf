"""Row-level security, written into migrations: which rows the database shows in which scope."""

from __future__ import annotations

from django.db.migrations import RunSQL

FUNCTIONS = """
CREATE OR REPLACE FUNCTION trellis_district() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('trellis.district', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION trellis_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT nullif(current_setting('trellis.person', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION trellis_door_open() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('trellis.door', true) = 'open' $$;
CREATE OR REPLACE FUNCTION trellis_refuse_change() RETURNS trigger LANGUAGE plpgsql
  AS $$ BEGIN RAISE EXCEPTION 'rows of % are kept as they were written', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege'; END $$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION IF EXISTS trellis_refuse_change(); DROP FUNCTION IF EXISTS trellis_door_open();
DROP FUNCTION IF EXISTS trellis_person(); DROP FUNCTION IF EXISTS trellis_district();
"""


def create_functions() -> RunSQL:
    """Return the operation that makes the functions which policies and triggers call."""
    return RunSQL(FUNCTIONS, DROP_FUNCTIONS)


def keep_to_district(table: str, *, column: str = "district_id", at_the_door: bool = False) -> RunSQL:
    """Return the operation that hides the rows of ``table`` from every district but their own.

    ``at_the_door`` rows are also visible while somebody signs in, before a district is known. The sub-selects make
    PostgreSQL evaluate the scope once a query instead of once a row. FORCE holds the table's owner to it as well.
    """
    visible = f"{column} = (SELECT trellis_district())"
    if at_the_door:
        visible = f"({visible} OR (SELECT trellis_door_open()))"
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY district ON {table} USING ({visible}) WITH CHECK ({visible});",
        f"DROP POLICY IF EXISTS district ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def follow(table: str, *, column: str, parent: str) -> RunSQL:
    """Return the operation that shows the rows of ``table`` exactly where the row of ``parent`` they hang on is shown.

    For tables of libraries that know no district: they follow the account that owns them.
    """
    visible = f"{column} IN (SELECT id FROM {parent})"  # noqa: S608 (names from migrations, not from people)
    return RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"
        f"CREATE POLICY follows ON {table} USING ({visible}) WITH CHECK ({visible});",
        f"DROP POLICY IF EXISTS follows ON {table}; ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;"
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


# Said while somebody is being erased: what is hidden from them is theirs to be forgotten all the same.
ERASING = "(SELECT coalesce(current_setting('trellis.erasing', true), '') = 'yes')"


def keep_private(table: str, *, private: str, owner: str) -> RunSQL:
    """Return the operation that shows rows which are ``private`` (a condition) to the person in ``owner`` alone.

    Restrictive: it narrows what the district's policy shows, whatever any query asks and whoever asks it.
    """
    visible = f"(NOT ({private}) OR {owner} = (SELECT trellis_person()))"
    return RunSQL(
        f"CREATE POLICY private ON {table} AS RESTRICTIVE USING ({visible}) WITH CHECK ({visible});",
        f"DROP POLICY IF EXISTS private ON {table};",
    )


def show_where(table: str, name: str, visible: str) -> RunSQL:
    """Return the operation that shows rows only where ``visible`` (a condition) holds: a wall under a room's own.

    Restrictive, like ``keep_private``; ``name`` says in the catalogue what the rule is about.
    """
    return RunSQL(
        f"CREATE POLICY {name} ON {table} AS RESTRICTIVE USING ({visible}) WITH CHECK ({visible});",
        f"DROP POLICY IF EXISTS {name} ON {table};",
    )


def never_deleted(table: str) -> RunSQL:
    """Return the operation that refuses deletes on ``table``, whoever asks; updates are allowed."""
    return RunSQL(
        f"CREATE TRIGGER never_deleted BEFORE DELETE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION trellis_refuse_change();",
        f"DROP TRIGGER IF EXISTS never_deleted ON {table};",
    )


def append_only(table: str) -> RunSQL:
    """Return the operation that refuses updates and deletes on ``table``, whoever asks."""
    return RunSQL(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION trellis_refuse_change();",
        f"DROP TRIGGER IF EXISTS append_only ON {table};",
    )
