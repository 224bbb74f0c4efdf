"""Writes a OneRoster 1.2 roster of any size: made-up people, the same for the same numbers."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from pathlib import Path

GIVEN = (
    "Amina Luis Mei Tomas Priya Kofi Elin Yusuf Ana Hiro Zola Mateo Ingrid Omar Nia Pavel Leila Sam Rosa Tariq".split()
)
FAMILY = (
    "Okafor Garcia Chen Novak Sharma Mensah Berg Demir Silva Tanaka Dube Rojas Holm Haddad Brown Petrov Amiri".split()
)
STATUS = ["active", "2026-09-01T08:00:00.000Z"]
SCHOOL_SIZE = 1000
CLASS_SIZE = 25
COURSES = 300
BASE = "sourcedId status dateLastModified"
HEADERS = {
    "manifest": "propertyName value",
    "orgs": f"{BASE} name type identifier parentSourcedId",
    "academicSessions": f"{BASE} title type startDate endDate parentSourcedId schoolYear",
    "courses": f"{BASE} schoolYearSourcedId title courseCode grades orgSourcedId",
    "classes": f"{BASE} title grades courseSourcedId classCode classType location schoolSourcedId termSourcedIds"
    " subjects",
    "users": f"{BASE} enabledUser username givenName familyName email agentSourcedIds grades password",
    "roles": f"{BASE} userSourcedId roleType role beginDate endDate orgSourcedId",
    "enrollments": f"{BASE} classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate",
}
Rows = Iterable[list[str]]


def write_large_roster(folder: Path, *, users: int = 100_000, enrolments: int = 600_000, seed: int = 7) -> Path:
    """Write the files into ``folder``: nine learners in ten users, the rest educators and guardians."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    n_schools = max(1, users // SCHOOL_SIZE)
    n_educators = n_guardians = users // 20
    n_learners = users - n_educators - n_guardians
    n_classes = max(1, enrolments // CLASS_SIZE)
    rows: dict[str, Rows] = {
        "manifest": _manifest(),
        "orgs": ([f"org-{n}", *STATUS, f"School {n}", "school", str(n), ""] for n in range(n_schools)),
        "academicSessions": [["year", *STATUS, "2026/27", "schoolYear", "2026-08-01", "2027-07-31", "", "2027"]],
        "courses": ([f"course-{n}", *STATUS, "year", f"Course {n}", f"C{n}", "09,10", ""] for n in range(COURSES)),
        "classes": _classes(n_classes, n_schools),
        "users": _people(n_learners, n_educators, n_guardians, rng),
        "roles": _roles(users, n_learners, n_educators, n_schools),
        "enrollments": _enrolments(enrolments, n_learners, n_educators, n_classes, n_schools),
    }
    for name, header in HEADERS.items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream)
            writer.writerow(header.split())
            writer.writerows(rows[name])
    return folder


def _classes(n_classes: int, n_schools: int) -> Rows:
    for n in range(n_classes):
        end = ["scheduled", "", f"org-{n % n_schools}", "year", "Mathematics"]
        yield [f"class-{n}", *STATUS, f"Class {n}", "09", f"course-{n % COURSES}", f"K{n}", *end]


def _roles(users: int, n_learners: int, n_educators: int, n_schools: int) -> Rows:
    for n in range(users):
        role = "student" if n < n_learners else "teacher" if n < n_learners + n_educators else "parent"
        yield [f"role-{n}", *STATUS, f"user-{n}", "primary", role, "2026-08-20", "", f"org-{n % n_schools}"]


def _manifest() -> list[list[str]]:
    files = ("academicSessions", "classes", "courses", "enrollments", "orgs", "roles", "users")
    return [["manifest.version", "1.0"], ["oneroster.version", "1.2"], *([f"file.{file}", "bulk"] for file in files)]


def _people(n_learners: int, n_educators: int, n_guardians: int, rng: random.Random) -> Rows:
    first_guardian = n_learners + n_educators
    for n in range(n_learners + n_educators + n_guardians):
        given, family = rng.choice(GIVEN), rng.choice(FAMILY)
        agent = f"user-{first_guardian + n % n_guardians}" if n < n_learners and n_guardians and n % 9 == 0 else ""
        grade = f"{n % 12 + 1:02d}" if n < n_learners else ""
        name = f"{given}.{family}.{n}".lower()
        yield [f"user-{n}", *STATUS, "true", name, given, family, f"u{n}@school.example", agent, grade, ""]


def _enrolments(count: int, n_learners: int, n_educators: int, n_classes: int, n_schools: int) -> Rows:
    for n in range(count):
        class_ = n % n_classes
        teaches = n < n_classes
        user = n_learners + class_ % max(1, n_educators) if teaches else (n * 7919) % n_learners
        yield [
            f"enrol-{n}", *STATUS, f"class-{class_}", f"org-{class_ % n_schools}", f"user-{user}",
            "teacher" if teaches else "student", "true" if teaches else "false", "2026-08-20", "",
        ]  # fmt: skip
