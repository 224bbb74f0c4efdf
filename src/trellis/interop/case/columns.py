"""Between CASE fields and the columns of the room `framework`, both ways.

``case_extra`` keeps every imported object whole. The columns are derived from it, so an export starts from what was
imported and only lays over it what has been changed here since.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid5

from trellis.framework.models import Competency, CompetencyLink, Framework
from trellis.framework.statements import plain_statement, render_statement
from trellis.interop.case.package import Fields, Package, licence_of, licence_text_of
from trellis.interop.case.shapes import EPOCH, NAMESPACE, uri_for

RIGHTS_KEY = "trellis:rights"
MOST_ATTRIBUTION = 2_000
Columns = dict[str, Any]
# CASE name of each column that takes a text as it is, with the most signs the column holds.
_FRAMEWORK_TEXTS = {
    "title": ("title", 0), "description": ("description", 0), "creator": ("creator", 0),
    "publisher": ("publisher", 0), "source_url": ("officialSourceURL", 0), "language": ("language", 20),
    "adoption_status": ("adoptionStatus", 60), "case_uri": ("uri", 0),
}  # fmt: skip
_COMPETENCY_TEXTS = {
    "code": ("humanCodingScheme", 255), "statement": ("fullStatement", 0), "notes": ("notes", 0),
    "short_statement": ("abbreviatedStatement", 10_000), "item_type": ("CFItemType", 255), "language": ("language", 20),
    "case_uri": ("uri", 0),
}  # fmt: skip
_KINDS = {
    "isChildOf": CompetencyLink.Kind.CHILD_OF,
    "precedes": CompetencyLink.Kind.PRECEDES,
    "isRelatedTo": CompetencyLink.Kind.RELATED,
    "isPeerOf": CompetencyLink.Kind.RELATED,
    "exactMatchOf": CompetencyLink.Kind.RELATED,
}
_TYPES = {
    CompetencyLink.Kind.CHILD_OF: "isChildOf",
    CompetencyLink.Kind.PRECEDES: "precedes",
    CompetencyLink.Kind.RELATED: "isRelatedTo",
}


def kind_of(case_type: str) -> str:
    """Return what an association type means here."""
    return _KINDS.get(case_type, CompetencyLink.Kind.OTHER)


def framework_columns(package: Package) -> Columns:
    """Return the columns of a framework; licence, attribution and kind only where the package says so."""
    columns = _texts(package.document, _FRAMEWORK_TEXTS)
    columns["subjects"] = list(package.document.get("subject", ()))
    columns["case_extra"] = {
        "document": package.document,
        "definitions": package.definitions,
        "rubrics": list(package.rubrics),
        "extensions": package.extensions,
    }
    licence, licence_url = licence_of(package)
    if licence or licence_url:
        columns.update(licence=licence or licence_url, licence_url=licence_url)
        columns["attribution"] = licence_text_of(package)[:MOST_ATTRIBUTION]
    rights = package.document.get("extensions", {}).get(RIGHTS_KEY)
    if isinstance(rights, dict):
        for name in ("licence", "attribution"):
            if isinstance(rights.get(name), str):
                columns[name] = rights[name][:MOST_ATTRIBUTION]
        if rights.get("kind") in Framework.Kind.values:
            columns["kind"] = rights["kind"]
    return columns


def competency_columns(fields: Fields) -> Columns:
    """Return the columns of a competency, without the renderings of its statement."""
    columns = _texts(fields, _COMPETENCY_TEXTS)
    if not columns["item_type"]:
        columns["item_type"] = str(fields.get("CFItemTypeURI", {}).get("title", ""))[:255]
    link = fields.get("licenseURI") or {}
    columns["licence"] = link.get("uri", "") if link.get("title") == link.get("identifier") else link["title"]
    columns["education_levels"] = list(fields.get("educationLevel", ()))
    columns["case_extra"] = fields
    return columns


def with_renderings(columns: Columns) -> Columns:
    """Return the columns with the statement as HTML and as plain text."""
    statement = columns["statement"]
    return {
        **columns,
        "statement_html": render_statement(statement),
        "statement_plain": plain_statement(statement) or columns["code"] or "…",
    }


def document_fields(framework: Framework) -> Fields:
    """Return a framework as a CASE document."""
    extra = framework.case_extra.get("document", {})
    base: Fields = dict(extra) or {
        "identifier": framework.case_identifier,
        "uri": framework.case_uri or uri_for(framework.case_identifier),
        "caseVersion": "1.1",
        "creator": framework.creator,
        "title": framework.title,
        "lastChangeDateTime": EPOCH,
    }
    _lay_over(base, framework, _texts(base, _FRAMEWORK_TEXTS), _FRAMEWORK_TEXTS)
    if framework.subjects != list(base.get("subject", ())):
        base["subject"] = framework.subjects
    return _with_rights(base, framework)


def _with_rights(base: Fields, framework: Framework) -> Fields:
    """Add licence, attribution and kind that were written here: CASE has no field for them without a licence entry."""
    empty = Package(base, (), (), framework.case_extra.get("definitions", {}), (), {})
    derived = {"licence": "", "attribution": "", "kind": Framework.Kind.ACADEMIC, **framework_columns(empty)}
    rights = {
        name: str(getattr(framework, name))
        for name in ("licence", "attribution", "kind")
        if getattr(framework, name) != derived[name]
    }
    if not rights:
        return base
    extensions = base.get("extensions", {})
    earlier = extensions.get(RIGHTS_KEY)
    return {
        **base,
        "extensions": {**extensions, RIGHTS_KEY: {**(earlier if isinstance(earlier, dict) else {}), **rights}},
    }


def item_fields(competency: Competency) -> Fields:
    """Return a competency as a CASE item."""
    base: Fields = dict(competency.case_extra) or {
        "identifier": competency.case_identifier,
        "uri": competency.case_uri or uri_for(competency.case_identifier),
        "fullStatement": competency.statement,
        "lastChangeDateTime": EPOCH,
    }
    derived = competency_columns(base)
    _lay_over(base, competency, derived, _COMPETENCY_TEXTS)
    if competency.education_levels != derived["education_levels"]:
        base["educationLevel"] = competency.education_levels
    return base


def association_fields(link: CompetencyLink, node: Callable[[Competency | None], Fields]) -> Fields:
    """Return a link as a CASE association; ``node`` tells how its ends are written."""
    if link.case_extra:
        return dict(link.case_extra)
    identifier = link.case_identifier or str(uuid5(NAMESPACE, f"link\n{link.pk}"))
    base: Fields = {
        "identifier": identifier,
        "uri": uri_for(identifier),
        "associationType": link.case_type or _TYPES.get(CompetencyLink.Kind(link.kind), "ext:isConnectedWith"),
        "originNodeURI": node(link.origin),
        "destinationNodeURI": node(link.destination),
        "lastChangeDateTime": EPOCH,
    }
    if link.sequence is not None:
        base["sequenceNumber"] = link.sequence
    return base


def _texts(fields: Fields, names: dict[str, tuple[str, int]]) -> Columns:
    # What a column cannot hold whole stays whole in ``case_extra``.
    return {column: str(fields.get(name, ""))[: most or None] for column, (name, most) in names.items()}


def _lay_over(base: Fields, row: Framework | Competency, derived: Columns, names: dict[str, tuple[str, int]]) -> None:
    for column, (name, _most) in names.items():
        value = getattr(row, column)
        if value != derived[column]:
            base[name] = value
