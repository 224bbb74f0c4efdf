"""Checks what refers to what, once everything is read: dangling references, circles, shared usernames."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from trellis.interop.oneroster.kinds import Mode
from trellis.interop.oneroster.roster import Roster

Known = Callable[[str], Collection[str]]  # the identifiers of a noun that the district has already


def nothing_known(_noun: str) -> Collection[str]:
    """A district without anything."""
    return ()


class _Targets:
    """What rows of one noun may be referred to."""

    def __init__(self, roster: Roster, noun: str, known: Known, file: str) -> None:
        self.noun, self.file = noun, roster.files.get(noun, file)
        rows: list[Any] = getattr(roster, noun)
        self.ids = {row.id for row in rows}
        self.inactive = {row.id for row in rows if not row.active}
        self.left_out = roster.spared[noun]
        self._stays = roster.mode(noun) is not Mode.BULK
        # A whole file without faults refers to itself alone, so what the district has need not be asked.
        self._known = known(noun) if self._stays or self.left_out else ()

    def __contains__(self, id_: str) -> bool:
        return id_ in self.ids or ((self._stays or id_ in self.left_out) and id_ in self._known)

    def details(self, id_: str) -> dict[str, Any]:
        """Name the other side: the file where the row should stand, and its line if it is there but was left out."""
        return {"other": self.file, "other_line": self.left_out.get(id_, 0)}


def check(roster: Roster, known: Known) -> None:
    """Leave out rows whose references lead nowhere, and drop references that a row can live without."""
    orgs = _Targets(roster, "orgs", known, "orgs.csv")
    sessions = _Targets(roster, "sessions", known, "academicSessions.csv")
    roster.orgs = _check_parents(roster, "orgs", roster.orgs, orgs)
    roster.sessions = _check_parents(roster, "sessions", roster.sessions, sessions)
    roster.courses = [
        row
        if not row.school or row.school in orgs
        else row._replace(school=_drop(roster, "courses", row, row.school, "orgSourcedId", orgs))
        for row in roster.courses
    ]
    _check_classes(roster, orgs, sessions, _Targets(roster, "courses", known, "courses.csv"))
    people = _Targets(roster, "people", known, "users.csv")
    _check_roles(roster, people, orgs)
    _check_guardianships(roster, people)
    _check_enrolments(roster, people, _Targets(roster, "classes", known, "classes.csv"))
    _check_usernames(roster)


def _drop(roster: Roster, noun: str, row: Any, value: str, column: str, targets: _Targets) -> str:
    """Note a reference that leads nowhere and that the row can live without; return the empty reference."""
    roster.log.add(
        "dangling_kept", roster.files.get(noun, ""), row.line, column, value, of=row.id, **targets.details(value)
    )
    return ""


def _leave_out(roster: Roster, noun: str, row: Any, value: str, column: str, targets: _Targets) -> None:
    roster.log.add("dangling", roster.files.get(noun, ""), row.line, column, value, of=row.id, **targets.details(value))
    roster.spared[noun].setdefault(row.id, row.line)


def _check_parents(roster: Roster, noun: str, rows: list[Any], targets: _Targets) -> list[Any]:
    checked = []
    for row in rows:
        lost = row.parent and row.parent not in targets
        parent = _drop(roster, noun, row, row.parent, "parentSourcedId", targets) if lost else row.parent
        checked.append(row._replace(parent=parent) if lost else row)
    return _break_circles(roster, noun, checked)


def _break_circles(roster: Roster, noun: str, rows: list[Any]) -> list[Any]:
    """Take the parent from every row that is its own ancestor. Each row is walked once."""
    parents: dict[str, str] = {row.id: row.parent for row in rows}
    state: dict[str, int] = {}
    in_circle: set[str] = set()
    for number, start in enumerate(parents, start=1):
        walk = start
        while walk and walk not in state:
            state[walk] = number
            walk = parents.get(walk, "")
        if walk and state[walk] == number:
            while walk not in in_circle:
                in_circle.add(walk)
                walk = parents[walk]
    for row in rows:
        if row.id in in_circle:
            roster.log.add(
                "cyclic_parent", roster.files.get(noun, ""), row.line, "parentSourcedId", row.parent, of=row.id
            )
    return [row._replace(parent="") if row.id in in_circle else row for row in rows]


def _check_classes(roster: Roster, orgs: _Targets, sessions: _Targets, courses: _Targets) -> None:
    kept = []
    for row in roster.classes:
        if row.school not in orgs:
            _leave_out(roster, "classes", row, row.school, "schoolSourcedId", orgs)
            continue
        course = row.course
        if course and course not in courses:
            course = _drop(roster, "classes", row, course, "courseSourcedId", courses)
        lost = [term for term in row.terms if term not in sessions]
        for term in lost:
            _drop(roster, "classes", row, term, "termSourcedIds", sessions)
        terms = tuple(term for term in row.terms if term not in lost)
        kept.append(row._replace(course=course, terms=terms) if lost or course != row.course else row)
    roster.classes = kept


def _check_roles(roster: Roster, people: _Targets, orgs: _Targets) -> None:
    kept = []
    for row in roster.roles:
        if row.person not in people:
            _leave_out(roster, "roles", row, row.person, "userSourcedId", people)
        elif row.school and row.school not in orgs:
            _leave_out(roster, "roles", row, row.school, "orgSourcedId", orgs)
        else:
            kept.append(row._replace(active=False) if row.active and row.person in people.inactive else row)
    roster.roles = kept


def _check_guardianships(roster: Roster, people: _Targets) -> None:
    kept = []
    for row in roster.guardianships:
        lost = next((id_ for id_ in (row.guardian, row.learner) if id_ not in people), None)
        if lost is not None:
            _leave_out(roster, "guardianships", row, lost, "userSourcedId", people)
        elif row.guardian in people.inactive or row.learner in people.inactive:
            kept.append(row._replace(active=False))
        else:
            kept.append(row)
    roster.guardianships = kept


def _check_enrolments(roster: Roster, people: _Targets, classes: _Targets) -> None:
    """Look at the rows of unusual people and classes alone; all others are fine by what they refer to."""
    rows = roster.enrolments
    odd_people = {id_ for id_ in set(rows.people) if id_ in people.inactive or id_ not in people}
    odd_classes = {id_ for id_ in set(rows.classes) if id_ in classes.inactive or id_ not in classes}
    if not odd_people and not odd_classes:
        return
    lost = []
    for place, (person, class_) in enumerate(zip(rows.people, rows.classes, strict=True)):
        if person not in odd_people and class_ not in odd_classes:
            continue
        if person not in people:
            _leave_out(roster, "enrolments", rows[place], person, "userSourcedId", people)
            lost.append(place)
        elif class_ not in classes:
            _leave_out(roster, "enrolments", rows[place], class_, "classSourcedId", classes)
            lost.append(place)
        else:
            rows.memberships[place] = rows.memberships[place]._replace(active=False)
    rows.take_out(lost)


def _check_usernames(roster: Roster) -> None:
    """Two people with one username cannot both sign in with it; both are imported, and told."""
    first: dict[str, Any] = {}
    for row in roster.people:
        if row.username and row.active:
            before = first.setdefault(row.username.lower(), row)
            if before is not row:
                roster.log.add(
                    "username_shared", roster.files.get("people", ""), row.line, "username", row.username,
                    of=row.id, first=before.line,
                )  # fmt: skip
