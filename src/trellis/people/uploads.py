"""Which files are taken in at all: the body of a request is read before any page can say no."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from trellis.people.middleware import DISTRICT_KEY

MOST_BYTES = 512 * 1024 * 1024  # of one request; each page has its own, smaller limit


class OnlyFromInside(FileUploadHandler):
    """Lets files of strangers, and of requests larger than any page takes, pass by unread, so that no disk fills up.

    The fields beside the file arrive as usual: the page says that a file is missing.
    """

    request: HttpRequest
    refuses = False

    def handle_raw_input(  # type: ignore[override]  # what it does not look at has no name
        self, _input: Any, _meta: Any, content_length: int, *_rest: Any, **_more: Any
    ) -> None:
        """Decide before the first byte."""
        self.refuses = content_length > MOST_BYTES or DISTRICT_KEY not in self.request.session

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Skip each file of a refused request."""
        if self.refuses:
            raise SkipFile
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes:
        """Hand what arrives to the next handler, which keeps it."""
        return raw_data

    def file_complete(self, _file_size: int) -> None:
        """Keep nothing here."""
        return
