"""Sounds: WAV, MP3 and AAC, looked at by content, measured, and kept without what is not sound.

Each format has its module: ``read`` walks the whole file and returns what is kept and how long it lasts. Notes about
place, device and people that recorders write into files are left behind.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from trellis.files.checked import Checked, NotAccepted
from trellis.files.sounds import adts, mp3, mp4, wav

MOST_BYTES = 12 * 1024 * 1024
MOST_SECONDS = 180
SPARE_SECONDS = 2  # a recorder that stops itself at three minutes stops a little after
LEAST_SECONDS = 0.2

NOT_A_SOUND = _("This is not a sound that we can play. Choose a WAV, MP3 or M4A, or record it here.")
NOT_EVERYWHERE = _("This kind of sound does not play on every device. Choose a WAV, MP3 or M4A, or record it here.")
TOO_LARGE = _("This sound is larger than 12 MB. Choose one of at most 3 minutes, or record it here.")
TOO_LONG = _("This sound is longer than 3 minutes. Make it shorter, or say it in two parts.")
NOTHING_TO_HEAR = _("There is nothing to hear in this sound. Record it again.")
ELSEWHERE = (b"OggS", b"\x1a\x45\xdf\xa3", b"fLaC", b"#!AMR", b"FORM", b"caff", b"\x30\x26\xb2\x75", b"MThd")


class Kind(NamedTuple):
    """How a format is sent and named."""

    media_type: str
    ending: str


WAV, MP3 = Kind("audio/wav", "wav"), Kind("audio/mpeg", "mp3")
M4A, AAC = Kind("audio/mp4", "m4a"), Kind("audio/aac", "aac")


def check_sound(content: bytes) -> Checked:
    """Return the sound as it will be kept, with its length; raise ``NotAccepted`` with a reason."""
    if len(content) > MOST_BYTES:
        raise NotAccepted(TOO_LARGE)
    kind, (body, seconds) = _read(content)
    if seconds < LEAST_SECONDS:
        raise NotAccepted(NOTHING_TO_HEAR)
    if seconds > MOST_SECONDS + SPARE_SECONDS:
        raise NotAccepted(TOO_LONG)
    return Checked("sound", kind.media_type, kind.ending, body, seconds=round(seconds, 2))


def _read(content: bytes) -> tuple[Kind, tuple[bytes, float]]:
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return WAV, wav.read(content)
    if content[4:8] == b"ftyp":
        return M4A, mp4.read(content)
    if content.startswith(ELSEWHERE):
        raise NotAccepted(NOT_EVERYWHERE)
    start = mp3.after_notes(content)
    if adts.begins(content, start):
        return AAC, adts.read(content, start)
    if mp3.begins(content, start):
        return MP3, mp3.read(content, start)
    raise NotAccepted(NOT_A_SOUND)
