"""Carries out a plan: inserts what is new, updates what changed, ends what is over. All else stays untouched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from trellis.interop.oneroster.nouns import ALL_NOUNS, CLASSES, Noun
from trellis.interop.oneroster.staging import execute, new_id


def apply_plan(*, district_id: UUID, today: date, on_step: Callable[[str], None]) -> None:
    """Write the tables ``plan_...`` into the district, in the transaction that made them."""
    # Every reference is checked as soon as its row is written: a wait until the commit would keep millions of them.
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    for noun in ALL_NOUNS:
        on_step(noun.name)
        _insert(noun, district_id)
        _update(noun)
        _end(noun, today)
        if noun.has_parent:
            _set_parents(noun)
        if noun is CLASSES:
            _set_terms(district_id)
    on_step("guardianships")
    _write_guardianships(district_id, today)


def _insert(noun: Noun, district_id: UUID) -> None:
    names = [column.name for column in noun.columns]
    rows, key = f"SELECT * FROM plan_{noun.name} WHERE fate = 'created'", "id"
    if not noun.is_referred_to:
        # What belongs to one person side by side, with keys that ascend: indexes grow at their end, or in the cache.
        rows, key = f"{rows} ORDER BY person_id", new_id()
    fixed = dict(noun.defaults)
    execute(
        f"INSERT INTO {noun.table} (id, district_id, sourced_id, {', '.join((*names, *fixed))})"
        f" SELECT {key}, %(district)s, sourced_id, {', '.join((*names, *fixed.values()))} FROM ({rows}) p",
        district=district_id,
    )


def _update(noun: Noun) -> None:
    changes = [f"{column.name} = p.{column.name}" for column in noun.columns]
    if not noun.is_dated:
        changes.append(f"{noun.ended} = NULL")
    if noun.versioned:
        changes.append("version = t.version + 1")
    execute(
        f"UPDATE {noun.table} t SET {', '.join(changes)} FROM plan_{noun.name} p"
        " WHERE p.id = t.id AND p.fate = 'updated'"
    )


def _end(noun: Noun, today: date) -> None:
    """Give an end, never take away: today, or the first day of what has not begun."""
    day = "greatest(t.starts_on, %(today)s)" if noun.is_dated else "%(today)s"
    version = ", version = t.version + 1" if noun.versioned else ""
    execute(
        f"UPDATE {noun.table} t SET {noun.ended} = {day}{version} FROM plan_{noun.name} p"
        " WHERE p.id = t.id AND p.fate = 'ended'",
        today=today,
    )


def _set_parents(noun: Noun) -> None:
    execute(
        f"UPDATE {noun.table} t SET parent_id = above.id FROM plan_{noun.name} p"
        f" LEFT JOIN ids_{noun.name} above ON above.sourced_id = p.parent"
        " WHERE p.id = t.id AND p.fate IN ('created', 'updated') AND t.parent_id IS DISTINCT FROM above.id"
    )


def _set_terms(district_id: UUID) -> None:
    """Bring the links between classes and the terms of the roster into line; a term that the school added stays."""
    wanted = (
        "SELECT p.id AS school_class_id, x.id AS term_id FROM plan_classes p CROSS JOIN unnest(p.terms) AS name"
        " JOIN ids_sessions x ON x.sourced_id = name WHERE p.fate IN ('created', 'updated')"
    )
    execute(
        "DELETE FROM school_classterm t USING plan_classes p, school_term term WHERE p.id = t.school_class_id"
        " AND p.fate = 'updated' AND term.id = t.term_id AND term.sourced_id IS NOT NULL"
        f" AND (t.school_class_id, t.term_id) NOT IN (SELECT school_class_id, term_id FROM ({wanted}) w)"
    )
    execute(
        "INSERT INTO school_classterm (id, district_id, school_class_id, term_id)"
        f" SELECT gen_random_uuid(), %(district)s, w.school_class_id, w.term_id FROM ({wanted}) w"
        " ON CONFLICT (school_class_id, term_id) DO NOTHING",
        district=district_id,
    )


def _write_guardianships(district_id: UUID, today: date) -> None:
    execute(
        "INSERT INTO people_guardianship (id, district_id, guardian_id, learner_id, relation, starts_on, from_roster)"
        " SELECT id, %(district)s, guardian_id, learner_id, relation, %(today)s, true"
        " FROM plan_guardianships WHERE fate = 'created'",
        district=district_id,
        today=today,
    )
    execute(
        "UPDATE people_guardianship t SET relation = p.relation FROM plan_guardianships p"
        " WHERE p.id = t.id AND p.fate = 'updated'"
    )
    execute(
        "UPDATE people_guardianship t SET ends_on = greatest(t.starts_on, %(today)s) FROM plan_guardianships p"
        " WHERE p.id = t.id AND p.fate = 'ended'",
        today=today,
    )
