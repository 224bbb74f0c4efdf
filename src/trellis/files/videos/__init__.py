"""Videos: MP4, QuickTime and WebM, looked at by content and measured, never written anew.

Each format has its module: ``read`` walks the whole file, blanks in place whatever is neither picture nor sound (notes
about place, device and people, tracks that note where a phone was) and tells how long it lasts.
"""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from trellis.files.checked import Checked, NotAccepted

MATROSKA = b"\x1a\x45\xdf\xa3"
LEAST_SECONDS = 0.2
SPARE_SECONDS = 2  # a camera that stops itself stops a little after

NOT_A_VIDEO = _("This is not a video that we can play. Choose an MP4, WebM or MOV.")
NOT_EVERYWHERE = _("This kind of video does not play on every device. Save it as MP4 and choose it again.")
NOTHING_TO_SEE = _("There is nothing to see in this video. Record it again.")
_TOO_LARGE = _("This video is larger than {n} MB. Make it shorter, or save it smaller.")
_TOO_LONG = _("This video is longer than {n} minutes. Make it shorter, or add it in parts.")
_ELSEWHERE = (b"FLV\x01", b"\x30\x26\xb2\x75", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3", b".RMF")


class Measured(NamedTuple):
    """How long a video lasts and how large it is shown."""

    seconds: float
    width: int | None
    height: int | None


def most_bytes() -> int:
    """Return how large a video may be."""
    return int(settings.FILES_VIDEO_MB) * 1024 * 1024


def too_large() -> Promise:
    """Say that a video is too large, with the limit."""
    return format_lazy(_TOO_LARGE, n=settings.FILES_VIDEO_MB)


def too_long() -> Promise:
    """Say that a video is too long, with the limit."""
    return format_lazy(_TOO_LONG, n=settings.FILES_VIDEO_MINUTES)


def might_be(head: bytes) -> bool:
    """Say whether a file that begins so is taken for a video, one of ours or another."""
    return head.startswith((MATROSKA, *_ELSEWHERE)) or (head[:4] == b"RIFF" and head[8:12] == b"AVI ")


def check_video(content: bytearray) -> Checked:
    """Return the video as it will be kept, changed in place, with its length; raise ``NotAccepted`` with a reason."""
    # The readers say their sentences with the words beside them; they need what stands above.
    from trellis.files.videos import mp4, webm

    if len(content) > most_bytes():
        raise NotAccepted(too_large())
    if content[4:8] == b"ftyp":
        media_type, ending, measured = "video/mp4", "mp4", mp4.read(content)
    elif content.startswith(MATROSKA):
        media_type, ending, measured = "video/webm", "webm", webm.read(content)
    elif might_be(bytes(content[:16])):
        raise NotAccepted(NOT_EVERYWHERE)
    else:
        raise NotAccepted(NOT_A_VIDEO)
    if measured.seconds < LEAST_SECONDS:
        raise NotAccepted(NOTHING_TO_SEE)
    if measured.seconds > settings.FILES_VIDEO_MINUTES * 60 + SPARE_SECONDS:
        raise NotAccepted(too_long())
    seconds = round(measured.seconds, 2)
    return Checked("video", media_type, ending, content, measured.width, measured.height, seconds)
