"""Reads Microsoft School Data Sync in its classic form: schools, sections, students, teachers and who is in what."""

from __future__ import annotations

from trellis.interop.oneroster import layouts
from trellis.interop.oneroster.cells import BadCell, Dates, Desk, extra
from trellis.interop.oneroster.enrolments import Enrolment, Membership
from trellis.interop.oneroster.kinds import Mode
from trellis.interop.oneroster.reading_people import person_row
from trellis.interop.oneroster.roster import NOTHING, Course, Org, Role, SchoolClass, Session
from trellis.interop.oneroster.tables import Layout, Table
from trellis.interop.oneroster.values import listed

_PAIRS = {
    "people": (layouts.SDS_STUDENT, layouts.SDS_TEACHER),
    "roles": (layouts.SDS_STUDENT, layouts.SDS_TEACHER),
    "enrolments": (layouts.SDS_STUDENT_ENROLMENT, layouts.SDS_TEACHER_ROSTER),
}


def read_classic(desk: Desk) -> None:
    """Fill the desk's roster, nouns before what refers to them."""
    for noun, layouts_ in _PAIRS.items():
        if any(layout.file not in desk.source.members for layout in layouts_):
            desk.roster.modes[noun] = Mode.DELTA  # half a noun is not whole: nothing missing from it has ended
    _read_schools(desk)
    _read_sections(desk)
    _read_people(desk, layouts.SDS_STUDENT, "learner")
    _read_people(desk, layouts.SDS_TEACHER, "educator")
    _read_members(desk, layouts.SDS_STUDENT_ENROLMENT, "learner")
    _read_members(desk, layouts.SDS_TEACHER_ROSTER, "educator")


def _read_schools(desk: Desk) -> None:
    table = desk.table(layouts.SDS_SCHOOL, "orgs")
    if table is None:
        return
    for line, (id_, name, identifier) in table.rows("id", "name", "identifier"):
        try:
            row = Org(
                desk.identifier(table, line, id_), line, True, desk.text(table, line, "name", name, required=True),
                "school", "", extra(identifier=identifier[:200]),
            )  # fmt: skip
        except BadCell:
            desk.spare("orgs", id_, line)
        else:
            desk.keep("orgs", row, table.file)
    desk.done(table, "orgs")


_SECTION = ("id", "school", "title", "code", "term", "course", "subjects", "periods", "status")


def _read_sections(desk: Desk) -> None:
    table = desk.table(layouts.SDS_SECTION, "classes")
    if table is None:
        return
    for noun, name in (("sessions", "term"), ("courses", "course")):
        if table.has(name):  # a term or course without a section left is only gone when sections are whole
            desk.roster.modes[noun] = desk.roster.modes["classes"]
            desk.roster.files[noun] = table.file
    dates = desk.dates(table)
    names = (*_SECTION, "term_title", "starts", "ends", "course_title", "course_code")
    for line, values in table.rows(*names):
        id_, school, title, code, term, course, subjects, periods, status = values[:9]
        try:
            row = SchoolClass(
                desk.identifier(table, line, id_), line, desk.is_active(table, line, status),
                desk.text(table, line, "title", title, required=True), desk.text(table, line, "code", code, 120),
                "class", "", (), listed(subjects), desk.identifier(table, line, school, "school"),
                course, listed(term), extra(periods=list(listed(periods))),
            )  # fmt: skip
        except BadCell:
            desk.spare("classes", id_, line)
            continue
        desk.keep("classes", row, table.file)
        _keep_session(desk, table, dates, line, term, values[9:12])
        _keep_course(desk, table, line, course, school, values[12:14])
    desk.done(table, "classes", "sessions", "courses")


def _keep_session(desk: Desk, table: Table, dates: Dates, line: int, term: str, cells: list[str]) -> None:
    """A term stands on every section that meets in it: the first row counts, another version is noted."""
    if not term or term in desk.roster.spared["sessions"]:
        return
    title, starts, ends = cells
    try:
        starts_on, ends_on = dates.span((starts, ends), line)
        if starts_on is None or ends_on is None:
            desk.text(table, line, "starts" if starts_on is None else "ends", "", required=True)
            return
        row = Session(
            term,
            line,
            True,
            desk.text(table, line, "term_title", title or term),
            "term",
            starts_on,
            ends_on,
            "",
            NOTHING,
        )
    except BadCell:
        desk.spare("sessions", term, line)
        return
    _keep_first(desk, table, "sessions", row, "term")


def _keep_course(desk: Desk, table: Table, line: int, course: str, school: str, cells: list[str]) -> None:
    if not course or course in desk.roster.spared["courses"]:
        return
    title, code = cells
    try:
        title = desk.text(table, line, "course_title", title or course)
        row = Course(
            course, line, True, title, desk.text(table, line, "course_code", code, 120), school, (), (), NOTHING
        )
    except BadCell:
        desk.spare("courses", course, line)
        return
    _keep_first(desk, table, "courses", row, "course")


def _keep_first(desk: Desk, table: Table, noun: str, row: Session | Course, name: str) -> None:
    before = desk.seen[noun].get(row.id)
    if before is None:
        desk.keep(noun, row, table.file)
    elif before[2:] != row[2:]:
        desk.log.add("two_versions", table.file, row.line, table.header_of(name), row.id, first=before.line)


def _read_people(desk: Desk, layout: Layout, kind: str) -> None:
    table = desk.table(layout, "people")
    if table is None:
        return
    desk.roster.modes["roles"] = desk.roster.modes["people"]
    desk.roster.files["roles"] = table.file
    names: tuple[str, ...] = ("id", "school", "username", "given", "family", "middle", "status", "identifier")
    if kind == "learner":
        names = (*names, "grades")
    for line, values in table.rows(*names):
        id_, school, username, given, family, middle, status, identifier = values[:8]
        grades = values[8] if kind == "learner" else ""
        try:
            row = person_row(
                desk, table, line, desk.identifier(table, line, id_), desk.is_active(table, line, status),
                (given, family, "", username, ""), desk.grades(table, line, grades) if grades else (),
                extra(middleName=middle[:120], identifier=identifier[:255]),
            )  # fmt: skip
        except BadCell:
            desk.spare("people", id_, line)
            continue
        desk.keep("people", row, table.file)
        role = Role(f"{row.id}:{school}:{kind}", line, row.active, row.id, school, kind, None, None, NOTHING)
        desk.keep("roles", role, table.file)
    desk.done(table, "people", "roles")


def _read_members(desk: Desk, layout: Layout, kind: str) -> None:
    table = desk.table(layout, "enrolments")
    if table is None:
        return
    membership = Membership(True, kind, kind == "educator", None, None)
    for line, (class_, person) in table.rows("class", "person"):
        try:
            desk.identifier(table, line, class_, "class")
            id_ = desk.identifier(table, line, f"{class_}:{person}:{kind}" if person else "", "person")
        except BadCell:
            continue
        row = Enrolment(id_, line, person, class_, membership)
        desk.keep_enrolment(row, table.file)
    desk.done(table, "enrolments")
