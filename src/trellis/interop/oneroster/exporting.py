"""Gives the district of the scope out as OneRoster 1.2 CSV in a zip. Importing it again changes nothing."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO, Any

from django.db import connection

from trellis.interop.oneroster.dialects import ORG_TYPES, ROLE_NAMES
from trellis.interop.oneroster.values import escape

ONE_DAY = timedelta(days=1)
JSON_COLUMNS = {"roster", "grades", "subjects"}
SID = "coalesce({0}.sourced_id, {0}.id::text)"
ABSENT = (
    "categories classResources courseResources demographics lineItems lineItemLearningObjectiveIds lineItemScoreScales"
    " resources results resultLearningObjectiveIds resultScoreScales scoreScales userProfiles userResources"
).split()
Cells = Callable[[dict[str, Any]], list[str]]


@dataclass(frozen=True, slots=True)
class File:
    """One file of the export: its header, the rows it comes from, and how a row becomes cells."""

    name: str
    header: str
    sql: str
    cells: Cells


def export_roster(*, today: date) -> IO[bytes]:
    """Return an open zip of the district's roster: whoever left and what closed is not in it any more."""
    archive = tempfile.SpooledTemporaryFile(max_size=8 << 20)  # noqa: SIM115 - the caller closes it
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        _write(zipped, "manifest", "propertyName,value", _manifest())
        for file in FILES:
            _write(zipped, file.name, file.header, map(file.cells, _rows(file.sql, today)))
    archive.seek(0)
    return archive


def _manifest() -> Iterator[list[str]]:
    yield ["manifest.version", "1.0"]
    yield ["oneroster.version", "1.2"]
    for name in sorted([*ABSENT, *(file.name for file in FILES)]):
        yield [f"file.{name}", "absent" if name in ABSENT else "bulk"]
    yield ["source.systemName", "Trellis"]
    yield ["source.systemCode", "trellis"]


def _write(zipped: zipfile.ZipFile, name: str, header: str, rows: Iterable[list[str]]) -> None:
    entry = zipfile.ZipInfo(f"{name}.csv", (2020, 1, 1, 0, 0, 0))  # the same roster gives the same bytes
    entry.compress_type = zipfile.ZIP_DEFLATED
    with zipped.open(entry, "w", force_zip64=True) as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(header.split(","))
        for row in rows:
            writer.writerow([escape(cell) for cell in row])


def _rows(sql: str, today: date) -> Iterator[dict[str, Any]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, {"today": today})
        names: list[str] = []
        while chunk := cursor.fetchmany(5000):
            names = names or [column.name for column in cursor.description]
            for values in chunk:
                row = dict(zip(names, values, strict=True))
                # Django leaves JSON of plain cursors as text.
                yield {**row, **{name: json.loads(row[name]) for name in JSON_COLUMNS & row.keys()}}


def _several(values: Iterable[str] | None) -> str:
    return ",".join(values or ())


def _last_day(ends_on: date | None) -> str:
    return (ends_on - ONE_DAY).isoformat() if ends_on else ""


def _org(row: dict[str, Any]) -> list[str]:
    more = row["roster"]
    kind = more.get("type") or ORG_TYPES[row["kind"]]
    return [row["sid"], "", "", row["name"], kind, more.get("identifier", ""), row["parent"] or ""]


def _session(row: dict[str, Any]) -> list[str]:
    days = [row["starts_on"].isoformat(), _last_day(row["ends_on"])]
    year = row["roster"].get("schoolYear") or str((row["ends_on"] - ONE_DAY).year)
    return [row["sid"], "", "", row["title"], row["kind"], *days, row["parent"] or "", year]


def _course(row: dict[str, Any]) -> list[str]:
    more = row["roster"]
    lists = [
        _several(row["grades"]),
        row["school"] or "",
        _several(row["subjects"]),
        _several(more.get("subjectCodes")),
    ]
    return [row["sid"], "", "", more.get("schoolYear", ""), row["title"], row["code"], *lists]


def _class(row: dict[str, Any]) -> list[str]:
    more = row["roster"]
    kind = "homeroom" if row["kind"] == "advisory" else "scheduled"
    start = [row["sid"], "", "", row["title"], _several(row["grades"]), row["course"] or "", row["code"], kind]
    end = [_several(row["subjects"]), _several(more.get("subjectCodes")), _several(more.get("periods"))]
    return [*start, row["place"], row["school"], _several(row["terms"]), *end]


def _person(row: dict[str, Any]) -> list[str]:
    more = row["roster"]
    names = [
        row["given_name"],
        row["family_name"],
        more.get("middleName", ""),
        more.get("identifier", ""),
        row["email"],
    ]
    start = [row["sid"], "", "", "true", row["roster_username"], "", *names, "", "", _several(row["guardians"])]
    return [*start, _several(row["grades"]), "", "", row["called"], "", "", "", "", _several(row["relations"])]


def _role(row: dict[str, Any]) -> list[str]:
    more = row["roster"]
    days = [row["starts_on"].isoformat(), _last_day(row["ends_on"])]
    name = more.get("role") or ROLE_NAMES[row["kind"]]
    return [row["sid"], "", "", row["person"], more.get("roleType") or "primary", name, *days, row["school"] or "", ""]


