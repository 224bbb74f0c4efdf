"""Reads OneRoster 1.1 and 1.2, and Microsoft SDS v2 and v2.1, which share their files and differ in some columns."""

from __future__ import annotations

from trellis.interop.oneroster import layouts
from trellis.interop.oneroster.cells import ONE_DAY, BadCell, Desk, extra
from trellis.interop.oneroster.dialects import ADVISORIES, ORG_KINDS, ORG_TYPES, SESSION_KINDS, unusual
from trellis.interop.oneroster.reading_enrolments import read_enrolments
from trellis.interop.oneroster.reading_people import read_people
from trellis.interop.oneroster.roster import Course, Org, SchoolClass, Session
from trellis.interop.oneroster.tables import Table
from trellis.interop.oneroster.values import listed, role_key


def read_oneroster(desk: Desk) -> None:
    """Fill the desk's roster, nouns before what refers to them."""
    _read_orgs(desk)
    _read_sessions(desk)
    _read_courses(desk)
    _read_classes(desk)
    read_people(desk)
    read_enrolments(desk)


def _read_orgs(desk: Desk) -> None:
    table = desk.table(layouts.ORGS, "orgs")
    if table is None:
        return
    for line, (id_, status, name, kind, identifier, parent) in table.rows(
        "id", "status", "name", "type", "identifier", "parent"
    ):
        try:
            ours = ORG_KINDS.get(role_key(kind), "other")
            own_type = unusual(desk.text(table, line, "type", kind, 60), ORG_TYPES[ours])
            row = Org(
                desk.identifier(table, line, id_),
                line,
                desk.is_active(table, line, status),
                desk.text(table, line, "name", name, required=True),
                ours,
                parent,
                extra(type=own_type, identifier=desk.text(table, line, "identifier", identifier)),
            )
        except BadCell:
            desk.spare("orgs", id_, line)
        else:
            desk.keep("orgs", row, table.file)
    desk.done(table, "orgs")


def _read_sessions(desk: Desk) -> None:
    table = desk.table(layouts.SESSIONS, "sessions")
    if table is None:
        return
    dates = desk.dates(table)
    for line, (id_, status, title, kind, starts, ends, parent, year) in table.rows(
        "id", "status", "title", "type", "starts", "ends", "parent", "year"
    ):
        try:
            for name, cell in (("starts", starts), ("ends", ends)):
                desk.text(table, line, name, cell, required=True)
            starts_on, ends_on = dates.span((starts, ends), line)
            if starts_on is None or ends_on is None:
                raise BadCell
            row = Session(
                desk.identifier(table, line, id_),
                line,
                desk.is_active(table, line, status),
                desk.text(table, line, "title", title, required=True),
                SESSION_KINDS.get(kind.lower(), "term"),
                starts_on,
                ends_on,
                parent,
                extra(schoolYear=unusual(desk.text(table, line, "year", year, 60), str((ends_on - ONE_DAY).year))),
            )
        except BadCell:
            desk.spare("sessions", id_, line)
        else:
            desk.keep("sessions", row, table.file)
    desk.done(table, "sessions")


def _read_courses(desk: Desk) -> None:
    table = desk.table(layouts.COURSES, "courses")
    if table is None:
        return
    names = ("id", "status", "title", "code", "org", "grades", "subjects", "subject_codes", "year")
    for line, (id_, status, title, code, org, grades, subjects, subject_codes, year) in table.rows(*names):
        try:
            row = Course(
                desk.identifier(table, line, id_),
                line,
                desk.is_active(table, line, status),
                desk.text(table, line, "title", title, required=True),
                desk.text(table, line, "code", code, 120),
                org,
                desk.grades(table, line, grades),
                listed(subjects),
                extra(subjectCodes=list(listed(subject_codes)), schoolYear=year[:255]),
            )
        except BadCell:
            desk.spare("courses", id_, line)
        else:
            desk.keep("courses", row, table.file)
    desk.done(table, "courses")


def _read_classes(desk: Desk) -> None:
    table = desk.table(layouts.CLASSES, "classes")
    if table is None:
        return
    names = (
        "id", "status", "title", "code", "type", "place", "grades", "subjects", "subject_codes", "periods", "school",
        "course", "terms",
    )  # fmt: skip
    for line, values in table.rows(*names):
        try:
            row = _class(desk, table, line, values)
        except BadCell:
            desk.spare("classes", values[0], line)
        else:
            desk.keep("classes", row, table.file)
    desk.done(table, "classes")


def _class(desk: Desk, table: Table, line: int, values: list[str]) -> SchoolClass:
    id_, status, title, code, kind, place, grades, subjects, subject_codes, periods, school, course, terms = values
    return SchoolClass(
        desk.identifier(table, line, id_),
        line,
        desk.is_active(table, line, status),
        desk.text(table, line, "title", title, required=True),
        desk.text(table, line, "code", code, 120),
        "advisory" if kind.lower() in ADVISORIES else "class",
        desk.text(table, line, "place", place, 120),
        desk.grades(table, line, grades),
        listed(subjects),
        desk.identifier(table, line, school, "school"),
        course,
        tuple(sorted(listed(terms))),
        extra(subjectCodes=list(listed(subject_codes)), periods=list(listed(periods))),
    )
