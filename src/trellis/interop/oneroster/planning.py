"""Compares a staged roster with the district: which rows are new, changed, the same, or over. Changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from trellis.interop.oneroster.kinds import Mode
from trellis.interop.oneroster.nouns import (
    ALL_NOUNS,
    CLASSES,
    ENROLMENTS,
    PEOPLE,
    ROLES,
    Noun,
)
from trellis.interop.oneroster.roster import Roster
from trellis.interop.oneroster.staging import execute, new_id

FATES = ("created", "updated", "unchanged", "ended")
_TERMS_OF_CLASS = (
    'coalesce((SELECT array_agg(term.sourced_id::text ORDER BY term.sourced_id COLLATE "C") FROM school_classterm link'
    " JOIN school_term term ON term.id = link.term_id"
    " WHERE link.school_class_id = t.id AND term.sourced_id IS NOT NULL), '{}')"
)


@dataclass(slots=True)
class Plan:
    """How many rows of each noun have which fate, and how many people of the roster live here before it."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    people_before: int = 0

    @property
    def people_ended(self) -> int:
        """How many people would leave."""
        return self.counts["people"]["ended"]

    @property
    def changes_nothing(self) -> bool:
        """Whether the district is already as the roster says."""
        return not any(counts[fate] for counts in self.counts.values() for fate in FATES if fate != "unchanged")


def plan_import(roster: Roster, *, today: date, on_step: Callable[[str], None]) -> Plan:
    """Make the tables ``plan_...`` (id, wanted values, fate) for a staged roster and count them."""
    plan = Plan(people_before=_count_people(today))
    for noun in ALL_NOUNS:
        on_step(noun.name)
        _plan_rows(noun, today)
        _plan_absences(noun, roster.mode(noun.name), today)
        execute(f"ANALYZE plan_{noun.name}")
        _make_ids(noun)
    _plan_guardianships(roster.mode("guardianships"), today)
    for name in (*(noun.name for noun in ALL_NOUNS), "guardianships"):
        plan.counts[name] = _count(name)
    return plan


def _count_people(today: date) -> int:
    with connection.cursor() as cursor:
        live = PEOPLE.live("t")
        cursor.execute(
            f"SELECT count(*) FROM people_person t WHERE sourced_id IS NOT NULL AND {live}", {"today": today}
        )
        return int(cursor.fetchone()[0])


