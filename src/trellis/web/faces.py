"""A face: initials on a blot whose shape and colour stay the same for one person."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString

TONES = ("", "clay", "sky", "plum", "honey")


def initials(name: str) -> str:
    """Return one or two letters for a name.

    >>> initials("Ada Kovač"), initials("Ruth"), initials("Ana de la Cruz"), initials("")
    ('AK', 'R', 'AC', '·')
    """
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "") if words else "·"
    return letters.upper()


def tone_of(key: object) -> str:
    """Return the tone of a person by identifier; it never says anything about the person."""
    if isinstance(key, UUID):
        return TONES[key.int % len(TONES)]
    return TONES[sum(str(key).encode()) % len(TONES)]


@lru_cache(maxsize=4096)  # a page shows the same few people again and again
def face(name: str, key: object = "", size: str = "") -> SafeString:
    """Return the face of a person, to stand beside the name; ``size`` is ``s``, ``l`` or nothing."""
    classes = " ".join(filter(None, ("face", tone_of(key or name), size)))
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, initials(str(name)))
