"""Recognises the dialect of a roster by its files, headers and manifest, and which of its files are whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from trellis.interop.oneroster import layouts
from trellis.interop.oneroster.archive import Source
from trellis.interop.oneroster.problems import ProblemLog
from trellis.interop.oneroster.tables import Canon, Field, Layout, Table


class Dialect(StrEnum):
    """The kinds of roster that are understood."""

    ONEROSTER_1_1 = "OneRoster 1.1"
    ONEROSTER_1_2 = "OneRoster 1.2"
    SDS_CLASSIC = "Microsoft SDS"
    SDS_UK = "Microsoft SDS UK"
    SDS_2 = "Microsoft SDS v2"
    SDS_2_1 = "Microsoft SDS v2.1"


class Mode(StrEnum):
    """What it means when something known is not in a file."""

    BULK = "bulk"  # the file is whole: what is not in it has ended
    DELTA = "delta"  # the file holds changes: what is not in it stays
    ABSENT = "absent"  # there is no such file


@dataclass(slots=True)
class Kind:
    """The dialect, and how each file is meant."""

    dialect: Dialect
    modes: dict[str, Mode] = field(default_factory=dict)

    def mode(self, file: str) -> Mode:
        """How a file (by lower-case name) is meant."""
        return self.modes.get(file, Mode.ABSENT)


def recognise(source: Source, log: ProblemLog) -> Kind:
    """Say what kind of roster this is; refuse what is none, naming what was found."""
    names = source.members.keys()
    if {"school.csv", "section.csv"} <= names:
        return _classic(source, log)
    if "users.csv" in names or "orgs.csv" in names or "manifest.csv" in names:
        return _oneroster(source, log)
    if names & (layouts.SDS_FILES - {"school.csv"}) or "school.csv" in names:
        missing = sorted({"school.csv", "section.csv"} - names)
        log.refuse("missing_file", missing[0], value=missing[0])
    if not names & (layouts.ONEROSTER_FILES - {"classes.csv"}):
        found = sorted([member.name for member in source.members.values()] + source.others)
        log.refuse("not_a_roster", source.name, value=", ".join(found[:8]), n=len(found))
    return log.refuse("missing_file", "users.csv", value="users.csv")


def _classic(source: Source, log: ProblemLog) -> Kind:
    headers = _headers(source, "school.csv")
    dialect = Dialect.SDS_UK if "dfe number" in headers else Dialect.SDS_CLASSIC
    present = layouts.SDS_FILES & source.members.keys()
    _list_others(source, present, log)
    return Kind(dialect, dict.fromkeys(present, Mode.BULK))


def _oneroster(source: Source, log: ProblemLog) -> Kind:
    manifest = _manifest(source, log)
    users, roles = _headers(source, "users.csv"), _headers(source, "roles.csv")
    if roles:
        dialect = Dialect.ONEROSTER_1_2 if "sourcedid" in roles else Dialect.SDS_2_1
    elif "role" in users or not users:
        enrolled = _headers(source, "enrollments.csv")
        plain = "enableduser" not in users and "status" not in users and "sourcedid" not in enrolled
        dialect = Dialect.SDS_2 if plain and users and not manifest else Dialect.ONEROSTER_1_1
    else:
        log.refuse("missing_file", "roles.csv", value="roles.csv")
    claimed = manifest.get("oneroster.version", "")
    if claimed.startswith("1.2") and not users:
        dialect = Dialect.ONEROSTER_1_2
    if dialect.value.startswith("OneRoster") and claimed and not dialect.value.endswith(claimed[:3]):
        log.add("manifest_disagrees", source.members["manifest.csv"].name, column="oneroster.version", value=claimed)
    present = (layouts.ONEROSTER_FILES - {"manifest.csv"}) & source.members.keys()
    _list_others(source, present | {"manifest.csv"}, log)
    return Kind(dialect, _modes(source, present, manifest, log))


def _manifest(source: Source, log: ProblemLog) -> dict[str, str]:
    if "manifest.csv" not in source.members:
        return {}
    table = Table(source.members["manifest.csv"], layouts.MANIFEST, log, Canon())
    return {name.lower(): value.lower() for _line, (name, value) in table.rows("name", "value")}


def _modes(source: Source, present: frozenset[str], manifest: dict[str, str], log: ProblemLog) -> dict[str, Mode]:
    """Combine what the manifest claims with what is there. In doubt nothing that is missing from a file is ended."""
    modes: dict[str, Mode] = {}
    for file in sorted(layouts.ONEROSTER_FILES - {"manifest.csv"}):
        claim = manifest.get("file." + file.removesuffix(".csv"), "") if manifest else "bulk"
        if file in present:
            modes[file] = Mode.BULK if claim == "bulk" else Mode.DELTA
            if claim not in ("bulk", "delta"):
                log.add("manifest_disagrees", source.members[file].name, column="file." + file[:-4], value=claim or "–")
        elif manifest and claim in ("bulk", "delta"):
            log.add("missing_file", file, value=file, claim=claim)
    if not manifest:
        for file in sorted({"orgs.csv", "users.csv"} - present):
            log.add("missing_file", file, value=file)
    log.stop_if_refused()
    return modes


def _list_others(source: Source, used: frozenset[str], log: ProblemLog) -> None:
    for key, member in source.members.items():
        if key not in used:
            log.add("file_not_needed", member.name)
    for name in source.others:
        log.add("file_not_needed", name)


def _headers(source: Source, file: str) -> set[str]:
    """Return the headers of a file in lower case; no more than that is read, and problems are left for later."""
    member = source.members.get(file)
    if member is None:
        return set()
    silent = ProblemLog()
    table = Table(member, Layout(file, (Field("any", ("",)),)), silent, Canon())
    return {name.lower() for name in table.headers if name}
