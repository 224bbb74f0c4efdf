"""Make the demo district, once: through the same actions as the pages, so that it is as true as any other.

``build_demo`` finds the district again by Omar's account; what was changed by hand since stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from django.db import transaction

from trellis.core.database import refresh_statistics
from trellis.core.scope import district_scope, front_door, let_it_be
from trellis.demo.calendar import morning_of
from trellis.demo.content import CAST
from trellis.demo.district import PASSWORD, PICTURE_SEED, build_district
from trellis.demo.elsewhere import build_elsewhere
from trellis.demo.many import add_learners
from trellis.people.models import Account
from trellis.people.secrets import draw_pictures
from trellis.school.models import ClassCode

OnProgress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Demo:
    """What was built, or found: enough to say who to sign in as.

    The youngest sign in with ``class_code`` and ``pictures``; the code is empty once it has run out.
    """

    district_id: UUID
    made: bool
    usernames: tuple[str, ...] = CAST
    password: str = PASSWORD
    class_code: str = ""
    pictures: tuple[str, ...] = ()


def build_demo(*, today: date, learners: int | None = None, on_progress: OnProgress | None = None) -> Demo:
    """Make the demo district around ``today``, or find the one that is there.

    ``learners`` asks for a district of that many (110 otherwise); the others are drawn by chance from names of
    many cultures and imported as a roster. ``on_progress`` hears what is being done, how far, and of how much.
    """
    report = on_progress or _silent
    found = find_demo()
    district_id = found or _build(today, report)
    if learners is not None:
        add_learners(district_id=district_id, total=learners, today=today, on_progress=report)
    pictures = draw_pictures(Random(PICTURE_SEED))
    return Demo(district_id, made=found is None, class_code=_class_code(district_id, today), pictures=pictures)


def find_demo() -> UUID | None:
    """Return the id of the demo district, None where there is none yet."""
    with front_door():
        omar = Account.objects.filter(username="omar", email="omar@example.org")
        return omar.values_list("district_id", flat=True).first()


def _build(today: date, report: OnProgress) -> UUID:
    now = morning_of(today)
    # One transaction: a demo that was interrupted leaves nothing half done behind.
    with transaction.atomic():
        let_it_be(today)
        district_id = build_district(today=today, now=now, on_progress=report)
        build_elsewhere(today=today, now=now)
        refresh_statistics()
    return district_id


def _class_code(district_id: UUID, today: date) -> str:
    with district_scope(district_id):
        live = ClassCode.objects.filter(revoked_at__isnull=True, expires_at__date__gt=today)
        return live.order_by("made_at").values_list("code", flat=True).first() or ""


def _silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""
