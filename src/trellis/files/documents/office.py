"""Office files: OOXML (DOCX, XLSX, PPTX) and OpenDocument (ODT, ODS, ODP), without macros and ties to elsewhere."""

from __future__ import annotations

import re

from trellis.files.checked import Checked, NotAccepted
from trellis.files.documents.words import FILES_INSIDE, LOCKED, MACROS, PACKED
from trellis.files.documents.xmls import look_through
from trellis.files.documents.zips import Budget, Member, members

_MAIN = re.compile(rb"application/vnd\.openxmlformats-officedocument\.([a-z.]+)\.main\+xml")
_MACRO_TYPE = re.compile(rb"macroEnabled|vbaProject|ms-office\.activeX", re.IGNORECASE)
_OOXML = {
    b"wordprocessingml.document": ("wordprocessingml.document", "docx"),
    b"wordprocessingml.template": ("wordprocessingml.document", "docx"),
    b"spreadsheetml.sheet": ("spreadsheetml.sheet", "xlsx"),
    b"spreadsheetml.template": ("spreadsheetml.sheet", "xlsx"),
    b"presentationml.presentation": ("presentationml.presentation", "pptx"),
    b"presentationml.slideshow": ("presentationml.presentation", "pptx"),
    b"presentationml.template": ("presentationml.presentation", "pptx"),
}
_ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/vnd.oasis.opendocument.graphics": "odg",
}
_MACRO_NAMES = re.compile(
    r"(?:^|/)(?:vba[a-z]*\.(?:bin|xml)|activeX|macrosheets|dialogsheets|Basic|Scripts)(?:/|$)", re.IGNORECASE
)
_PROGRAM_NAMES = re.compile(
    r"\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vb[es]?|jse?|mjs|wsf|hta|html?|xhtml|mht|jar|class|lnk|url|py|sh|php|swf|chm|ocx)$",
    re.IGNORECASE,
)  # fmt: skip
_PROGRAM_HEADS = (
    b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"%PDF",
    b"{\\rtf", b"FWS", b"CWS",
)  # fmt: skip
_ALSO_IN_OFFICE = re.compile(r"(?:ppt|word|xl)/embeddings/[^/]+\.(?:xlsx|docx|pptx)", re.IGNORECASE)


def check(content: bytes) -> Checked:
    """Return the file as it is; refuse other zip files, programs, and what loads something."""
    media_type, ending = _looked_through(content, Budget(), depth=0)
    return Checked("document", media_type, ending, content)


def _looked_through(content: bytes, budget: Budget, *, depth: int) -> tuple[str, str]:
    kind: tuple[str, str] | None = None
    for number, member in enumerate(members(content, budget)):
        if number == 0 and member.name == "mimetype":
            kind = _open_document(member.body)
        elif member.name == "[Content_Types].xml":
            kind = kind or _office_open(member.body)
        _look_at(member, budget, depth=depth)
    if kind is None:
        raise NotAccepted(PACKED)
    return kind


def _open_document(said: bytes) -> tuple[str, str] | None:
    ending = _ODF.get(said.strip())
    return (said.strip().decode(), ending) if ending else None


def _office_open(types: bytes) -> tuple[str, str] | None:
    if _MACRO_TYPE.search(types):
        raise NotAccepted(MACROS)
    found = {_OOXML[name] for name in _MAIN.findall(types) if name in _OOXML}
    if len(found) != 1:
        return None
    name, ending = found.pop()
    return f"application/vnd.openxmlformats-officedocument.{name}", ending


def _look_at(member: Member, budget: Budget, *, depth: int) -> None:
    if _MACRO_NAMES.search(member.name):
        raise NotAccepted(MACROS)
    if _PROGRAM_NAMES.search(member.name) or member.body.startswith(_PROGRAM_HEADS):
        raise NotAccepted(FILES_INSIDE)
    if member.name in {"EncryptedPackage", "EncryptionInfo"}:
        raise NotAccepted(LOCKED)
    if member.body.startswith(b"PK\x03\x04"):
        if depth or _ALSO_IN_OFFICE.fullmatch(member.name) is None:
            raise NotAccepted(FILES_INSIDE)
        _looked_through(member.body, budget, depth=depth + 1)  # the table behind a chart
    else:
        look_through(member)
