"""A bucket on this machine that looks at every signature as the real ones do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl, urlsplit

from trellis.files.s3 import Keys, signature

KEYS = Keys("ACCESS", "SECRET", "eu-test-1")
PAGE = 2  # so many names in one answer, so that lists have several pages


class _Handler(BaseHTTPRequestHandler):
    server: FakeS3

    def log_message(self, *_said: object) -> None:
        """Say nothing."""

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _is_signed(self, body: bytes) -> bool:
        place = urlsplit(self.path)
        said = self.headers.get("authorization", "")
        found = re.search(r"SignedHeaders=([^,]+)", said)
        names = found[1].split(";") if found else []
        headers = {name: self.headers.get(name, "") for name in names}
        stamp = self.headers.get("x-amz-date", "")
        query = dict(parse_qsl(place.query, keep_blank_values=True))
        whole = {"host", "x-amz-content-sha256", "x-amz-date"} <= set(names)
        digest = hashlib.sha256(body).hexdigest() == headers.get("x-amz-content-sha256")
        return whole and digest and said == signature(KEYS, (self.command, place.path), query, headers, stamp)

    def _do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.asked.append((self.command, self.path))
        if not self._is_signed(body):
            self._answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
            return
        place = urlsplit(self.path)
        bucket, _slash, key = place.path.lstrip("/").partition("/")
        if bucket != "files":
            self._answer(404, b"<Error><Code>NoSuchBucket</Code></Error>")
        elif self.command == "PUT":
            self.server.objects[key] = (body, datetime.now(UTC))
            self._answer(200)
        elif self.command == "DELETE":
            self.server.objects.pop(key, None)
            self._answer(204)
        elif not key:
            self._answer(200, self._listed(dict(parse_qsl(place.query))))
        elif key not in self.server.objects:
            self._answer(404)
        else:
            self._send(self.server.objects[key][0])

    do_GET = do_PUT = do_DELETE = do_HEAD = _do  # noqa: N815 - as http.server names them

    def _send(self, body: bytes) -> None:
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("range", ""))
        if found is None:
            self._answer(200, body)
            return
        first, last = int(found[1]), min(int(found[2]), len(body) - 1)
        self._answer(206, body[first : last + 1], Content_Range=f"bytes {first}-{last}/{len(body)}")

    def _listed(self, query: dict[str, str]) -> bytes:
        names = sorted(name for name in self.server.objects if name.startswith(query.get("prefix", "")))
        if query.get("delimiter"):
            names = sorted({name.split("/")[0] + "/" for name in names if "/" in name})
        after = query.get("continuation-token", "")
        rest = [name for name in names if name > after]
        page, more = rest[:PAGE], len(rest) > PAGE
        if query.get("delimiter"):
            items = "".join(f"<CommonPrefixes><Prefix>{name}</Prefix></CommonPrefixes>" for name in page)
        else:
            times = {name: f"{self.server.objects[name][1]:%Y-%m-%dT%H:%M:%S.000Z}" for name in page}
            items = "".join(
                f"<Contents><Key>{n}</Key><LastModified>{t}</LastModified></Contents>" for n, t in times.items()
            )
        items += f"<NextContinuationToken>{page[-1]}</NextContinuationToken>" if more else ""
        return f'<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{items}</ListBucketResult>'.encode()


class FakeS3(ThreadingHTTPServer):
    """Holds one bucket, ``files``, in memory."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, tuple[bytes, datetime]] = {}
        self.asked: list[tuple[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def fake_s3() -> Iterator[FakeS3]:
    with FakeS3() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
