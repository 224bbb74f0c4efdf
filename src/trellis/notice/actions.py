"""What can be done with notices: tell, read, choose how to hear of them by mail, stop the mails."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from trellis.core.actions import record_moment
from trellis.notice.kinds import kind_of
from trellis.notice.models import Digest, Notice
from trellis.people.models import Person

TITLE_LETTERS = 200


@transaction.atomic
def tell(
    *,
    people: Iterable[Person],
    kind: str,
    thing: Model,
    title: str = "",
    by: Person | None = None,
    by_name: str = "",
    learner: Person | None = None,
    now: datetime,
) -> list[Notice]:
    """Tell ``people`` that something happened to ``thing``: once each, and never the one who did it.

    No moment of its own: it follows from an action that has one. Raises ``LookupError`` for a kind that no room
    registered.
    """
    if kind_of(kind) is None:
        raise LookupError(f"No room has registered the kind of notice '{kind}'.")
    if len(title) > TITLE_LETTERS:
        title = f"{title[: TITLE_LETTERS - 1]}…"
    told = {person.pk for person in people} - {by.pk if by else None}
    return Notice.objects.bulk_create(
        Notice(
            person_id=person_id,
            kind=kind,
            by=by,
            by_name="" if by else by_name[:160],
            learner=learner,
            subject_kind=thing._meta.label_lower,
            subject_id=thing.pk,
            title=title,
            at=now,
        )
        for person_id in sorted(told)
    )


def read_notices(*, person: Person, now: datetime, only: Model | Collection[UUID] | None = None) -> int:
    """Note that ``person`` has read their notices: all, those about a thing, or those with these ids. Return how many.

    No moment: what somebody reads is their own business.
    """
    unread = Notice.objects.filter(person=person, read_at__isnull=True)
    if isinstance(only, Model):
        unread = unread.filter(subject_kind=only._meta.label_lower, subject_id=only.pk)
    elif only is not None:
        unread = unread.filter(pk__in=only)
    return unread.update(read_at=now)


@transaction.atomic
def choose_digest(*, person: Person, rhythm: str, quiet_from: time, quiet_until: time, now: datetime) -> Digest:
    """Choose how often notices come by mail, and the hours in which none does."""
    digest, _new = Digest.objects.update_or_create(
        person=person, defaults={"rhythm": rhythm, "quiet_from": quiet_from, "quiet_until": quiet_until}
    )
    record_moment(at=now, actor=person, verb="digest.chosen", thing=digest, context={"rhythm": rhythm})
    return digest


@transaction.atomic
def stop_digest(*, person: Person, now: datetime) -> None:
    """Send no more mails of notices to ``person``; those on the page stay. Twice is as good as once."""
    digest, _new = Digest.objects.get_or_create(person=person)
    if digest.rhythm == Digest.Rhythm.NEVER:
        return
    digest.rhythm = Digest.Rhythm.NEVER
    digest.save(update_fields=["rhythm"])
    record_moment(at=now, actor=person, verb="digest.stopped", thing=digest)
