"""Words for class codes: short, easy to spell, none of them rude in English or Spanish."""

from __future__ import annotations

import re
import unicodedata

PLACES = (
    "river", "meadow", "forest", "island", "valley", "garden", "lake", "hill", "bridge", "harbor", "field", "canyon",
    "coast", "desert", "orchard", "park", "pond", "prairie", "shore", "spring", "stream", "summit", "tower", "village",
)  # fmt: skip
ANIMALS = (
    "otter", "heron", "fox", "badger", "robin", "turtle", "dolphin", "eagle", "falcon", "gecko", "hare", "ibis", "jay",
    "koala", "lemur", "lion", "llama", "lynx", "moose", "newt", "owl", "panda", "puffin", "raven", "seal", "stork",
    "swan", "tiger", "toad", "whale", "wolf", "wren", "yak", "zebra",
)  # fmt: skip
_CODE = re.compile(rf"({'|'.join(PLACES)})({'|'.join(ANIMALS)})([0-9]+)")


def plain_code(typed: str) -> str:
    """Return a code as it is kept, however somebody typed it: only letters and digits count.

    >>> [plain_code(typed) for typed in ("Forest–Swan–983", "forestswan983", " forest swan . 983 ")]
    ['forest-swan-983', 'forest-swan-983', 'forest-swan-983']
    """
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", typed).lower())
    found = _CODE.fullmatch("".join(words))
    return "-".join(found.groups() if found else words)
