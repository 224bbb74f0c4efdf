"""Sending a file: whole or a range of it, only to be looked at, listened to or downloaded, never to run.

``attachment`` holds for all: elements of our pages show pictures, sounds and videos all the same, and whoever opens the
address itself gets a download, whatever is in it.
"""

from __future__ import annotations

import re

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from trellis.files import storing
from trellis.files.models import StoredFile
from trellis.people.doors.entering import SHARED_KEY
from trellis.people.requests import SignedIn

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class OutOfRange(ValueError):
    """A range was asked for that the file does not have."""


def send_file(request: SignedIn, file: StoredFile) -> HttpResponseBase:
    """Answer with the bytes of ``file``; 404 where they are gone."""
    size = storing.size_of(file.path)
    if size is None:
        raise Http404
    etag = f'"{file.sha256[:32]}"'
    response = get_conditional_response(request, etag=etag) or _body(request, file.path, size, etag)
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


def _body(request: SignedIn, path: str, size: int, etag: str) -> HttpResponseBase:
    try:
        wanted = parse_range(request.headers.get("Range", ""), size)
    except OutOfRange:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if request.headers.get("If-Range", etag) != etag:
        wanted = None
    first, last = wanted or (0, size - 1)
    response = StreamingHttpResponse(storing.pieces(path, first, last), status=206 if wanted else 200)
    response.headers["Content-Length"] = str(last - first + 1)
    if wanted:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def name_of(file: StoredFile) -> str:
    """Return the name under which a file is saved: as its owner called it, with the ending of what it is."""
    name = file.name or f"{file.kind}-{file.stored_at:%Y-%m-%d}"
    return f"{name}.{file.path.rsplit('.', 1)[-1]}"


def _headers(file: StoredFile, etag: str, *, shared: bool) -> dict[str, str]:
    return {
        "Content-Type": file.media_type,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name_of(file)) or "attachment",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "ETag": etag,
        # Asked again each time, so that a right that ended ends here too; on a shared device nothing stays behind.
        "Cache-Control": "private, no-store" if shared else "private, no-cache",
        "Vary": "Cookie",
    }
