"""Remember that the demo stands ready, so that its next start need not look again.

Looking means starting Django only to find that no migration is missing and that the district is there; the web
server does that anyway. The note lies beside the data it speaks of, and says which tables it speaks of.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from trellis.embedded import Embedded

NOTE_NAME = "trellis-demo-is-ready"
# Packages that bring tables of their own.
WITH_TABLES = ("django", "django-allauth", "django-axes", "procrastinate")


@dataclass(frozen=True)
class DemoDoors:
    """How one comes in to the demo: by a name and the password of all, or young, by class code and pictures."""

    usernames: list[str]
    password: str
    class_code: str
    pictures: list[str]


def recall_demo(embedded: Embedded | None) -> DemoDoors | None:
    """Return what was remembered, or None when the demo has to be looked at."""
    if embedded is None:
        return None
    try:
        note = json.loads((embedded.place.pgdata / NOTE_NAME).read_text(encoding="utf-8"))
        return DemoDoors(**note["doors"]) if note["tables"] == _tables() else None
    except (OSError, ValueError, LookupError, TypeError):  # none, torn, or of an older version
        return None


def remember_demo(embedded: Embedded | None, doors: DemoDoors) -> None:
    """Note that tables and district stand ready."""
    if embedded is not None:
        note = {"tables": _tables(), "doors": asdict(doors)}
        (embedded.place.pgdata / NOTE_NAME).write_text(json.dumps(note), encoding="utf-8")


def forget_demo(embedded: Embedded | None) -> None:
    """Look again next time: something else took the place of the data."""
    if embedded is not None:
        (embedded.place.pgdata / NOTE_NAME).unlink(missing_ok=True)


def _tables() -> str:
    """Return a fingerprint of all migrations, ours by their names, those of packages by their versions."""
    ours = sorted(str(path) for path in Path(__file__).resolve().parents[1].glob("**/migrations/*.py"))
    packages = [f"{name} {version(name)}" for name in WITH_TABLES]
    return hashlib.sha256("\n".join([*ours, *packages]).encode()).hexdigest()
