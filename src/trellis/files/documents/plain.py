"""Plain text, CSV and Markdown: decoded, looked at, and written anew as UTF-8."""

from __future__ import annotations

import re

from trellis.files.checked import Checked, NotAccepted
from trellis.files.documents.words import A_PAGE, FORMULAS, NOT_A_DOCUMENT

KINDS = {
    "csv": ("text/csv; charset=utf-8", "csv"),
    "tsv": ("text/csv; charset=utf-8", "csv"),
    "md": ("text/markdown; charset=utf-8", "md"),
    "markdown": ("text/markdown; charset=utf-8", "md"),
    "txt": ("text/plain; charset=utf-8", "txt"),
    "text": ("text/plain; charset=utf-8", "txt"),
    "": ("text/plain; charset=utf-8", "txt"),
}
_BREAKING = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKUP = re.compile(r"\s*<[!?/a-z]", re.IGNORECASE)
_PROGRAM = re.compile(r"\s*(?:#!|%PDF-|MIME-Version:|GIF8|\{\\rtf|@echo|WScript\.)", re.IGNORECASE)
# Formulas that call programs or addresses; an ordinary sum in a cell harms nobody, and -5 is a number.
_CALLS = re.compile(
    r"\b(?:HYPERLINK|WEBSERVICE|IMPORT(?:XML|DATA|HTML|FEED|RANGE)|IMAGE|RTD|DDE|CALL|EXEC|REGISTER\.ID)\s{0,5}\(",
    re.IGNORECASE,
)
_CELLS = re.compile(r"[,;\t\r\n]")


def decoded(content: bytes) -> str | None:
    """Return bytes as text, or None where they are something else."""
    ways = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for way in ways:
        try:
            text = content.decode(way)
        except UnicodeDecodeError:
            continue
        return None if _BREAKING.search(text) else text
    return None


def check(text: str, name: str) -> Checked:
    """Return text as it will be kept; refuse pages, programs, and tables whose formulas reach outside."""
    if _MARKUP.match(text):
        raise NotAccepted(A_PAGE)
    ending = name.rsplit(".", 1)[-1].strip().lower() if "." in name else ""
    if ending not in KINDS or _PROGRAM.match(text):
        raise NotAccepted(A_PAGE if ending in {"html", "htm", "xhtml", "svg", "xml"} else NOT_A_DOCUMENT)
    media_type, kept_ending = KINDS[ending]
    if kept_ending == "csv" and any(map(_reaches_out, _CELLS.split(text))):
        raise NotAccepted(FORMULAS)
    return Checked("document", media_type, kept_ending, text.encode())


def _reaches_out(cell: str) -> bool:
    formula = cell.strip(" '\"")
    if formula[:1] not in {"=", "+", "-", "@"}:
        return False
    program = formula.find("|")
    return (program >= 0 and "!" in formula[program:]) or _CALLS.search(formula) is not None
