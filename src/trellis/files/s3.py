"""Files in a bucket of an S3-compatible storage: signed requests (AWS Signature Version 4) and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import http.client
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree as ET  # what it reads comes from the storage that the operator chose

from django.conf import settings

TIMEOUT = 30
CHUNK = 64 * 1024
NAMESPACE = "{http://s3.amazonaws.com/doc/2006-03-01/}"


class BucketError(OSError):
    """The storage did not do what was asked; ``status`` is its answer, 0 where there was none."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"The storage answered {status}: {reason}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Keys:
    """Who asks, and where: everything that goes into a signature."""

    access: str
    secret: str
    region: str


def signature(
    keys: Keys, asked: tuple[str, str], query: Mapping[str, str], headers: Mapping[str, str], stamp: str
) -> str:
    """Return the header ``Authorization`` for a method and quoted path; header names are in lower case."""
    names = sorted(headers)
    signed = ";".join(names)
    lines = [*asked, _query_text(query), *(f"{name}:{headers[name].strip()}" for name in names)]
    lines += ["", signed, headers["x-amz-content-sha256"]]
    scope = f"{stamp[:8]}/{keys.region}/s3/aws4_request"
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    key = f"AWS4{keys.secret}".encode()
    for part in (stamp[:8], keys.region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    proof = hmac.digest(key, f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{digest}".encode(), "sha256").hex()
    return f"AWS4-HMAC-SHA256 Credential={keys.access}/{scope},SignedHeaders={signed},Signature={proof}"


def _query_text(query: Mapping[str, str]) -> str:
    return "&".join(f"{quote(name, safe='-_.~')}={quote(query[name], safe='-_.~')}" for name in sorted(query))


@dataclass(frozen=True, slots=True)
class Bucket:
    """One bucket at one address; every call is a connection of its own."""

    endpoint: str
    name: str
    keys: Keys

    def put(self, key: str, body: bytes | bytearray) -> None:
        """Write an object whole."""
        with self._ask("PUT", key, body=body):
            return

    def size(self, key: str) -> int | None:
        """Return how large an object is, or None where there is none."""
        try:
            with self._ask("HEAD", key) as answer:
                return int(answer.headers["Content-Length"])
        except BucketError as error:
            if error.status == 404:
                return None
            raise

    def pieces(self, key: str, first: int, last: int) -> Iterator[bytes]:
        """Yield the bytes of an object from ``first`` to ``last``."""
        with self._ask("GET", key, headers={"range": f"bytes={first}-{last}"}) as answer:
            while piece := answer.read(CHUNK):
                yield piece

    def delete(self, key: str) -> None:
        """Remove an object; it may be gone already."""
        with self._ask("DELETE", key):
            return

    def folders(self) -> Iterator[str]:
        """Yield the names before the first slash."""
        for page in self._pages({"delimiter": "/"}):
            for found in page.iter(f"{NAMESPACE}CommonPrefixes"):
                yield (found.findtext(f"{NAMESPACE}Prefix") or "").rstrip("/")

    def objects(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Yield each object whose name begins so, and when it was written."""
        for page in self._pages({"prefix": prefix}):
            for found in page.iter(f"{NAMESPACE}Contents"):
                written = datetime.fromisoformat(found.findtext(f"{NAMESPACE}LastModified") or "")
                yield found.findtext(f"{NAMESPACE}Key") or "", written

    def _pages(self, query: dict[str, str]) -> Iterator[ET.Element]:
        token = ""
        while True:
            more = {"continuation-token": token} if token else {}
            with self._ask("GET", "", query={"list-type": "2", **query, **more}) as answer:
                page = ET.fromstring(answer.read())  # noqa: S314 - see the import
            yield page
            token = page.findtext(f"{NAMESPACE}NextContinuationToken") or ""
            if not token:
                return

    @contextmanager
    def _ask(
        self,
        method: str,
        key: str,
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | bytearray = b"",
    ) -> Iterator[http.client.HTTPResponse]:
        place = urlsplit(self.endpoint)
        stamp, digest = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}", hashlib.sha256(body).hexdigest()
        path = quote(f"/{self.name}/{key}" if key else f"/{self.name}", safe="/-_.~")
        sent = {"host": place.netloc, "x-amz-content-sha256": digest, "x-amz-date": stamp, **(headers or {})}
        sent["authorization"] = signature(self.keys, (method, path), query or {}, sent, stamp)
        kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
        connection = kind(place.netloc, timeout=TIMEOUT)
        try:
            connection.request(method, f"{path}?{_query_text(query)}" if query else path, body or None, sent)
            answer = connection.getresponse()
            if answer.status >= 300:
                raise BucketError(answer.status, answer.read(2000).decode(errors="replace"))
            yield answer
        except (http.client.HTTPException, OSError) as error:
            raise error if isinstance(error, BucketError) else BucketError(0, str(error)) from error
        finally:
            connection.close()


def bucket() -> Bucket | None:
    """Return the bucket of the settings, or None where files lie on disk."""
    if not settings.FILES_S3_ENDPOINT:
        return None
    keys = Keys(settings.FILES_S3_ACCESS_KEY, settings.FILES_S3_SECRET_KEY, settings.FILES_S3_REGION)
    return Bucket(settings.FILES_S3_ENDPOINT, settings.FILES_S3_BUCKET, keys)
