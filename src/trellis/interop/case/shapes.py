"""The shape of CASE 1.1: which object has which fields, and how older or untidy values are brought into it.

Every object becomes a *normal form* that is valid CASE 1.1. What has no place there is kept, unchanged, in the
object's ``extensions`` under ``trellis:kept``; so nothing is lost, and reading an export gives the same again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from trellis.interop.case.problems import Problems, step
from trellis.interop.case.reading import KEPT_KEY

NAMESPACE = UUID("6f1c1d0e-4a0b-5d2c-9a53-0c1f6a2f7e11")
EPOCH = "1970-01-01T00:00:00+00:00"
LARGEST = 2**31 - 1
_COMMON = {"identifier": "text", "uri": "text", "lastChangeDateTime": "time", "extensions": "extensions"}
_NAMED = {**_COMMON, "title": "text", "description": "text"}
SHAPES: dict[str, dict[str, str]] = {
    "CFDocument": {
        **_NAMED,
        "frameworkType": "text", "caseVersion": "version", "creator": "text", "officialSourceURL": "text",
        "publisher": "text", "subject": "texts", "subjectURI": "links", "language": "text", "version": "text",
        "adoptionStatus": "text", "statusStartDate": "date", "statusEndDate": "date", "licenseURI": "link",
        "notes": "text",
    },
    "CFItem": {
        **_COMMON,
        "fullStatement": "text", "alternativeLabel": "text", "CFItemType": "text", "humanCodingScheme": "text",
        "listEnumeration": "text", "abbreviatedStatement": "text", "conceptKeywords": "texts",
        "conceptKeywordsURI": "link", "notes": "text", "subject": "texts", "subjectURI": "links",
        "language": "text", "educationLevel": "texts", "CFItemTypeURI": "link", "licenseURI": "link",
        "statusStartDate": "date", "statusEndDate": "date",
    },
    "CFAssociation": {
        **_COMMON,
        "associationType": "association", "sequenceNumber": "integer", "originNodeURI": "node",
        "destinationNodeURI": "node", "CFAssociationGroupingURI": "link", "notes": "text",
    },
    "CFConcept": {**_NAMED, "keywords": "text", "hierarchyCode": "text"},
    "CFSubject": {**_NAMED, "hierarchyCode": "text"},
    "CFLicense": {**_NAMED, "licenseText": "text"},
    "CFItemType": {**_NAMED, "hierarchyCode": "text", "typeCode": "text"},
    "CFAssociationGrouping": _NAMED,
    "CFRubric": {**_NAMED, "CFRubricCriteria": "many CFRubricCriterion"},
    "CFRubricCriterion": {
        **_COMMON,
        "category": "text", "description": "text", "CFItemURI": "link", "weight": "number",
        "position": "integer", "rubricId": "text", "CFRubricCriterionLevels": "many CFRubricCriterionLevel",
    },
    "CFRubricCriterionLevel": {
        **{name: shape for name, shape in _COMMON.items() if name != "extensions"},
        "extensions": "extension list", "description": "text", "quality": "text", "score": "number",
        "feedback": "text", "position": "integer", "rubricCriterionId": "text",
    },
}  # fmt: skip
REQUIRED: dict[str, tuple[str, ...]] = {
    "CFDocument": ("creator", "title"),
    "CFItem": ("fullStatement",),
    "CFConcept": ("title", "hierarchyCode"),
    "CFSubject": ("title", "hierarchyCode"),
    "CFLicense": ("title", "licenseText"),
    "CFItemType": ("title", "description", "hierarchyCode"),
    "CFAssociationGrouping": ("title",),
}
DEFINITIONS = {
    "CFConcepts": "CFConcept",
    "CFSubjects": "CFSubject",
    "CFLicenses": "CFLicense",
    "CFItemTypes": "CFItemType",
    "CFAssociationGroupings": "CFAssociationGrouping",
}
ASSOCIATION_TYPES = (
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy", "exemplar",
    "hasSkillLevel", "isTranslationOf",
)  # fmt: skip
_TYPE_BY_LOWER = {name.lower(): name for name in ASSOCIATION_TYPES}
_EXTENDED_TYPE = re.compile(r"ext:[A-Za-z0-9._-]+")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:T00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?)?")
_WHOLE = re.compile(r"-?\d{1,10}(?:\.0+)?")


class Misfit(Exception):
    """A value does not have the shape of its field."""


def is_uuid(text: str) -> bool:
    """Say whether a text is written as a UUID."""
    return _UUID.fullmatch(text) is not None


def canonical_identifier(text: str) -> str:
    """Return an identifier as it is compared: trimmed, a UUID in lower case."""
    text = text.strip()
    return text.lower() if is_uuid(text) else text


def uri_for(identifier: str) -> str:
    """Return a URI for a thing whose source gave none."""
    return f"urn:uuid:{identifier}" if is_uuid(identifier) else f"urn:uuid:{uuid5(NAMESPACE, identifier)}"


@dataclass(frozen=True, slots=True)
class _Reader:
    """One object being brought into normal form: where it stands, and what did not fit."""

    kind: str
    place: str
    problems: Problems
    changed_at: str
    kept: dict[str, Any] = field(default_factory=dict)

    def read(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Return the fields that fit; put the others aside."""
        shapes = SHAPES[self.kind]
        normal: dict[str, Any] = {}
        for name, value in raw.items():
            if value is None:
                continue
            if name not in shapes:
                self.kept[name] = value
                continue
            try:
                normal[name] = self._shaped(shapes[name], name, value)
            except Misfit:
                self.kept[name] = value
                sentence = _("Not what CASE expects in “{name}”. It is kept but not used.")
                self.problems.warning(step(self.place, name), value, sentence.format(name=name))
        return normal

    def _shaped(self, shape: str, name: str, value: object) -> object:
        if shape in {"link", "node"}:
            link, rest = _link(value, general=shape == "node")
            if rest:
                self.kept[name] = rest
            return link
        if shape.startswith("many "):
            return _many(shape[5:], value, step(self.place, name), self.problems, changed_at=self.changed_at)
        return _SHAPERS[shape](value)


