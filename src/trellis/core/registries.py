"""What happens to a person's rows on erasure and export: every room registers its models in ``AppConfig.ready()``.

A model that holds a person and is not registered fails ``tests/core/test_registries.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, models

from trellis.core.scope import current_district_id, district_scope

Erase = Callable[[UUID], int]
Export = Callable[[UUID], Iterable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One model with a person in it: how its rows are erased, how they are exported, and why so."""

    model: type[models.Model]
    erase: Erase
    export: Export
    reason: str


_registered: dict[type[models.Model], PersonalData] = {}


def register_personal_data(model: type[models.Model], *, erase: Erase, export: Export, reason: str) -> None:
    """Declare what becomes of ``model``'s rows when a person (by id) is erased or exported."""
    _registered[model] = PersonalData(model, erase, export, reason)


def personal_data() -> tuple[PersonalData, ...]:
    """Return all declarations; the ones of higher rooms first, so that erasing never meets a broken reference."""
    return tuple(reversed(_registered.values()))


def erase_everything_of(person_id: UUID) -> dict[str, int]:
    """Run every declared erasure for a person and return the number of rows by model; call it in a district's scope.

    It runs through the person's own eyes: what they kept for themselves is hidden from everybody else. What is sealed
    to them as well is reached because the database is told that somebody is being erased.
    """
    with district_scope(current_district_id(), person_id), _erasing():
        return {entry.model._meta.label: entry.erase(person_id) for entry in personal_data()}


@contextmanager
def _erasing() -> Iterator[None]:
    def tell(word: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('trellis.erasing', %s, true)", [word])

    tell("yes")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            tell("")


def export_everything_of(person_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return every declared row of a person by model, as columns with their values, seen through their own eyes."""
    with district_scope(current_district_id(), person_id):
        return {entry.model._meta.label: list(entry.export(person_id)) for entry in personal_data()}


def delete_by(model: type[models.Model], *fields: str) -> Erase:
    """Return an eraser that deletes the rows in which the person stands in one of ``fields``."""

    def erase(person_id: UUID) -> int:
        deleted, _per_model = model._default_manager.filter(_any_of(fields, person_id)).delete()
        return deleted

    return erase


def keep(_person_id: UUID) -> int:
    """An eraser that leaves the rows: they hold identifiers only."""
    return 0


def rows_by(model: type[models.Model], *fields: str) -> Export:
    """Return an exporter of the rows in which the person stands in one of ``fields``, column by column."""

    def export(person_id: UUID) -> Iterable[dict[str, Any]]:
        return model._default_manager.filter(_any_of(fields, person_id)).values()

    return export


def _any_of(fields: Iterable[str], person_id: UUID) -> models.Q:
    condition = models.Q()
    for field in fields:
        condition |= models.Q(**{field: person_id})
    return condition