def _count(name: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT fate, count(*) FROM plan_{name} GROUP BY fate")
        found = dict(cursor.fetchall())
    return {fate: int(found.get(fate, 0)) for fate in FATES}


def _plan_rows(noun: Noun, today: date) -> None:
    """Join the incoming rows with the stored ones by identifier and decide the fate of each."""
    columns = ", ".join(f"{column.expression} AS {column.name}" for column in noun.columns)
    joins = " ".join(
        f"LEFT JOIN ids_{column.refers_to} {name}_ref ON {name}_ref.sourced_id = i.{name}"
        for column in noun.columns
        if column.refers_to
        for name in [column.incoming]
    )
    key = f"coalesce(t.id, {new_id()})" if noun.is_referred_to else "t.id"
    parent = ", i.parent" if noun.has_parent else ""
    terms = ", i.terms" if noun is CLASSES else ""
    above = f"LEFT JOIN {noun.table} above ON above.id = t.parent_id" if noun.has_parent else ""
    execute(
        f"CREATE TEMP TABLE plan_{noun.name} ON COMMIT DROP AS"
        f" SELECT {key} AS id, i.sourced_id, {columns}{parent}{terms}, {_fate(noun)} AS fate"
        f" FROM incoming_{noun.name} i"
        f" LEFT JOIN {noun.table} t ON coalesce(t.sourced_id, t.id::text) = i.sourced_id {joins} {above}",
        today=today,
    )


def _fate(noun: Noun) -> str:
    referring = [column for column in noun.columns if column.refers_to]
    lost = [f"{column.expression} IS NULL" for column in referring if not column.may_be_empty]
    if noun is ROLES:  # without its school a role would hold in the whole district
        lost.append("(school_ref.id IS NULL AND i.school <> '')")
    changed = [f"t.{column.name} IS DISTINCT FROM {column.expression}" for column in noun.columns]
    if noun.has_parent:
        changed.append("coalesce(above.sourced_id, above.id::text, '') <> i.parent")
    if noun is CLASSES:
        changed.append(f"{_TERMS_OF_CLASS} <> i.terms")
    if not noun.is_dated:
        changed.append(f"NOT {noun.live('t')}")
    ends = f"{noun.live('t')}" + (f" AND NOT {noun.keeps_living_if}" if noun.keeps_living_if else "")
    return (
        f"CASE WHEN {' OR '.join(lost) or 'false'} THEN 'nothing'"
        " WHEN t.id IS NULL THEN CASE WHEN i.active THEN 'created' ELSE 'nothing' END"
        # What the school made by hand is only ever named by its own export, and stays as it was made.
        " WHEN t.sourced_id IS NULL THEN 'unchanged'"
        f" WHEN NOT i.active THEN CASE WHEN {ends} THEN 'ended' ELSE 'unchanged' END"
        f" WHEN {' OR '.join(changed)} THEN 'updated' ELSE 'unchanged' END"
    )


def _plan_absences(noun: Noun, mode: Mode, today: date) -> None:
    """End what a whole file no longer names, and what belonged to people and classes that end."""
    gone = []
    if mode is Mode.BULK:
        gone.append(
            f"t.sourced_id NOT IN (SELECT sourced_id FROM incoming_{noun.name})"
            f" AND t.sourced_id NOT IN (SELECT sourced_id FROM spared WHERE noun = '{noun.name}')"
            + (_not_of_spared("people", "person_id") if noun in (ROLES, ENROLMENTS) else "")
            + (_not_of_spared("classes", "school_class_id") if noun is ENROLMENTS else "")
        )
    if noun in (ROLES, ENROLMENTS):
        gone.append(_of_ended("people", "person_id"))
    if noun is ENROLMENTS:
        gone.append(_of_ended("classes", "school_class_id"))
    if not gone:
        return
    stays = f" AND NOT {noun.keeps_living_if}" if noun.keeps_living_if else ""
    execute(
        f"INSERT INTO plan_{noun.name} (id, sourced_id, fate) SELECT t.id, t.sourced_id, 'ended' FROM {noun.table} t"
        f" WHERE t.sourced_id IS NOT NULL AND {noun.live('t')}{stays} AND ({' OR '.join(f'({one})' for one in gone)})"
        f" AND t.id NOT IN (SELECT id FROM plan_{noun.name} WHERE id IS NOT NULL)",
        today=today,
    )


def _of_ended(noun: str, column: str) -> str:
    return f"t.{column} IN (SELECT id FROM plan_{noun} WHERE fate = 'ended')"


def _not_of_spared(noun: str, column: str) -> str:
    """A row that was left out may have taken its relations with it; they stay as they were."""
    return (
        f" AND t.{column} NOT IN (SELECT x.id FROM spared s JOIN ids_{noun} x ON x.sourced_id = s.sourced_id"
        f" WHERE s.noun = '{noun}')"
    )


def _make_ids(noun: Noun) -> None:
    """Collect under which key each identifier is, or will be, stored."""
    if not noun.is_referred_to:
        return
    execute(
        f"CREATE TEMP TABLE ids_{noun.name} ON COMMIT DROP AS"
        f" SELECT sourced_id, id FROM plan_{noun.name} WHERE fate <> 'nothing' UNION ALL"
        f" SELECT coalesce(t.sourced_id, t.id::text), t.id FROM {noun.table} t"
        f" WHERE t.id NOT IN (SELECT id FROM plan_{noun.name})"
    )
    execute(f"ANALYZE ids_{noun.name}")


def _plan_guardianships(mode: Mode, today: date) -> None:
    """Guardianships have no identifier in rosters: the pair of people is theirs."""
    live = "(t.ends_on IS NULL OR t.ends_on > %(today)s)"
    execute(
        f"CREATE TEMP TABLE plan_guardianships ON COMMIT DROP AS SELECT DISTINCT ON (g.id, l.id)"
        f" coalesce(t.id, {new_id()}) AS id, g.id AS guardian_id, l.id AS learner_id, i.relation,"
        " CASE WHEN NOT i.active THEN CASE WHEN t.from_roster THEN 'ended' ELSE 'nothing' END"
        " WHEN t.id IS NULL THEN 'created'"
        " WHEN t.from_roster AND t.relation <> i.relation THEN 'updated' ELSE 'unchanged' END AS fate"
        " FROM incoming_guardianships i JOIN ids_people g ON g.sourced_id = i.guardian"
        " JOIN ids_people l ON l.sourced_id = i.learner LEFT JOIN people_guardianship t"
        f" ON t.guardian_id = g.id AND t.learner_id = l.id AND {live}"
        " ORDER BY g.id, l.id, t.ends_on NULLS FIRST",
        today=today,
    )
    gone = [_of_ended("people", "guardian_id"), _of_ended("people", "learner_id")]
    if mode is Mode.BULK:
        pair = "coalesce(g.sourced_id, g.id::text) || ':' || coalesce(l.sourced_id, l.id::text)"
        gone.append(
            f"{pair} NOT IN (SELECT sourced_id FROM spared WHERE noun = 'guardianships')"
            + _not_of_spared("people", "guardian_id")
            + _not_of_spared("people", "learner_id")
        )
    execute(
        "INSERT INTO plan_guardianships (id, fate) SELECT t.id, 'ended' FROM people_guardianship t"
        " JOIN people_person g ON g.id = t.guardian_id JOIN people_person l ON l.id = t.learner_id"
        f" WHERE t.from_roster AND {live} AND ({' OR '.join(f'({one})' for one in gone)})"
        " AND t.id NOT IN (SELECT id FROM plan_guardianships)",
        today=today,
    )
