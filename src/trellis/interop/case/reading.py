"""From bytes to plain JSON values, with a clear no to everything that is not JSON or would hurt."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from decimal import Decimal
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from trellis.interop.case.problems import NotAFramework, Problems, step

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 40
MAX_VALUES = 4_000_000
MAX_DIGITS = 250
KEPT_KEY = "trellis:kept"  # where what does not fit CASE 1.1 is kept, see shapes.py
KEPT_LEVELS = 3
_TWICE = "\x00twice"
_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_MAGIC = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "Word or Excel"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
)


def unpack(content: bytes) -> bytes:
    """Return the file itself, taken out of gzip or out of a zip that holds one file."""
    if len(content) > MAX_BYTES:
        _too_large(len(content))
    if content[:2] == b"\x1f\x8b":
        return _from_gzip(content)
    if content[:4] == b"PK\x03\x04":
        return _from_zip(content)
    return content


def read_json(content: bytes, problems: Problems) -> object:
    """Return the JSON value in ``content``; raise ``NotAFramework`` where there is none that can be trusted."""
    text = _decode(unpack(content))
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_float, parse_int=_int
        )
    except json.JSONDecodeError as error:
        place = _("line {line}, column {column}").format(line=error.lineno, column=error.colno)
        near = text[max(0, error.pos - 20) : error.pos + 20]
        raise NotAFramework(
            place, near, _("The file is broken or incomplete here. Download it again from its source.")
        ) from error
    except RecursionError as error:
        raise _too_deep("/") from error
    return _Cleaner(problems).clean(value, "", MAX_DEPTH)


def _decode(content: bytes) -> str:
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            raise NotAFramework("/", kind, _("This is a picture or a document. Choose the JSON file of the framework."))
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        place = _("byte {number}").format(number=error.start)
        value = content[error.start : error.start + 10]
        raise NotAFramework(place, value, _("The file is not UTF-8 text. Save it as UTF-8.")) from error
    start = text.lstrip()[:200]
    if not start:
        raise NotAFramework("/", "", _("The file is empty. Download it again from its source."))
    if start.startswith("<"):
        raise NotAFramework(
            "/",
            start[:40],
            _("This is a web page or XML. Choose the JSON file (“CASE package”) of the framework."),
        )
    if not start.startswith(("{", "[")):
        raise NotAFramework(
            _("line {line}, column {column}").format(line=1, column=1),
            start[:40],
            _("This is not JSON. For a table (CSV), choose the import of a table instead."),
        )
    return text


def _from_gzip(content: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(content, MAX_BYTES + 1)
    except zlib.error as error:
        raise NotAFramework("/", "gzip", _("The compressed file is broken. Download it again.")) from error
    if len(plain) > MAX_BYTES:
        _too_large(len(plain))
    if not unpacker.eof:
        raise NotAFramework("/", "gzip", _("The compressed file is incomplete. Download it again."))
    return plain


def _from_zip(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [member for member in archive.infolist() if _is_content(member)]
            if "[Content_Types].xml" in archive.namelist():
                raise NotAFramework(
                    "/", "Office", _("This is a spreadsheet or document. Save it as CSV (UTF-8) first.")
                )
            if len(members) != 1:
                names = ", ".join(member.filename for member in members[:5])
                raise NotAFramework("/", names, _("The zip file must hold exactly one JSON or CSV file."))
            if members[0].file_size > MAX_BYTES:
                _too_large(members[0].file_size)
            with archive.open(members[0]) as packed:
                plain = packed.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise NotAFramework("/", "zip", _("The zip file is broken or locked. Download it again.")) from error
    if len(plain) > MAX_BYTES:
        _too_large(len(plain))
    return plain


def _is_content(member: zipfile.ZipInfo) -> bool:
    name = member.filename.rpartition("/")[2]
    return name.lower().endswith((".json", ".csv")) and not member.is_dir() and not name.startswith(".")


def _too_large(size: int) -> NoReturn:
    raise NotAFramework(
        "/",
        f"{size // 1_000_000} MB",
        _("Larger than {limit} MB: no framework is. Choose the JSON file of one framework.").format(
            limit=MAX_BYTES // 1_000_000
        ),
    )


def _too_deep(place: str) -> NotAFramework:
    return NotAFramework(place, "", _("Nested deeper than any framework. The file was not made by a CASE tool."))


def _no_constant(name: str) -> NoReturn:
    raise NotAFramework("/", name, _("“{name}” is not a JSON number. Remove it.").format(name=name))


def _float(text: str) -> float | int:
    number = float(text)
    if abs(number) > 10.0**MAX_DIGITS:
        raise NotAFramework("/", text, _("This number is too large to be kept. Remove it."))
    # The database gives large numbers back digit by digit: 1e23 would return as another number than the float.
    return number if abs(number) < 1e16 else int(Decimal(repr(number)))


def _int(text: str) -> int:
    if len(text) > MAX_DIGITS + 2:
        raise NotAFramework("/", text, _("This number is too large to be kept. Remove it."))
    return int(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        seen: set[str] = set()
        members[_TWICE] = [key for key, _value in pairs if key in seen or seen.add(key)]  # type: ignore[func-returns-value]
    return members


class _Cleaner:
    """Walks a JSON value once: bounds its depth and size, and replaces what the database cannot hold."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.values = 0
        self.inside_kept = False

    def clean(self, value: object, place: str, left: int) -> object:
        """Return ``value`` fit to be stored; raise ``NotAFramework`` where it goes deeper than ``left`` levels."""
        self.values += 1
        if left < 0 or self.values > MAX_VALUES:
            raise _too_deep(place or "/")
        if isinstance(value, str):
            return self._text(value, place)
        if isinstance(value, list):
            return [
                self.clean(part, f"{place}/{index}", left - 1) if isinstance(part, (str, list, dict)) else part
                for index, part in enumerate(value)
            ]
        if isinstance(value, dict):
            return self._members(value, place, left)
        return value

    def _members(self, value: dict[str, Any], place: str, left: int) -> dict[str, Any]:
        for key in value.pop(_TWICE, ()):
            self.problems.error(step(place, key), key, _("This name stands twice in one object. Remove one of them."))
        cleaned: dict[str, Any] = {}
        for key, part in value.items():
            name = self._text(key, place)
            if isinstance(part, (str, list, dict)):
                # What we kept aside in an export stands up to three levels deeper than it did; once, not again inside.
                more = KEPT_LEVELS if key == KEPT_KEY and not self.inside_kept else 0
                self.inside_kept = self.inside_kept or more > 0
                cleaned[name] = self.clean(part, step(place, key), left - 1 + more)
                self.inside_kept = self.inside_kept and not more
            else:
                cleaned[name] = part
        return cleaned

    def _text(self, text: str, place: str) -> str:
        if text.isascii() and "\x00" not in text:
            return text
        cleaned, n_replaced = _UNSTORABLE.subn("\ufffd", text)
        if n_replaced:
            self.problems.warning(place, text, _("A sign that no text may hold was replaced by “�”."))
        return cleaned
