"""What somebody chose in a field for a file."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from trellis.files.checked import Checked


@dataclass(frozen=True, slots=True)
class FileChoice:
    """The cleaned value of a ``PictureField`` or ``SoundField``; ``actions.settle_file`` does what it says.

    ``checked`` is a new file, ``kept`` one that was stored when another field of the form had an error, ``remove`` says
    that the thing shall have none, ``words`` what is to be seen or heard (None: as before), ``had`` whether the thing
    had one before.
    """

    kind: str
    checked: Checked | None = None
    kept: UUID | None = None
    remove: bool = False
    words: str | None = None
    had: bool = False

    @property
    def holds(self) -> bool:
        """Say whether there will be a file once the choice is settled."""
        return self.checked is not None or (not self.remove and (self.kept is not None or self.had))
