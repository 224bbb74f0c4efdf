"""A competency framework as CASE sees it: a document, its items, and what connects them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

IS_CHILD_OF = "isChildOf"
Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One competency or heading. ``fields`` is the whole item in CASE 1.1; ``place`` says where it stood."""

    fields: Fields
    place: str = field(default="", compare=False)

    @property
    def identifier(self) -> str:
        """What makes it the same item in every version of the framework."""
        return str(self.fields["identifier"])

    @property
    def statement(self) -> str:
        """The full statement as published."""
        return str(self.fields["fullStatement"])

    @property
    def code(self) -> str:
        """The code people use for it, such as ``3.NF.A.1``; often missing, sometimes repeated."""
        return str(self.fields.get("humanCodingScheme", "")).strip()


@dataclass(frozen=True, slots=True)
class Association:
    """A connection from ``origin`` to ``destination``, both identifiers; either may lie outside the package."""

    fields: Fields
    place: str = field(default="", compare=False)

    @property
    def identifier(self) -> str:
        """What makes it the same association in every version of the framework."""
        return str(self.fields["identifier"])

    @property
    def type(self) -> str:
        """One of CASE's association types, or ``ext:`` and a name."""
        return str(self.fields["associationType"])

    @property
    def origin(self) -> str:
        """Identifier of the node that stands under, before or beside the other."""
        return str(self.fields["originNodeURI"]["identifier"])

    @property
    def destination(self) -> str:
        """Identifier of the other node."""
        return str(self.fields["destinationNodeURI"]["identifier"])

    @property
    def sequence(self) -> int | None:
        """Place among the children of the destination."""
        number = self.fields.get("sequenceNumber")
        return None if number is None else int(number)


@dataclass(frozen=True, slots=True)
class Package:
    """A whole framework in normal form: every part is valid CASE 1.1, in the order of the file."""

    document: Fields
    items: tuple[Item, ...]
    associations: tuple[Association, ...]
    definitions: Fields
    rubrics: tuple[Fields, ...]
    extensions: Fields

    @property
    def identifier(self) -> str:
        """Identity of the framework."""
        return str(self.document["identifier"])

    @property
    def title(self) -> str:
        """What the framework is called."""
        return str(self.document["title"])


def licence_of(package: Package) -> tuple[str, str]:
    """Return title or text of the licence under which the framework is published, and its address."""
    link = package.document.get("licenseURI")
    if not link:
        return "", ""
    for licence in package.definitions.get("CFLicenses", ()):
        if licence["identifier"] == link["identifier"]:
            return licence["title"] or licence["licenseText"] or link["title"], link["uri"]
    title = str(link["title"])
    return ("" if title == link["identifier"] else title), str(link["uri"])


def licence_text_of(package: Package) -> str:
    """Return the words of the licence where the package brings them, else nothing."""
    link = package.document.get("licenseURI") or {}
    texts = (
        x["licenseText"] for x in package.definitions.get("CFLicenses", ()) if x["identifier"] == link.get("identifier")
    )
    return next(texts, "")


def same_content(one: Package, other: Package) -> bool:
    """Say whether two packages hold the same, whatever the order of their items and associations."""
    return canonical(one) == canonical(other)


def canonical(package: Package) -> Fields:
    """Return the package with all its lists in one order, for comparing."""
    return {
        "document": package.document,
        "items": {item.identifier: item.fields for item in package.items},
        "associations": {association.identifier: association.fields for association in package.associations},
        "definitions": {
            name: sorted(part, key=_as_text) if isinstance(part, list) else part
            for name, part in package.definitions.items()
            if part
        },
        "rubrics": sorted(package.rubrics, key=_as_text),
        "extensions": package.extensions,
    }


def _as_text(value: Fields) -> str:
    return json.dumps(value, sort_keys=True)
