"""Wrong pictures counted over a whole class and a whole day: three pictures are few combinations.

The six tries of a quarter of an hour (`people.doors.guard`) stop guessing at one learner. Whoever tries a little at
each learner of a class meets two more limits. They must not become a way to lock a class out of its own door, so:

* The limit of a class counts for each device on which somebody has come in before, and once for all others together.
  While strangers guess, the tablets of the classroom work on. A new class code begins anew.
* The limit of a learner's day begins anew with new pictures, and a right answer does not reset it: a guesser gains
  nothing when the learner comes in between.

Each miss is a moment, so the school can read later what happened at its door. Cards open as before.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core import signing
from django.db.models import Max
from django.http import HttpRequest, HttpResponse

from trellis.core.actions import record_moment
from trellis.core.models import Moment
from trellis.people.models import Account
from trellis.school.models import ClassCode

MISSED, GIVEN = "pictures.missed", "account.pictures-given"
OF_A_CLASS, IN_AN_HOUR = 40, timedelta(hours=1)
OF_A_LEARNER, IN_A_DAY = 12, timedelta(days=1)
DEVICE_COOKIE = "trellis_class_device"
DEVICE_KEPT = timedelta(days=180)
_SALT = "trellis.school.doors.device"


def count_miss(request: HttpRequest, *, code: ClassCode, account: Account, now: datetime) -> None:
    """Write down that somebody chose other pictures than those of ``account`` at the door of a class."""
    context = {"device": _device_of(request, code)}
    record_moment(at=now, actor=None, verb=MISSED, thing=code, learner=account.person, context=context)


def class_rests(request: HttpRequest, code: ClassCode, now: datetime) -> bool:
    """Say whether this device has to wait, because the class was missed too often within the hour."""
    missed = Moment.objects.filter(object_id=code.pk, at__gt=now - IN_AN_HOUR, verb=MISSED)
    return missed.filter(context__device=_device_of(request, code)).count() >= OF_A_CLASS


def learner_rests(account: Account, now: datetime) -> bool:
    """Say whether a learner was missed too often within a day and since their pictures were given."""
    mine = Moment.objects.filter(learner_id=account.person_id, at__gt=now - IN_A_DAY)
    given: datetime | None = mine.filter(verb=GIVEN).aggregate(last=Max("at"))["last"]
    missed = mine.filter(verb=MISSED)
    return (missed.filter(at__gt=given) if given else missed).count() >= OF_A_LEARNER


def know_device(request: HttpRequest, response: HttpResponse, code: ClassCode) -> None:
    """Remember in the browser that somebody of the district has come in here: a number, and nothing about whom."""
    device = _device_of(request, code) or uuid4().hex
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps([str(code.district_id), device], salt=_SALT),
        max_age=DEVICE_KEPT,
        samesite="Lax",
        secure=request.is_secure(),
        httponly=True,
    )


def _device_of(request: HttpRequest, code: ClassCode) -> str:
    """Return the number of a device that the district knows; all others are one and the same: no number."""
    try:
        district, device = signing.loads(request.COOKIES.get(DEVICE_COOKIE, ""), salt=_SALT, max_age=DEVICE_KEPT)
    except signing.BadSignature:
        return ""
    return str(device) if UUID(district) == code.district_id else ""