def normalise(kind: str, raw: dict[str, Any], place: str, problems: Problems, *, changed_at: str) -> dict[str, Any]:
    """Return ``raw`` as a CASE 1.1 object of ``kind``; values that do not fit are reported and kept aside."""
    reader = _Reader(kind, place, problems, changed_at)
    normal = reader.read(raw)
    _complete(kind, normal, changed_at)
    return _with_kept(kind, normal, reader.kept)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    raise Misfit


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value.strip() else []
    if isinstance(value, list):
        return [_text(part) for part in value if part is not None]
    raise Misfit


def _time(value: object) -> str:
    if isinstance(value, str) and _TIME.fullmatch(value):
        return value
    raise Misfit


def _date(value: object) -> str:
    found = _DATE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Misfit
    return found[1]


def _integer(value: object) -> int:
    if isinstance(value, str) and _WHOLE.fullmatch(value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != int(value) or abs(value) > LARGEST:
        raise Misfit
    return int(value)


def _number(value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Misfit
    return value


def _extensions(value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise Misfit


def _extension_list(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list) and all(isinstance(part, dict) for part in value):
        return value
    raise Misfit


def _version(value: object) -> str:
    if value == "1.1":
        return "1.1"
    raise Misfit


def _association(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise Misfit
    name = value.strip()
    if name.lower() in _TYPE_BY_LOWER:
        return _TYPE_BY_LOWER[name.lower()]
    if _EXTENDED_TYPE.fullmatch(name):
        return name
    return "ext:" + (re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-") or "unnamed")


_SHAPERS: dict[str, Callable[[object], object]] = {
    "text": _text,
    "texts": _texts,
    "time": _time,
    "date": _date,
    "integer": _integer,
    "number": _number,
    "extensions": _extensions,
    "extension list": _extension_list,
    "version": _version,
    "association": _association,
    "links": lambda value: [_whole_link(part) for part in (value if isinstance(value, list) else [value])],
}


def _link(value: object, *, general: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a link as CASE 1.1 has it, and the fields of the source that have no place in it."""
    if isinstance(value, str) and value.strip():
        value = {"uri": value.strip()}
    if not isinstance(value, dict):
        raise Misfit
    identifier, uri, title = (_optional_text(value, name) for name in ("identifier", "uri", "title"))
    if not identifier and not uri:
        raise Misfit
    identifier = canonical_identifier(identifier) or (uri if general else str(uuid5(NAMESPACE, uri)))
    link: dict[str, Any] = {
        "title": title or identifier,
        "identifier": identifier,
        "uri": uri or uri_for(identifier),
    }
    rest = {name: part for name, part in value.items() if name not in link and part is not None}
    target = rest.get("targetType")
    if general and isinstance(target, str) and (target == "CASE" or _EXTENDED_TYPE.fullmatch(target)):
        link["targetType"] = rest.pop("targetType")
    return link, rest


def _optional_text(value: dict[str, Any], name: str) -> str:
    part = value.get(name)
    return "" if part is None else _text(part)


def _whole_link(value: object) -> dict[str, Any]:
    link, rest = _link(value)
    if rest:
        raise Misfit
    return link


def _many(kind: str, value: object, place: str, problems: Problems, *, changed_at: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
        raise Misfit
    return [
        normalise(kind, part, f"{place}/{index}", problems, changed_at=changed_at) for index, part in enumerate(value)
    ]


def _complete(kind: str, normal: dict[str, Any], changed_at: str) -> None:
    """Fill what CASE requires and the source left out, always with the same values."""
    if not normal.get("identifier"):
        content = json.dumps({**normal, "kind": kind}, sort_keys=True, ensure_ascii=True)
        normal["identifier"] = str(uuid5(NAMESPACE, content))
    normal["identifier"] = canonical_identifier(normal["identifier"])
    if not normal.get("uri"):
        normal["uri"] = uri_for(normal["identifier"])
    normal.setdefault("lastChangeDateTime", changed_at)
    for name in REQUIRED.get(kind, ()):
        normal.setdefault(name, "")


def _with_kept(kind: str, normal: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    if not kept:
        return normal
    if SHAPES[kind]["extensions"] == "extension list":
        return {**normal, "extensions": [*normal.get("extensions", []), {KEPT_KEY: kept}]}
    return {**normal, "extensions": with_kept(normal.get("extensions", {}), kept)}


def with_kept(extensions: dict[str, Any], kept: dict[str, Any]) -> dict[str, Any]:
    """Return ``extensions`` with more kept aside in it."""
    earlier = extensions.get(KEPT_KEY)
    return {**extensions, KEPT_KEY: {**(earlier if isinstance(earlier, dict) else {}), **kept}}
