"""The Coherence Map: what comes before what in Common Core mathematics."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.interop.case.package import Fields
from trellis.interop.case.problems import NotAFramework, Problems
from trellis.interop.case.reading import read_json, unpack

_PARTS = ("standards", "clusters", "domains", "edges", "nd_edges")


@dataclass(frozen=True, slots=True)
class PrerequisiteMap:
    """Codes of standards, and pairs of codes: ``precedes`` from the earlier to the later one, ``related`` both ways."""

    codes: tuple[str, ...]
    precedes: tuple[tuple[str, str], ...]
    related: tuple[tuple[str, str], ...]


def read_coherence_map(content: bytes) -> tuple[PrerequisiteMap | None, Problems]:
    """Return the map in the bytes of a file and what was found on the way; None where it cannot be used."""
    problems = Problems()
    try:
        found = parse_coherence_map(read_json(_without_script(unpack(content)), problems), problems)
    except NotAFramework as refusal:
        problems.error(refusal.problem.place, refusal.problem.value, refusal.problem.what_to_do)
        return None, problems
    return (None if problems.stop else found), problems


def parse_coherence_map(value: object, problems: Problems) -> PrerequisiteMap:
    """Return the map in a JSON value; raise ``NotAFramework`` for anything that is not one."""
    if not isinstance(value, dict):
        raise NotAFramework("/", value, _("This is not a Coherence Map."))
    for name in _PARTS:
        expected = list if name.endswith("edges") else dict
        if not isinstance(value.get(name), expected):
            raise NotAFramework(
                f"/{name}", value.get(name), _("This is not a Coherence Map: “{name}” is missing.").format(name=name)
            )
    codes = dict(_codes(value, problems))
    precedes = dict.fromkeys(_edges(value["edges"], "/edges", codes, problems))
    related = dict.fromkeys((min(pair), max(pair)) for pair in _edges(value["nd_edges"], "/nd_edges", codes, problems))
    return PrerequisiteMap(tuple(codes.values()), tuple(precedes), tuple(related))


def _without_script(content: bytes) -> bytes:
    """Take the JSON out of ``window.cc = {...};``, the form in which the map is published."""
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if not start.startswith(b"window."):
        return content
    return content[content.find(b"{") :].rstrip().rstrip(b";")


def _codes(value: Fields, problems: Problems) -> Iterator[tuple[str, str]]:
    """Yield id and code of each standard: grade.domain.cluster.standard, for high school HS + domain."""
    for key, standard in value["standards"].items():
        cluster = _part(value["clusters"], standard, "ccmathcluster_id")
        domain = _part(value["domains"], cluster, "ccmathdomain_id")
        texts = [
            _text(domain, "grade"),
            _text(domain, "ordinal"),
            _text(cluster, "ordinal"),
            _text(standard, "ordinal"),
        ]
        if not all(texts):
            problems.warning(
                f"/standards/{key}", standard, _("The code cannot be made up from its parts. It is left out.")
            )
            continue
        grade, *rest = texts
        yield (
            key,
            ".".join(rest if grade != "HS" else [f"HS{rest[0]}", *rest[1:]]) if grade == "HS" else ".".join(texts),
        )


def _part(parts: Fields, owner: object, name: str) -> object:
    return parts.get(_text(owner, name))


def _text(owner: object, name: str) -> str:
    value = owner.get(name) if isinstance(owner, dict) else None
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _edges(value: list[object], place: str, codes: Mapping[str, str], problems: Problems) -> Iterator[tuple[str, str]]:
    for index, edge in enumerate(value):
        start, end = codes.get(_text(edge, "from")), codes.get(_text(edge, "to"))
        if start is None or end is None:
            problems.warning(f"{place}/{index}", edge, _("It leads to no standard of the map. It is left out."))
        elif start != end:
            yield start, end
