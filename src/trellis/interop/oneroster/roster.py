"""A roster in our own words, whatever dialect it came in. Rows are tuples: they must stay small."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from trellis.interop.oneroster.enrolments import Enrolments
from trellis.interop.oneroster.kinds import Dialect, Mode
from trellis.interop.oneroster.problems import ProblemLog

NOUNS = ("orgs", "sessions", "courses", "classes", "people", "roles", "guardianships", "enrolments")
Extra = dict[str, Any]
NOTHING: Extra = {}


class Org(NamedTuple):
    """A school, or an organisation above or inside one."""

    id: str
    line: int
    active: bool
    name: str
    kind: str
    parent: str
    extra: Extra


class Session(NamedTuple):
    """A term; ``ends_on`` is the day after the last, as everywhere in Trellis."""

    id: str
    line: int
    active: bool
    title: str
    kind: str
    starts_on: date
    ends_on: date
    parent: str
    extra: Extra


class Course(NamedTuple):
    """What several classes teach alike."""

    id: str
    line: int
    active: bool
    title: str
    code: str
    school: str
    grades: tuple[str, ...]
    subjects: tuple[str, ...]
    extra: Extra


class SchoolClass(NamedTuple):
    """A class or an advisory."""

    id: str
    line: int
    active: bool
    title: str
    code: str
    kind: str
    place: str
    grades: tuple[str, ...]
    subjects: tuple[str, ...]
    school: str
    course: str
    terms: tuple[str, ...]
    extra: Extra


class Person(NamedTuple):
    """Anybody."""

    id: str
    line: int
    active: bool
    given: str
    family: str
    called: str
    email: str
    username: str
    grades: tuple[str, ...]
    extra: Extra


class Role(NamedTuple):
    """What somebody is in a school; no start means the day of the import."""

    id: str
    line: int
    active: bool
    person: str
    school: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    extra: Extra


class Guardianship(NamedTuple):
    """Somebody answers for a learner at home."""

    id: str
    line: int
    active: bool
    guardian: str
    learner: str
    relation: str


@dataclass(slots=True)
class Roster:
    """Everything that a roster says, and what is doubtful about it."""

    name: str
    dialect: Dialect
    log: ProblemLog
    modes: dict[str, Mode] = field(default_factory=dict)
    n_rows: dict[str, int] = field(default_factory=dict)
    orgs: list[Org] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    classes: list[SchoolClass] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    guardianships: list[Guardianship] = field(default_factory=list)
    enrolments: Enrolments = field(default_factory=Enrolments)
    # Identifier and line of rows that were left out: they change nothing, so their absence ends nothing either.
    spared: dict[str, dict[str, int]] = field(default_factory=lambda: {noun: {} for noun in NOUNS})
    files: dict[str, str] = field(default_factory=dict)  # noun -> the file it came from, for reports

    def mode(self, noun: str) -> Mode:
        """Whether what is not in the roster has ended (bulk) or stays."""
        return self.modes.get(noun, Mode.ABSENT)
