"""District scope: which district, and whose eyes, the database shows rows to.

Row-level security compares every row with ``trellis.district``. The setting lives as long as the transaction,
so nothing can leak from one request into the next over a pooled connection. Outside a scope no row is visible.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction


class NoScope(RuntimeError):
    """A row of a district was about to be made outside any district scope."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the database is told: the district, the person, and whether the front door is open."""

    district_id: UUID | None = None
    person_id: UUID | None = None
    door_open: bool = False


NOWHERE = Scope()
_current: ContextVar[Scope] = ContextVar("trellis_scope", default=NOWHERE)


def current_scope() -> Scope:
    """Return the scope of this transaction, ``NOWHERE`` outside of any."""
    return _current.get()


def current_district_id() -> UUID:
    """Return the district of this scope; raise ``NoScope`` outside of any."""
    district_id = _current.get().district_id
    if district_id is None:
        raise NoScope("No district scope is set: wrap the work in district_scope(district_id).")
    return district_id


def _tell_database(scope: Scope) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('trellis.district', %s, true), set_config('trellis.person', %s, true),"
            " set_config('trellis.door', %s, true)",
            [str(scope.district_id or ""), str(scope.person_id or ""), "open" if scope.door_open else ""],
        )


@contextmanager
def _entered(scope: Scope) -> Iterator[None]:
    with transaction.atomic():
        nested = len(connection.savepoint_ids) > 0
        token = _current.set(scope)
        try:
            _tell_database(scope)
            yield
        finally:
            _current.reset(token)
            # The outermost transaction takes its settings with it; an inner one gives the outer ones back.
            if nested and not connection.needs_rollback:
                _tell_database(_current.get())


@contextmanager
def district_scope(district_id: UUID, person_id: UUID | None = None) -> Iterator[None]:
    """Run the block in one transaction that sees the rows of this district only."""
    with _entered(Scope(district_id, person_id)):
        yield


@contextmanager
def front_door() -> Iterator[None]:
    """Run the block in one transaction that sees no district, only what signing in needs (accounts, codes, cards)."""
    with _entered(Scope(door_open=True)):
        yield


def let_it_be(day: date) -> None:
    """Let the database take ``day`` for today until the running transaction ends, whatever its clock says.

    For a demo and for tests, whose today is another one; everybody else lives on their district's own day.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('trellis.today', %s, true)", [day.isoformat()])


def change_scope(district_id: UUID, person_id: UUID | None = None) -> None:
    """Step through the door: from here to the end of the running transaction this district is visible.

    For signing in, where the district is only known once the account is. The enclosing scope ends as usual.
    """
    scope = Scope(district_id, person_id)
    _current.set(scope)
    _tell_database(scope)
