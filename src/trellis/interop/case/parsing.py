"""CASE 1.0 and 1.1 packages, as tools really write them, into the neutral ``Package``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from trellis.interop.case.checking import check_package
from trellis.interop.case.package import Association, Fields, Item, Package
from trellis.interop.case.problems import NotAFramework, Problems, step
from trellis.interop.case.reading import read_json
from trellis.interop.case.shapes import DEFINITIONS, EPOCH, normalise, with_kept

MAX_IDENTIFIER = 255
_TOP_LEVEL = {"CFDocument", "CFItems", "CFAssociations", "CFDefinitions", "CFRubrics", "extensions"}


def read_package(content: bytes) -> tuple[Package | None, Problems]:
    """Return the framework in the bytes of a file and what was found on the way; None where it cannot be used."""
    problems = Problems()
    try:
        package = parse_package(read_json(content, problems), problems)
    except NotAFramework as refusal:
        problems.error(refusal.problem.place, refusal.problem.value, refusal.problem.what_to_do)
        return None, problems
    return (None if problems.stop else package), problems


def parse_package(value: object, problems: Problems) -> Package:
    """Return the framework in a JSON value; raise ``NotAFramework`` for anything that is not a CASE package."""
    top = _package_object(value)
    document = _document(top["CFDocument"], problems)
    changed_at = str(document["lastChangeDateTime"])
    package = Package(
        document=document,
        items=tuple(_items(top["CFItems"], problems, changed_at)),
        associations=tuple(_associations(top.get("CFAssociations"), problems, changed_at)),
        definitions=_definitions(top.get("CFDefinitions"), problems, changed_at),
        rubrics=tuple(_rubrics(top.get("CFRubrics"), problems, changed_at)),
        extensions=_extensions(top, problems),
    )
    check_package(package, problems)
    return package


def _package_object(value: object) -> Fields:
    """Return the object at the top of a CASE package, or say what the file is instead."""
    if isinstance(value, list):
        raise NotAFramework(
            "/",
            f"[…] ({len(value)})",
            _("This is a list, not a CASE package. Export one framework as a package."),
        )
    if not isinstance(value, dict):
        raise NotAFramework(
            "/", value, _("This is a single value, not a CASE package. Export the framework as a package.")
        )
    if "CFDocument" not in value:
        raise NotAFramework("/CFDocument", ", ".join(sorted(value)[:6]), _what_it_is_instead(value))
    if not isinstance(value["CFDocument"], dict):
        raise NotAFramework("/CFDocument", value["CFDocument"], _("The description of the framework is missing here."))
    if "CFItems" not in value:
        raise NotAFramework(
            "/CFItems",
            "",
            _("The file describes a framework but holds none of its items. Download the whole package (CFPackage)."),
        )
    if not isinstance(value["CFItems"], list):
        raise NotAFramework("/CFItems", value["CFItems"], _("The items must be a list."))
    return value


def _what_it_is_instead(value: Fields) -> str:
    if "imsx_codeMajor" in value or "imsx_codeMinor" in value:
        return _("This is an error message of the server it came from, not a framework. Download the package again.")
    if "CFDocuments" in value:
        return _("This is a list of frameworks. Choose one of them and download its package (CFPackage).")
    if "CFItems" in value or "CFItem" in value or "fullStatement" in value:
        return _("These are items without their framework. Download the whole package (CFPackage).")
    if "nd_edges" in value and "standards" in value:
        return _("This is a map of what comes before what. Import it as prerequisites, after its framework.")
    if "creator" in value and "title" in value:
        return _("This is the description of a framework without its items. Download the whole package (CFPackage).")
    return _("This is JSON, but not a CASE package: “CFDocument” is missing.")


def _document(raw: Fields, problems: Problems) -> Fields:
    if not _has_identifier(raw, "/CFDocument", problems):
        raw = {**raw, "identifier": "missing"}
    document = normalise("CFDocument", {**raw, "caseVersion": "1.1"}, "/CFDocument", problems, changed_at=EPOCH)
    if not document["title"].strip():
        problems.warning(
            "/CFDocument/title",
            document["title"],
            _("The framework has no title. Give it one after the import."),
        )
    return document


def _has_identifier(raw: Fields, place: str, problems: Problems) -> bool:
    """Check the one field without which nothing can be recognised again."""
    value = raw.get("identifier")
    place = step(place, "identifier")
    if value is None or (isinstance(value, str) and not value.strip()):
        problems.error(place, "", _("The identifier is missing. Without it, a later version cannot be recognised."))
    elif not isinstance(value, str):
        problems.error(place, value, _("An identifier must be a text."))
    elif len(value) > MAX_IDENTIFIER:
        problems.error(place, value, _("An identifier has at most {limit} signs.").format(limit=MAX_IDENTIFIER))
    else:
        return True
    return False


def _objects(value: object, place: str, problems: Problems) -> Iterator[tuple[str, Fields]]:
    """Yield the objects of a list with their places; report what is none."""
    if value is None:
        return
    if not isinstance(value, list):
        problems.error(place, value, _("This must be a list."))
        return
    for index, part in enumerate(value):
        if isinstance(part, dict):
            yield f"{place}/{index}", part
        else:
            problems.error(f"{place}/{index}", part, _("This must be an object with fields."))


def _items(value: object, problems: Problems, changed_at: str) -> Iterator[Item]:
    seen: dict[str, Fields] = {}
    for place, raw in _objects(value, "/CFItems", problems):
        if not _has_identifier(raw, place, problems):
            continue
        fields = normalise("CFItem", _split_levels(raw), place, problems, changed_at=changed_at)
        _stand_in_statement(fields, place, problems)
        if _is_new(fields, place, seen, problems):
            yield Item(fields, place)


def _split_levels(raw: Fields) -> Fields:
    """Some tools write ``"09,10"`` where a list of levels belongs."""
    levels = raw.get("educationLevel")
    if isinstance(levels, str):
        return {**raw, "educationLevel": [level.strip() for level in levels.split(",") if level.strip()]}
    return raw


def _stand_in_statement(fields: Fields, place: str, problems: Problems) -> None:
    if fields["fullStatement"].strip():
        return
    for name in ("abbreviatedStatement", "humanCodingScheme"):
        if fields.get(name, "").strip():
            fields["fullStatement"] = fields[name]
            problems.warning(
                step(place, "fullStatement"),
                fields[name],
                _("The statement is missing; “{name}” stands in for it.").format(name=name),
            )
            return
    problems.error(
        step(place, "fullStatement"),
        "",
        _("The statement is missing, and nothing can stand in for it. Add it."),
    )


def _is_new(fields: Fields, place: str, seen: dict[str, Fields], problems: Problems) -> bool:
    identifier = fields["identifier"]
    earlier = seen.setdefault(identifier, fields)
    if earlier is fields:
        return True
    if earlier == fields:
        problems.note(step(place, "identifier"), identifier, _("This stands twice in the file. One is enough."))
    else:
        problems.error(
            step(place, "identifier"),
            identifier,
            _("Two different entries share this identifier. Correct one of them at the source."),
        )
    return False


def _associations(value: object, problems: Problems, changed_at: str) -> Iterator[Association]:
    seen: dict[str, Fields] = {}
    for place, raw in _objects(value, "/CFAssociations", problems):
        fields = normalise("CFAssociation", _readable_identifier(raw), place, problems, changed_at=changed_at)
        if _ends_are_there(fields, place, problems) and _is_new(fields, place, seen, problems):
            _report_type(raw, fields, place, problems)
            yield Association(fields, place)


def _readable_identifier(raw: Fields) -> Fields:
    """An association without a usable identifier gets one from its content."""
    value = raw.get("identifier")
    if isinstance(value, str) and len(value) <= MAX_IDENTIFIER:
        return raw
    return {name: part for name, part in raw.items() if name != "identifier"}


def _ends_are_there(fields: Fields, place: str, problems: Problems) -> bool:
    complete = True
    for name in ("associationType", "originNodeURI", "destinationNodeURI"):
        if name not in fields:
            problems.error(
                step(place, name),
                "",
                _("The association is incomplete: “{name}” is missing.").format(name=name),
            )
            complete = False
        elif name != "associationType" and len(fields[name]["identifier"]) > MAX_IDENTIFIER:
            problems.error(
                step(place, name),
                fields[name]["identifier"],
                _("An identifier has at most {limit} signs.").format(limit=MAX_IDENTIFIER),
            )
            complete = False
    return complete


def _report_type(raw: Fields, fields: Fields, place: str, problems: Problems) -> None:
    written = raw["associationType"]
    if fields["associationType"].startswith("ext:") and not str(written).startswith("ext:"):
        problems.warning(
            step(place, "associationType"),
            written,
            _("CASE knows no such association. It is kept as an extension."),
        )


def _definitions(value: object, problems: Problems, changed_at: str) -> Fields:
    if value is None or value == []:  # CASE 1.0 tools write an empty list for "none"
        return {}
    if not isinstance(value, dict):
        problems.error("/CFDefinitions", value, _("This must be an object with fields."))
        return {}
    definitions: Fields = {}
    kept: Fields = {}
    for name, part in value.items():
        place = step("/CFDefinitions", name)
        if name in DEFINITIONS:
            definitions[name] = [
                normalise(DEFINITIONS[name], raw, at, problems, changed_at=changed_at)
                for at, raw in _objects(part, place, problems)
            ]
        elif name == "extensions" and isinstance(part, dict):
            definitions[name] = part
        elif part is not None:
            kept[name] = part
    if kept:
        definitions["extensions"] = with_kept(definitions.get("extensions", {}), kept)
    return definitions


def _rubrics(value: object, problems: Problems, changed_at: str) -> Iterator[Fields]:
    for place, raw in _objects(value, "/CFRubrics", problems):
        yield normalise("CFRubric", raw, place, problems, changed_at=changed_at)


def _extensions(top: Fields, problems: Problems) -> Fields:
    own = top.get("extensions")
    kept: Fields = {name: part for name, part in top.items() if name not in _TOP_LEVEL and part is not None}
    if own is not None and not isinstance(own, dict):
        problems.warning(
            "/extensions",
            own,
            _("Not what CASE expects in “{name}”. It is kept but not used.").format(name="extensions"),
        )
        kept["extensions"] = own
    extensions: dict[str, Any] = own if isinstance(own, dict) else {}
    return with_kept(extensions, kept) if kept else extensions
