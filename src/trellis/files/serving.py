"""Sending a file: whole or a range of it, only to be looked at or listened to, never to run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from trellis.files.models import StoredFile
from trellis.files.storing import full_path
from trellis.people.doors.entering import SHARED_KEY
from trellis.people.requests import SignedIn

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class OutOfRange(ValueError):
    """A range was asked for that the file does not have."""


def send_file(request: SignedIn, file: StoredFile) -> HttpResponseBase:
    """Answer with the bytes of ``file``; 404 where they are gone."""
    path = full_path(file.path)
    if not path.is_file():
        raise Http404
    etag = f'"{file.sha256[:32]}"'
    response = get_conditional_response(request, etag=etag) or _body(request, path, path.stat().st_size, etag)
    for name, value in _headers(file, etag, shared=bool(request.session.get(SHARED_KEY))).items():
        response.headers[name] = value
    return response


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """Return first and last byte of a range; None where the whole is to be sent; raise ``OutOfRange``.

    >>> parse_range("bytes=0-1", 10), parse_range("bytes=4-", 10), parse_range("bytes=-3", 10)
    ((0, 1), (4, 9), (7, 9))
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        first, last = max(size - int(found[2]), 0), size - 1
    else:
        first, last = int(found[1]), min(int(found[2] or size), size - 1)
        if found[2] and int(found[2]) < first:
            return None
    if first >= size or first > last:
        raise OutOfRange
    return first, last


def _body(request: SignedIn, path: Path, size: int, etag: str) -> HttpResponseBase:
    try:
        wanted = parse_range(request.headers.get("Range", ""), size)
    except OutOfRange:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if request.headers.get("If-Range", etag) != etag:
        wanted = None
    first, last = wanted or (0, size - 1)
    response = StreamingHttpResponse(_pieces(path, first, last), status=206 if wanted else 200)
    response.headers["Content-Length"] = str(last - first + 1)
    if wanted:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    """Yield the bytes from ``first`` to ``last``; opened only once somebody reads."""
    with path.open("rb") as source:
        source.seek(first)
        left = last - first + 1
        while left > 0 and (piece := source.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece


def _headers(file: StoredFile, etag: str, *, shared: bool) -> dict[str, str]:
    ending = file.path.rsplit(".", 1)[-1]
    return {
        "Content-Type": file.media_type,
        "Content-Disposition": f'attachment; filename="{file.kind}-{file.stored_at:%Y-%m-%d}.{ending}"',
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "ETag": etag,
        # Asked again each time, so that a right that ended ends here too; on a shared device nothing stays behind.
        "Cache-Control": "private, no-store" if shared else "private, no-cache",
        "Vary": "Cookie",
    }
