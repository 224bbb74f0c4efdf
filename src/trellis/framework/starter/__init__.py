"""The starter framework: content of our own, so that a school without a framework can start.

The texts live in the JSON files beside this one; every entry carries its identifier, so adopting a newer
edition updates what is there instead of adding it twice. Nothing here touches the database:
``framework/actions/starter.py`` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in every language that Trellis ships."""

    en: str
    es: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a framework says about itself."""

    identifier: str
    kind: str
    title: Text
    about: Text
    version: str
    creator: str
    licence: str
    licence_url: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above competencies: a field of learning or a family of learning skills."""

    identifier: str
    code: str
    title: Text
    about: Text
    descriptors: tuple[Text, ...] = ()
    keywords: Text | None = None


@dataclass(frozen=True, slots=True)
class StarterCompetency:
    """One thing worth being able to do: its heading, its grades, and what each level looks like."""

    identifier: str
    code: str
    heading: str
    item_type: str
    bands: tuple[str, ...]
    statement: Text
    title: Text | None = None
    descriptors: tuple[Text, ...] = ()
    keywords: Text | None = None


@dataclass(frozen=True, slots=True)
class StarterFramework:
    """A framework with its headings and its competencies, in order."""

    head: Head
    headings: tuple[Heading, ...]
    competencies: tuple[StarterCompetency, ...]


@dataclass(frozen=True, slots=True)
class StarterLink:
    """``origin`` leads to ``destination`` (*precedes*) or stands beside it (*related*); both are codes."""

    kind: str
    origin: str
    destination: str


@dataclass(frozen=True, slots=True)
class StarterLevel:
    """One step of the scale and what it looks like in general."""

    identifier: str
    position: int
    name: Text
    descriptor: Text


@dataclass(frozen=True, slots=True)
class StarterScale:
    """The steps on which growth is told, from the first on."""

    identifier: str
    title: Text
    levels: tuple[StarterLevel, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A competency (by code) that counts for a requirement, with its points."""

    code: str
    points: int


@dataclass(frozen=True, slots=True)
class StarterRequirement:
    """A part of the graduation profile: rule *all*, *count* (``needed`` of the parts) or *points*."""

    identifier: str
    code: str
    title: Text
    about: Text
    rule: str
    needed: int | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class StarterContent:
    """Everything in the folder."""

    academic: StarterFramework
    learning_skills: StarterFramework
    links: tuple[StarterLink, ...]
    scale: StarterScale
    requirements: tuple[StarterRequirement, ...]

    @property
    def frameworks(self) -> tuple[StarterFramework, StarterFramework]:
        """Both frameworks: what to learn, and how to go about it."""
        return self.academic, self.learning_skills

    def competencies(self) -> Iterator[StarterCompetency]:
        """Yield the competencies of both frameworks, in order."""
        for framework in self.frameworks:
            yield from framework.competencies

    def described(self) -> Iterator[Heading | StarterCompetency]:
        """Yield what says how each level looks in it: the fields of learning and the learning skills."""
        yield from self.academic.headings
        yield from self.learning_skills.competencies


@lru_cache(maxsize=1)
def load_starter() -> StarterContent:
    """Read the JSON files of this folder; the same content for every caller."""
    return StarterContent(
        academic=_academic(),
        learning_skills=_learning_skills(),
        links=_links(),
        scale=_scale(),
        requirements=_requirements(),
    )


def _read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
    return content


def _text(value: dict[str, str]) -> Text:
    return Text(**value)


def _texts(values: list[dict[str, str]]) -> tuple[Text, ...]:
    return tuple(_text(value) for value in values)


def _head(document: dict[str, Any]) -> Head:
    plain = ("identifier", "kind", "version", "creator", "licence", "licence_url", "attribution")
    return Head(
        title=_text(document["title"]),
        about=_text(document["about"]),
        **{name: document[name] for name in plain},
    )


def _heading(entry: dict[str, Any]) -> Heading:
    return Heading(
        identifier=entry["identifier"],
        code=entry["code"],
        title=_text(entry["title"]),
        about=_text(entry["about"]),
        descriptors=_texts(entry.get("descriptors", [])),
        keywords=_keywords(entry),
    )


def _keywords(entry: dict[str, Any]) -> Text | None:
    """Return the everyday words by which an entry is also found."""
    return _text(entry["keywords"]) if "keywords" in entry else None


def _academic() -> StarterFramework:
    document = _read("fields.json")
    competencies = tuple(
        StarterCompetency(
            identifier=entry["identifier"],
            code=entry["code"],
            heading=entry["field"],
            item_type=entry["item_type"],
            bands=tuple(entry["bands"]),
            statement=_text(entry["statement"]),
            keywords=_keywords(entry),
        )
        for entry in _read("competencies.json")["competencies"]
    )
    return StarterFramework(_head(document), tuple(_heading(field) for field in document["fields"]), competencies)


def _learning_skills() -> StarterFramework:
    document = _read("learning_skills.json")
    skills = tuple(
        StarterCompetency(
            identifier=skill["identifier"],
            code=skill["code"],
            heading=family["code"],
            item_type="Learning skill",
            bands=(),
            statement=_text(skill["statement"]),
            title=_text(skill["title"]),
            descriptors=_texts(skill["descriptors"]),
            keywords=_keywords(skill),
        )
        for family in document["families"]
        for skill in family["skills"]
    )
    return StarterFramework(_head(document), tuple(_heading(family) for family in document["families"]), skills)


def _links() -> tuple[StarterLink, ...]:
    document = _read("links.json")
    return tuple(
        StarterLink(kind, origin, destination)
        for kind in ("precedes", "related")
        for origin, destination in document[kind]
    )


def _scale() -> StarterScale:
    document = _read("scale.json")
    levels = tuple(
        StarterLevel(level["identifier"], level["position"], _text(level["name"]), _text(level["descriptor"]))
        for level in document["levels"]
    )
    return StarterScale(document["identifier"], _text(document["title"]), levels)


def _requirements() -> tuple[StarterRequirement, ...]:
    return tuple(
        StarterRequirement(
            identifier=entry["identifier"],
            code=entry["code"],
            title=_text(entry["title"]),
            about=_text(entry["about"]),
            rule=entry["rule"],
            needed=entry["needed"],
            parts=tuple(Part(part["code"], part["points"]) for part in entry["parts"]),
        )
        for entry in _read("graduation.json")["requirements"]
    )
