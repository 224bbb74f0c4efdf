"""One fast look through a file before it is read: its encoding, and whether rows need a closer look."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from trellis.interop.oneroster.archive import Member, reading
from trellis.interop.oneroster.problems import ProblemLog

BLOCK = 1 << 20
REPLACED = "�"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(slots=True)
class Scan:
    """What a file turned out to be."""

    encoding: str
    errors: str = "strict"
    empty: bool = True
    doubtful: bool = False  # holds NUL or unreadable characters somewhere: rows are looked at one by one


def scan(member: Member, log: ProblemLog) -> Scan:
    """Read the file once in blocks and say how to read it. Unreadable files and endless lines are refused."""
    with reading(member, log) as stream:
        start = stream.read(4096)
    encoding = _marked(start) or _unmarked_utf16(start) or "utf-8"
    found = _scan_as(member, encoding, "strict", log)
    if isinstance(found, Scan):
        return found
    if not encoding.startswith("utf-8"):
        log.refuse("unreadable_text", member.name, line=found, value=encoding)
    return _scan_damaged(member, found, log)


def _marked(start: bytes) -> str | None:
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def _unmarked_utf16(start: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every second byte of a Latin header line is zero."""
    if len(start) >= 8 and start[1:8:2] == b"\0\0\0\0" and b"\0" not in start[0:8:2]:
        return "utf-16-le"
    if len(start) >= 8 and start[0:8:2] == b"\0\0\0\0" and b"\0" not in start[1:8:2]:
        return "utf-16-be"
    return None


def _scan_as(member: Member, encoding: str, errors: str, log: ProblemLog) -> Scan | int:
    """Return what was found, or the line at which the encoding does not fit."""
    result = Scan(encoding, errors)
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    line, since_line_end = 1, 0
    with reading(member, log) as stream:
        while True:
            block = stream.read(BLOCK)
            try:
                text = decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                return line + block[: max(error.start, 0)].count(b"\n")
            _look(text, result)
            since_line_end = _without_line_end(text, since_line_end)
            if since_line_end > 2 * BLOCK:
                log.refuse("line_too_long", member.name, line=line)
            if not block:
                return result
            line += text.count("\n")


def _look(text: str, result: Scan) -> None:
    result.empty = result.empty and not text.strip()
    result.doubtful = result.doubtful or "\0" in text or REPLACED in text


def _without_line_end(text: str, before: int) -> int:
    last = max(text.rfind("\n"), text.rfind("\r"))
    return before + len(text) if last < 0 else len(text) - last - 1


def _scan_damaged(member: Member, line: int, log: ProblemLog) -> Scan:
    """Decide what a file that is not quite UTF-8 is: UTF-8 with damage, or the older Windows encoding."""
    good, bad = _count_characters(member, log)
    encoding = "utf-8-sig" if good > bad else "cp1252"
    log.add("encoding_guessed", member.name, line=line, value="UTF-8" if good > bad else "Windows-1252")
    found = _scan_as(member, encoding, "replace", log)
    if isinstance(found, int):  # "replace" never fails; kept for the type checker's sake
        log.refuse("unreadable_text", member.name, line=found)
    return found


def _count_characters(member: Member, log: ProblemLog) -> tuple[int, int]:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    good = bad = 0
    with reading(member, log) as stream:
        while block := stream.read(BLOCK):
            text = decoder.decode(block)
            replaced = text.count(REPLACED)
            bad += replaced
            good += sum(1 for char in text if char > "\x7f") - replaced if not text.isascii() else 0
    return good, bad
