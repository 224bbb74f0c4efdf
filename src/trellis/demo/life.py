"""What every story of the demo is told with: one learner with those around them, and the town they live in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from trellis.framework.models import Requirement
from trellis.people.models import Person, School
from trellis.profile.models import Tag
from trellis.school.models import SchoolClass, Term


@cache
def load_texts(name: str) -> dict[str, Any]:
    """Return the texts of a file of ``content``: ``lives`` or ``stories``."""
    text = (Path(__file__).parent / "content" / f"{name}.json").read_text(encoding="utf-8")
    texts: dict[str, Any] = json.loads(text)
    return texts


def load_lives() -> dict[str, Any]:
    """Return the texts of the lives: Ada's own, and those that the others share, by language."""
    return load_texts("lives")


@dataclass(frozen=True, slots=True)
class Life:
    """One learner with those who are with them, and where they are in the list of all, and of their language."""

    number: int
    script: int
    username: str
    learner: Person
    educator: Person
    guardian: Person | None
    language: str
    term: Term
    today: date
    now: datetime

    def own(self) -> dict[str, Any]:
        """Return what this learner is about: Ada's own texts, or those of a script in the learner's language."""
        lives = load_lives()
        scripts = lives[self.language]
        own: dict[str, Any] = lives["ada"] if self.username == "ada" else scripts[self.script % len(scripts)]
        return own

    def say(self, key: str) -> Any:
        """Return a text in the learner's language."""
        return load_lives()[key][self.language]

    def ago(self, days: int) -> datetime:
        """Return an hour of the school day some days earlier, another one for each learner; never before the term."""
        began = datetime.combine(self.term.starts_on, self.now.timetz())
        hours = timedelta(hours=8 + self.number % 7, minutes=self.number * 13 % 60)
        return min(self.now, max(began, self.now - timedelta(days=days)) + hours)


@dataclass(frozen=True, slots=True)
class Town:
    """Everybody and everything of the district by their names in the content files."""

    people: Mapping[str, Person]
    schools: Mapping[str, School]
    classes: Mapping[str, SchoolClass]
    lives: Mapping[str, Life]
    tags: Mapping[str, Tag]
    requirements: tuple[Requirement, ...]
