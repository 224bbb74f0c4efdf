"""What a check of an upload answers: the bytes to keep and what is known of them, or a sentence why not."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from trellis.core.actions import StrOrPromise


class NotAccepted(Exception):
    """An upload cannot be kept; ``sentence`` tells the person why and what to do instead."""

    def __init__(self, sentence: StrOrPromise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Checked:
    """An upload after its check, as it will be kept: ``body`` was written or cleaned by us, never passed on unseen.

    ``width`` and ``height`` in pixels belong to pictures and videos, ``seconds`` to sounds and videos, ``name`` to
    files that are downloaded: as the person called it, made harmless, without its ending.
    """

    kind: str
    media_type: str
    ending: str
    body: bytes | bytearray
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    name: str = ""

    @property
    def sha256(self) -> str:
        """The digest of what is kept."""
        return hashlib.sha256(self.body).hexdigest()