def _enrolment(row: dict[str, Any]) -> list[str]:
    role = {"learner": "student", "educator": "teacher", "aide": "aide"}[row["role"]]
    days = [row["starts_on"].isoformat(), _last_day(row["ends_on"])]
    primary = "true" if row["is_primary"] else "false"
    return [row["sid"], "", "", row["class"], row["school"], row["person"], role, primary, *days]


_OPEN = "({0}.closed_on IS NULL OR {0}.closed_on > %(today)s)"
_HERE = "({0}.left_on IS NULL OR {0}.left_on > %(today)s)"
_LASTED = "(t.ends_on IS NULL OR t.ends_on > t.starts_on)"
_BY_SID = f'ORDER BY {SID.format("t")} COLLATE "C"'


def _sql(select: str, table: str, joins: str, where: str) -> str:
    return f"SELECT {SID.format('t')} AS sid, {select} FROM {table} t {joins} WHERE {where} {_BY_SID}"


_TERMS = (
    f"ARRAY(SELECT {SID.format('term')} FROM school_classterm link JOIN school_term term ON term.id = link.term_id"
    f" WHERE link.school_class_id = t.id AND {_OPEN.format('term')} ORDER BY 1) AS terms"
)


def _guardians(what: str, name: str) -> str:
    return (
        f"ARRAY(SELECT {what} FROM people_guardianship link JOIN people_person g ON g.id = link.guardian_id"
        " WHERE link.learner_id = t.id AND link.starts_on <= %(today)s"
        " AND (link.ends_on IS NULL OR link.ends_on > %(today)s)"
        f" AND {_HERE.format('g')} ORDER BY {SID.format('g')}) AS {name}"
    )


FILES = (
    File(
        "orgs",
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
        _sql(
            f"t.name, t.kind, t.roster, {SID.format('above')} AS parent",
            "people_school",
            f"LEFT JOIN people_school above ON above.id = t.parent_id AND {_OPEN.format('above')}",
            _OPEN.format("t"),
        ),
        _org,
    ),
    File(
        "academicSessions",
        "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
        _sql(
            f"t.title, t.kind, t.starts_on, t.ends_on, t.roster, {SID.format('above')} AS parent",
            "school_term",
            f"LEFT JOIN school_term above ON above.id = t.parent_id AND {_OPEN.format('above')}",
            _OPEN.format("t"),
        ),
        _session,
    ),
    File(
        "courses",
        "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
        _sql(
            f"t.title, t.code, t.grades, t.subjects, t.roster, {SID.format('s')} AS school",
            "school_course",
            f"LEFT JOIN people_school s ON s.id = t.school_id AND {_OPEN.format('s')}",
            _OPEN.format("t"),
        ),
        _course,
    ),
    File(
        "classes",
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
        "termSourcedIds,subjects,subjectCodes,periods",
        _sql(
            f"t.title, t.code, t.kind, t.place, t.grades, t.subjects, t.roster, {SID.format('s')} AS school,"
            f" {SID.format('c')} AS course, {_TERMS}",
            "school_schoolclass",
            f"JOIN people_school s ON s.id = t.school_id AND {_OPEN.format('s')}"
            f" LEFT JOIN school_course c ON c.id = t.course_id AND {_OPEN.format('c')}",
            _OPEN.format("t"),
        ),
        _class,
    ),
    File(
        "users",
        "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,"
        "sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
        "preferredFamilyName,primaryOrgSourcedId,pronouns,metadata.trellis.relations",
        _sql(
            "t.given_name, t.family_name, t.called, t.email, t.roster_username, t.grades, t.roster,"
            f" {_guardians(SID.format('g'), 'guardians')}, {_guardians('link.relation', 'relations')}",
            "people_person",
            "",
            _HERE.format("t"),
        ),
        _person,
    ),
    File(
        "roles",
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
        _sql(
            f"t.kind, t.starts_on, t.ends_on, t.roster, {SID.format('p')} AS person, {SID.format('s')} AS school",
            "people_role",
            f"JOIN people_person p ON p.id = t.person_id AND {_HERE.format('p')}"
            " LEFT JOIN people_school s ON s.id = t.school_id",
            f"{_LASTED} AND (s.id IS NULL OR {_OPEN.format('s')})",
        ),
        _role,
    ),
    File(
        "enrollments",
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
        _sql(
            f"t.role, t.is_primary, t.starts_on, t.ends_on, {SID.format('p')} AS person, {SID.format('c')} AS class,"
            f" {SID.format('s')} AS school",
            "school_enrolment",
            f"JOIN people_person p ON p.id = t.person_id AND {_HERE.format('p')}"
            f" JOIN school_schoolclass c ON c.id = t.school_class_id AND {_OPEN.format('c')}"
            f" JOIN people_school s ON s.id = c.school_id AND {_OPEN.format('s')}",
            _LASTED,
        ),
        _enrolment,
    ),
)
