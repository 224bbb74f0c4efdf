"""What somebody called a file, made harmless: a name to be shown and to be saved under, never a path."""

from __future__ import annotations

import re
import unicodedata

MOST_LETTERS = 100
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_NOT_IN_NAMES = set('<>:"/\\|?*%`$')


def harmless_name(said: str) -> str:
    """Return the name without folders, control characters and what turns the direction of reading.

    >>> harmless_name("../../etc/my essay.docx"), harmless_name("gpj." + chr(0x202E) + "exe")
    ('my essay.docx', 'gpj.exe')
    """
    last = re.split(r"[/\\]", said.replace("\0", ""))[-1]
    letters = [letter if letter not in _NOT_IN_NAMES else " " for letter in last[:1000] if _is_shown(letter)]
    name = " ".join(unicodedata.normalize("NFC", "".join(letters)).split())[:MOST_LETTERS].strip(" .-~")
    return f"{name} file" if _RESERVED.fullmatch(name) else name


def name_alone(said: str) -> str:
    """Return the harmless name without its ending, which says nothing about what is in a file.

    >>> name_alone("holidays/my essay.docx")
    'my essay'
    """
    return harmless_name(_ENDING.sub("", said.strip()))


def _is_shown(letter: str) -> bool:
    return letter == " " or unicodedata.category(letter)[0] not in {"C", "Z"}
