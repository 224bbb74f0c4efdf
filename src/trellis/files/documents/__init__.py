"""Documents: PDF, plain text, CSV, Markdown and office files, looked at by content; only ever sent as downloads.

What could act by itself is refused: macros, scripts, things loaded from elsewhere, files in files, bombs. Text is
written anew as UTF-8; the others are kept as they are, since to write them anew would change what people wrote.
"""

from __future__ import annotations

from trellis.files.checked import Checked, NotAccepted
from trellis.files.documents import office, pdf, plain
from trellis.files.documents.words import EMPTY, NOT_A_DOCUMENT, OLD_OFFICE, PACKED, TOO_LARGE

MOST_BYTES = 25 * 1024 * 1024
_OLD = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf", b"\xdb\xa5")
_PACKED = (
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
)


def check_document(content: bytes, name: str) -> Checked:
    """Return the document as it will be kept; raise ``NotAccepted``. The name only tells CSV and Markdown from text."""
    if len(content) > MOST_BYTES:
        raise NotAccepted(TOO_LARGE)
    if not content.strip(b"\0 \t\r\n"):
        raise NotAccepted(EMPTY)
    if content.startswith(b"%PDF-"):
        return pdf.check(content)
    if content.startswith(b"PK\x03\x04"):
        return office.check(content)
    if content.startswith(_OLD):
        raise NotAccepted(OLD_OFFICE)
    if content.startswith(_PACKED):
        raise NotAccepted(PACKED)
    text = plain.decoded(content)
    if text is None:
        raise NotAccepted(NOT_A_DOCUMENT)
    return plain.check(text, name)
