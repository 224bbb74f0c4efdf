"""The one door through which uploads come in: read within limits, checked by what is in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import StrOrPromise
from trellis.files import documents, pictures, sounds, videos
from trellis.files.checked import Checked, NotAccepted
from trellis.files.documents.words import EMPTY
from trellis.files.documents.words import TOO_LARGE as DOCUMENT_TOO_LARGE
from trellis.files.models import StoredFile
from trellis.files.names import name_alone
from trellis.files.sounds import adts, mp3
from trellis.files.videos.words import NO_PICTURE

PICTURE, SOUND = StoredFile.Kind.PICTURE, StoredFile.Kind.SOUND
VIDEO, DOCUMENT = StoredFile.Kind.VIDEO, StoredFile.Kind.DOCUMENT
ALL_KINDS = (str(PICTURE), str(SOUND), str(VIDEO), str(DOCUMENT))
HEAD = 4096

MOST_BYTES = {
    str(PICTURE): pictures.MOST_BYTES,
    str(SOUND): sounds.MOST_BYTES,
    str(VIDEO): videos.most_bytes(),
    str(DOCUMENT): documents.MOST_BYTES,
}
MOST_AT_ONCE = 20
MOST_BYTES_AT_ONCE = 128 * 1024 * 1024
WHAT_CAN_BE_ADDED = {
    str(PICTURE): _("pictures (JPEG, PNG, WebP, GIF)"),
    str(SOUND): _("sounds (WAV, MP3, M4A)"),
    str(VIDEO): _("videos (MP4, WebM, MOV)"),
    str(DOCUMENT): _("documents (PDF, text, CSV, Markdown, Word, Excel, PowerPoint, LibreOffice)"),
}


def most_bytes(kind: str) -> int:
    """Return how large a file of this kind may be."""
    return videos.most_bytes() if kind == VIDEO else MOST_BYTES[kind]


def too_large(kind: str) -> StrOrPromise:
    """Say that a file of this kind is too large."""
    if kind == VIDEO:
        return videos.too_large()
    return {str(PICTURE): pictures.TOO_LARGE, str(SOUND): sounds.TOO_LARGE}.get(kind, DOCUMENT_TOO_LARGE)


def check_upload(upload: UploadedFile[Any], kind: str) -> Checked:
    """Return what will be kept of an upload; raise ``NotAccepted``. The type that the browser sent says nothing."""
    most = most_bytes(kind)
    if (upload.size or 0) > most:
        raise NotAccepted(too_large(kind))
    upload.seek(0)
    if kind == VIDEO:
        content = bytearray(upload.size or 0)  # changed in place: there is one copy of it, not three
        del content[upload.readinto(content) :]
        return replace(videos.check_video(content), name=name_alone(upload.name or ""))
    body = upload.read(most + 1)
    if kind == DOCUMENT:
        name = upload.name or ""
        return replace(documents.check_document(body, name), name=name_alone(name))
    return pictures.check_picture(body) if kind == PICTURE else sounds.check_sound(body)


def check_any(upload: UploadedFile[Any], kinds: Collection[str] = ALL_KINDS) -> Checked:
    """Return what will be kept of an upload of one of these kinds; its content tells which."""
    upload.seek(0)
    head = upload.read(HEAD)
    if not head:
        raise NotAccepted(EMPTY)
    kind = kind_of(head)
    if kind == VIDEO and SOUND in kinds and head[8:12] in {b"M4A ", b"M4B "}:
        kind = str(SOUND)
    if kind not in kinds:
        raise NotAccepted(what_can_be_added(kinds))
    try:
        return check_upload(upload, kind)
    except NotAccepted as refused:
        if refused.sentence is NO_PICTURE and SOUND in kinds and head[4:8] == b"ftyp":
            return check_upload(upload, str(SOUND))
        raise


def what_can_be_added(kinds: Collection[str]) -> str:
    """Say which files can be added, for somebody who chose another one."""
    named = "; ".join(str(WHAT_CAN_BE_ADDED[kind]) for kind in ALL_KINDS if kind in kinds)
    return str(_("This kind of file cannot be added here. What can: %(kinds)s.")) % {"kinds": named}


def kind_of(head: bytes) -> str:
    """Return of which kind a file that begins so would be; its check says whether it is."""
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG", b"GIF8")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return str(PICTURE)
    if head[4:8] == b"ftyp":
        return str(PICTURE if head[8:12] in pictures.HEIC_BRANDS else VIDEO)
    if b"<svg" in head.lower():
        return str(PICTURE)
    if videos.might_be(head):
        return str(VIDEO)
    is_sound = (head.startswith((*sounds.ELSEWHERE, b"ID3")) and b"\0" in head[:64]) or (
        head[:4] == b"RIFF" and head[8:12] == b"WAVE"
    )
    is_sound = is_sound or adts.begins(head, 0) or mp3.begins(head, 0)
    return str(SOUND if is_sound else DOCUMENT)
