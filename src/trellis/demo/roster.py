"""A large invented roster: OneRoster 1.2 files of any size, drawn by chance from names of many cultures.

The same seed gives the same people. Learner number 17 of a small roster is learner number 17 of a large one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from trellis.demo.calendar import SchoolYear, Span
from trellis.demo.content import load_names

GROUP = 30  # learners who have all their classes together
GROUPS_IN_SCHOOL = 24  # two for each grade
CLASSES_OF_EDUCATOR = 5
LEARNERS_PER_GUARDIAN = 5  # so many learners, one of whom has a guardian in the roster
KINDS_OF_SCHOOL = ("School", "Community School", "Common School", "Hill School", "Park School")
STAMP = "2020-01-01T00:00:00.000Z"
PREFIX = "demo-"
Rows = Iterable[tuple[object, ...]]

HEADERS = {
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "academicSessions": ("sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear"),
    "courses": (
        "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes"
    ),
    "classes": (
        "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
        "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods"
    ),
    "users": (
        "sourcedId,status,dateLastModified,enabledUser,username,givenName,familyName,email,agentSourcedIds,grades"
    ),
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId",
    "enrollments": (
        "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"
    ),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of everything a roster of so many learners has, and who belongs where: all by counting."""

    learners: int

    @property
    def groups(self) -> int:
        """Groups of learners; the last one may be smaller."""
        return -(-self.learners // GROUP)

    @property
    def schools(self) -> int:
        """Schools; the last one may have fewer grades."""
        return -(-self.groups // GROUPS_IN_SCHOOL)

    @property
    def subjects(self) -> list[str]:
        """What each group learns; an advisory comes on top."""
        return load_names()["subjects"][:5]

    @property
    def classes(self) -> int:
        """Classes and advisories of all groups."""
        return self.groups * self.classes_of_group

    @property
    def classes_of_group(self) -> int:
        """Classes of one group, the advisory included."""
        return len(self.subjects) + 1

    @property
    def educators(self) -> int:
        """Educators, each with a handful of classes."""
        return -(-self.classes // CLASSES_OF_EDUCATOR)

    def grade(self, group: int) -> str:
        """Return the grade of a group: each school goes through the grades in turn."""
        return f"{group % GROUPS_IN_SCHOOL % 12 + 1:02d}"

    def school(self, group: int) -> int:
        """Return the number of the school to which a group goes."""
        return group // GROUPS_IN_SCHOOL


def learner_id(number: int) -> str:
    """Return the identifier of the learner with this number, counted from 0."""
    return _id("learner", number)


def write_roster(folder: Path, *, learners: int, year: SchoolYear, seed: int = 7) -> Shape:
    """Write the files of a roster with so many learners into ``folder``."""
    shape = Shape(learners)
    files: dict[str, Rows] = {
        "orgs": _orgs(shape),
        "academicSessions": _sessions(year),
        "courses": _courses(shape),
        "classes": _classes(shape),
        "users": _users(shape, seed),
        "roles": _roles(shape, year),
        "enrollments": _enrolments(shape, year),
    }
    for name, rows in files.items():
        _write(folder / f"{name}.csv", HEADERS[name], rows)
    manifest = [("manifest.version", "1.0"), ("oneroster.version", "1.2")]
    # A delta: what is not in these files was made by hand and stays.
    _write(folder / "manifest.csv", "propertyName,value", [*manifest, *((f"file.{name}", "delta") for name in files)])
    return shape


def _write(path: Path, header: str, rows: Rows) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _id(kind: str, number: int) -> str:
    return f"{PREFIX}{kind}-{number:06d}"


def _orgs(shape: Shape) -> Iterator[tuple[object, ...]]:
    places = load_names()["places"]
    for school in range(shape.schools):
        turn, kind = divmod(school // len(places), len(KINDS_OF_SCHOOL))
        name = f"{places[school % len(places)]} {KINDS_OF_SCHOOL[kind]}{f' {turn + 1}' if turn else ''}"
        yield _id("school", school), "active", STAMP, name, "school", "", ""


def session_ids(year: SchoolYear) -> list[tuple[Span, str]]:
    """Return the school year and its terms with the identifiers that the roster gives them."""
    terms = [(span, _id("term", number)) for number, span in enumerate(year.terms, 1)]
    return [(year.year, f"{PREFIX}year"), *terms]


def _sessions(year: SchoolYear) -> Iterator[tuple[object, ...]]:
    for number, (span, name) in enumerate(session_ids(year)):
        # OneRoster counts the last day in; 1.2 asks for the year in which the school year ends.
        kind, parent = ("term", f"{PREFIX}year") if number else ("schoolYear", "")
        last = span.ends_on.toordinal() - 1
        ends = span.ends_on.fromordinal(last).isoformat()
        yield (
            *(name, "active", STAMP, span.title, kind, span.starts_on.isoformat()),
            *(ends, parent, year.year.ends_on.year),
        )


def _courses(shape: Shape) -> Iterator[tuple[object, ...]]:
    for number, subject in enumerate(shape.subjects):
        for grade in range(1, 13):
            yield (
                *(_id("course", number * 12 + grade), "active", STAMP, f"{PREFIX}year", f"{subject} {grade}"),
                *(f"{subject[:3].upper()}-{grade}", f"{grade:02d}", "", subject, ""),
            )


def _classes(shape: Shape) -> Iterator[tuple[object, ...]]:
    terms = ",".join(_id("term", number) for number in (1, 2, 3))
    for group in range(shape.groups):
        grade, letter = shape.grade(group), "AB"[group % GROUPS_IN_SCHOOL // 12]
        for place, subject in enumerate([*shape.subjects, ""]):
            yield (
                *(_id("class", group * shape.classes_of_group + place), "active", STAMP),
                f"{subject or 'Advisory'} {int(grade)}{letter}",
                grade,
                _id("course", place * 12 + int(grade)) if subject else _id("course", int(grade)),
                f"{int(grade)}{letter}-{place + 1}",
                "scheduled" if subject else "homeroom",
                f"Room {group % GROUPS_IN_SCHOOL + 1}",
                _id("school", shape.school(group)),
                *(terms, subject, "", ""),
            )


def _users(shape: Shape, seed: int) -> Iterator[tuple[object, ...]]:
    names = load_names()
    given_names, family_names = names["given_names"], names["family_names"]
    chance = Random(seed)

    def user(kind: str, number: int, family: str, grade: str = "", agent: str = "") -> tuple[object, ...]:
        given = chance.choice(given_names)
        username = f"{given.lower()}.{kind[0]}{number}"
        return (
            *(_id(kind, number), "active", STAMP, "true", username),
            *(given, family, f"{username}@example.org", agent, grade),
        )

    for number in range(shape.learners):
        family = chance.choice(family_names)
        has_guardian = number % LEARNERS_PER_GUARDIAN == 0
        agent = _id("guardian", number) if has_guardian else ""
        yield user("learner", number, family, shape.grade(number // GROUP), agent)
        if has_guardian:
            yield user("guardian", number, family)
    for number in range(shape.educators):
        yield user("educator", number, chance.choice(family_names))


def _roles(shape: Shape, year: SchoolYear) -> Iterator[tuple[object, ...]]:
    began = year.year.starts_on.isoformat()

    def role(kind: str, number: int, name: str, group: int) -> tuple[object, ...]:
        school = _id("school", shape.school(group))
        user = _id(kind, number)
        return f"{user}-role", "active", STAMP, user, "primary", name, began, "", school

    for number in range(shape.learners):
        yield role("learner", number, "student", number // GROUP)
        if number % LEARNERS_PER_GUARDIAN == 0:
            yield role("guardian", number, "guardian", number // GROUP)
    for number in range(shape.educators):
        yield role("educator", number, "teacher", number * CLASSES_OF_EDUCATOR // shape.classes_of_group)


def _enrolments(shape: Shape, year: SchoolYear) -> Iterator[tuple[object, ...]]:
    began = year.year.starts_on.isoformat()
    for number in range(shape.classes):
        school = _id("school", shape.school(number // shape.classes_of_group))
        user = _id("educator", number // CLASSES_OF_EDUCATOR)
        name, class_ = f"{PREFIX}lead-{number}", _id("class", number)
        yield name, "active", STAMP, class_, school, user, "teacher", "true", began, ""
    for number in range(shape.learners):
        group = number // GROUP
        school, user = _id("school", shape.school(group)), _id("learner", number)
        for place in range(shape.classes_of_group):
            class_ = _id("class", group * shape.classes_of_group + place)
            yield f"{PREFIX}{number}-{place}", "active", STAMP, class_, school, user, "student", "", began, ""
