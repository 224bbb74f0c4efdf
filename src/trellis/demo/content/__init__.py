"""Who and what the demo district is made of: invented people and places, read from the JSON files beside this one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

# Everybody of whom the tests and the pictures tell; see tests/people.py.
CAST = (
    *("ada", "ben", "chidi", "tom", "mira", "ines", "ruth", "paul", "noor"),
    *("omar", "dana", "eve", "zed"),
)


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One invented person; the lists hold usernames and keys of classes."""

    username: str
    given_name: str
    family_name: str
    language: str = "en"
    school: str = ""
    grade: str = ""
    classes: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()
    helps: tuple[str, ...] = ()
    taught: tuple[str, ...] = ()
    children: tuple[str, ...] = ()
    relation: str = ""
    learner: str = ""
    invited_by: str = ""
    purpose: str = ""

    @property
    def email(self) -> str:
        """An address that can never reach anybody."""
        return f"{self.username}@example.org"


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """Everybody in the district, by what they are."""

    learners: tuple[DemoPerson, ...]
    educators: tuple[DemoPerson, ...]
    former: tuple[DemoPerson, ...]
    guardians: tuple[DemoPerson, ...]
    mentors: tuple[DemoPerson, ...]
    coordinators: tuple[DemoPerson, ...]
    district: tuple[DemoPerson, ...]

    def everybody(self) -> tuple[DemoPerson, ...]:
        """Return all of them, those first on whom others rest."""
        staff = (*self.coordinators, *self.district, *self.educators, *self.former)
        return (*staff, *self.learners, *self.guardians, *self.mentors)


@lru_cache(maxsize=1)
def load_people() -> DemoPeople:
    """Return everybody in the demo district."""
    return DemoPeople(
        **{group: tuple(person_from(entry) for entry in entries) for group, entries in _read("people").items()}
    )


@lru_cache(maxsize=1)
def load_places() -> dict[str, Any]:
    """Return district, schools, courses and classes, and the second district in which Zed lives."""
    return _read("places")


@lru_cache(maxsize=1)
def load_names() -> dict[str, list[str]]:
    """Return given names, family names and more from many cultures, for districts drawn by chance."""
    return _read("names")


def person_from(entry: dict[str, Any]) -> DemoPerson:
    """Return the person that a line of a JSON file describes."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()}
    return DemoPerson(**values)


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return content
