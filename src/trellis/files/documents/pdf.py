"""PDF: looked through for what acts by itself. It is never changed and never shown inside a page of ours."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from trellis.files.checked import Checked, NotAccepted
from trellis.files.documents.words import LOCKED, NOT_WHOLE, PDF_DOES_THINGS, TOO_MUCH_INSIDE

MOST_UNPACKED = 64 * 1024 * 1024
MOST_STREAMS = 200_000
_TAIL = 2048
_ACTS = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|Movie|Sound|Rendition|3D)"
    rb"(?![A-Za-z0-9_.-])"
)
_LOCK = re.compile(rb"/Encrypt(?![A-Za-z0-9_.-])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_OBJECT = re.compile(rb"\s\d{1,10}\s{1,4}\d{1,5}\s{1,4}obj\b")
_NUMBERS = re.compile(rb"\s*\d+\s+\d+")


def check(content: bytes) -> Checked:
    """Return the PDF as it is; refuse one that is cut off, locked, or does more than lie there."""
    end = content.rfind(b"%%EOF")
    if end < len(content) - _TAIL or content[end + 5 :].strip(b"\r\n \0"):
        raise NotAccepted(NOT_WHOLE)
    unpacked = 0
    for piece in _pieces(content):
        unpacked += len(piece)
        if unpacked > len(content) + MOST_UNPACKED:
            raise NotAccepted(TOO_MUCH_INSIDE)
        plain = _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), piece)
        if _LOCK.search(plain):
            raise NotAccepted(LOCKED)
        if _ACTS.search(plain):
            raise NotAccepted(PDF_DOES_THINGS)
    return Checked("document", "application/pdf", "pdf", content)


def _pieces(content: bytes) -> Iterator[bytes]:
    """Yield what a reader takes for objects: everything outside of streams, and the streams that hold objects."""
    at = 0
    for _number in range(MOST_STREAMS):
        found = _STREAM.search(content, at)
        if found is None:
            yield content[at:]
            return
        yield (head := content[at : found.start()])
        end = content.find(b"endstream", found.end())
        if end < 0:
            raise NotAccepted(NOT_WHOLE)
        stream = content[found.end() : end]
        if _OBJECT.search(stream):  # objects where a reader of our kind would not look for them
            raise NotAccepted(PDF_DOES_THINGS)
        yield from _objects_in(head[-4000:], stream)
        at = end
    raise NotAccepted(TOO_MUCH_INSIDE)


def _objects_in(head: bytes, stream: bytes) -> Iterator[bytes]:
    """Yield what a stream unpacks to, where that looks like objects; their list begins with numbers."""
    described = head[head.rfind(b"obj") + 3 :]
    says_objects = b"/ObjStm" in _ESCAPED.sub(lambda found: bytes((int(found[1], 16),)), described)
    unpacker = zlib.decompressobj()
    try:
        first = unpacker.decompress(stream, 64)
        if not says_objects and not _NUMBERS.match(first):
            return
        yield first + unpacker.decompress(unpacker.unconsumed_tail, MOST_UNPACKED)
    except zlib.error:
        if says_objects:
            raise NotAccepted(PDF_DOES_THINGS) from None
        yield stream[: 1024 * 1024] if _NUMBERS.match(stream) else b""
        return
    if unpacker.unconsumed_tail:
        raise NotAccepted(TOO_MUCH_INSIDE)
