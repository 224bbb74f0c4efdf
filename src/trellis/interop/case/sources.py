"""Files as people bring them: a path or bytes, a package or a table, read into the neutral ``Package``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from trellis.interop.case.package import Package
from trellis.interop.case.parsing import read_package
from trellis.interop.case.problems import NotAFramework, Problems
from trellis.interop.case.reading import MAX_BYTES, unpack
from trellis.interop.case.smartlevel import guess_mapping, read_table
from trellis.interop.case.tables import Heading, table_package

Source = bytes | Path


@dataclass(frozen=True, slots=True)
class Choices:
    """What the coordinator says beside the file. ``mapping`` (meaning to column) makes it a table."""

    kind: str = ""
    licence: str = ""
    attribution: str = ""
    heading: Heading | None = None
    mapping: Mapping[str, int] = field(default_factory=dict)


def content_of(source: Source, problems: Problems) -> bytes | None:
    """Return the bytes of a file; None, with the reason, where it cannot be read."""
    if isinstance(source, bytes):
        return source
    try:
        if source.stat().st_size > MAX_BYTES:
            problems.error("/", source.name, _("Larger than {limit} MB.").format(limit=MAX_BYTES // 1_000_000))
            return None
        return source.read_bytes()
    except OSError as error:
        problems.error("/", source.name, _("The file cannot be read: {why}.").format(why=error.strerror or error))
        return None


def read_source(source: Source, choices: Choices) -> tuple[Package | None, Problems]:
    """Return the framework in a file and what was found on the way; None where it cannot be used."""
    problems = Problems()
    content = content_of(source, problems)
    if content is None:
        return None, problems
    is_table = isinstance(source, Path) and ".csv" in source.suffixes
    if not (is_table or choices.heading or choices.mapping):
        return read_package(content)
    heading = choices.heading or Heading(title=source.stem if isinstance(source, Path) else _("Framework"))
    try:
        table = read_table(content, problems)
    except NotAFramework as refusal:
        problems.error(refusal.problem.place, refusal.problem.value, refusal.problem.what_to_do)
        return None, problems
    return table_package(table, choices.mapping or guess_mapping(table), heading, problems), problems


def what_it_is(file_name: str, content: bytes) -> str:
    """Say what a file most likely is: ``package``, ``table`` or ``prerequisites``. Reading it decides for good."""
    try:
        plain = unpack(content)
    except NotAFramework:
        return "package"
    start = plain[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith((b"{", b"window.")) and b'"nd_edges"' in plain:
        return "prerequisites"
    name = file_name.lower().removesuffix(".gz").removesuffix(".zip")
    looks_like_json = start.startswith((b"{", b"[", b"<", b"%PDF"))
    return "table" if name.endswith((".csv", ".tsv", ".txt")) and not looks_like_json else "package"
