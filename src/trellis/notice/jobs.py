"""Mails of notices, by the worker: every quarter of an hour it looks for whom one is due."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection
from procrastinate.contrib.django import app

from trellis.core.scope import district_scope, front_door
from trellis.notice.letters import people_waiting, take_letter, write_mail
from trellis.people.models import Account, District, Person

log = logging.getLogger(__name__)


@app.periodic(cron="*/15 * * * *")
@app.task(queue="mail", queueing_lock="notice.send_digests", lock="notice.send_digests", name="notice.send_digests")
def send_digests(timestamp: int) -> int:
    """Send every mail that is due; return how many went out. Nothing is marked where no mail can be sent."""
    if not settings.SENDS_MAIL:
        return 0
    # The clock of now, not of when the job was due: a worker that was away must not write in quiet hours.
    now = max(datetime.now(UTC), datetime.fromtimestamp(timestamp, UTC))
    return sum(send_digests_of(district, now) for district in _districts())


def _districts() -> list[District]:
    """Return the districts in which anybody could get a mail; a scope shows one at a time."""
    with front_door():
        ids = set(Account.objects.filter(is_active=True).exclude(email="").values_list("district_id", flat=True))
    found = []
    for district_id in sorted(ids):
        with district_scope(district_id):
            found.append(District.objects.get(pk=district_id))
    return found


def send_digests_of(district: District, now: datetime) -> int:
    """Send the mails of one district that are due at ``now``; return how many.

    Each is marked in a transaction of its own, through its reader's eyes, and sent after it: a crash in between loses
    one mail and never sends one twice. The mail server is asked first, so that its absence marks nothing.
    """
    with district_scope(district.pk):
        people = people_waiting(now)
    return sum(_send_to(person, district, now) for person in people)


def _send_to(person: Person, district: District, now: datetime) -> int:
    with get_connection() as connection:
        with district_scope(district.pk, person.pk):
            letter = take_letter(person, district, now)
        if letter is None:
            return 0
        try:
            return connection.send_messages([write_mail(letter)]) or 0
        except SMTPException:  # an address that no longer exists must not keep everybody else waiting
            log.warning("a mail of notices was not accepted")
            return 0
