"""Guests of an exhibition: asked by name or by a dated link; what they say is read by an educator first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.agenda.models import Attendance
from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.scope import change_scope
from trellis.notice.actions import tell
from trellis.people.models import Guardianship, Person
from trellis.people.secrets import hash_token, make_token
from trellis.studio.actions.exhibitions import exhibitors
from trellis.studio.models import (
    Exhibition,
    ExhibitionLookBack,
    GuestNote,
    Invitation,
    Member,
    ProgrammeItem,
    ProjectMentor,
)

INVITED, NOTE_WAITS, NOTE_SHOWN = "studio.invited", "studio.guest-note-waits", "studio.guest-note"
OPEN_AFTER = timedelta(days=14)
LETTERS, MOST_NOTES = 2000, 60


@transaction.atomic
def invite_people(*, exhibition: Exhibition, people: Iterable[Person], kind: str, by: Person, now: datetime) -> int:
    """Ask people of the house: it stands in their calendar, they answer there. Return how many are new."""
    there = set(exhibition.invitations.filter(person__isnull=False).values_list("person_id", flat=True))
    new = [person for person in people if person.pk not in there]
    Invitation.objects.bulk_create(
        [
            Invitation(exhibition=exhibition, kind=kind, person=one, name=one.full_name[:160], made_by=by, made_at=now)
            for one in new
        ]
    )
    exhibition.invitations.filter(person__in=[one.pk for one in people]).update(revoked_at=None)
    Attendance.objects.bulk_create(
        [Attendance(event_id=exhibition.event_id, person=one) for one in new], ignore_conflicts=True
    )
    tell(people=new, kind=INVITED, thing=exhibition, by=by, now=now)
    record_moment(at=now, actor=by, verb="invited", thing=exhibition, context={"people": len(new), "kind": str(kind)})
    return len(new)


def families_of(exhibition: Exhibition, now: datetime) -> list[Person]:
    """Return those who answer at home for the learners who show something."""
    learners = exhibitors(exhibition)
    today = exhibition.district.today(now)
    links = Guardianship.objects.live(today).filter(learner__in=learners)
    return list(Person.objects.filter(pk__in=links.values("guardian"), left_on__isnull=True))


def mentors_of(exhibition: Exhibition, now: datetime) -> list[Person]:
    """Return the mentors of the projects in the programme."""
    today = exhibition.district.today(now)
    links = ProjectMentor.objects.filter(
        project__programme__exhibition=exhibition, mentor__isnull=False, approved_at__isnull=False, ends_on__gt=today
    )
    return list(Person.objects.filter(pk__in=links.values("mentor"), left_on__isnull=True))


@transaction.atomic
def invite_by_link(*, exhibition: Exhibition, name: str, by: Person, now: datetime) -> str:
    """Ask somebody outside by a link that ends two weeks after the day; return its secret, which is shown once."""
    if not name.strip():
        raise ActionRefused(_("Say for whom it is, so that you know later whom to close it for."), field="name")
    token = make_token()
    invitation = Invitation.objects.create(
        exhibition=exhibition,
        kind=Invitation.Kind.COMMUNITY,
        name=name.strip()[:160],
        token_hash=hash_token(token),
        expires_at=max(exhibition.event.ends_at, now) + OPEN_AFTER,
        made_by=by,
        made_at=now,
    )
    record_moment(at=now, actor=by, verb="made a link", thing=invitation)
    return token


@transaction.atomic
def take_back_invitation(*, invitation: Invitation, by: Person, now: datetime) -> None:
    """Take an invitation back; a link closes at once, what its guest said stays."""
    invitation.revoked_at = now
    invitation.save(update_fields=["revoked_at"])
    if invitation.person_id is not None:
        showing = {person.pk for person in exhibitors(invitation.exhibition)}
        if invitation.person_id not in showing:
            event = invitation.exhibition.event_id
            Attendance.objects.filter(event=event, person=invitation.person_id).delete()
    record_moment(at=now, actor=by, verb="took back", thing=invitation)


def enter_as_guest(token: str, now: datetime) -> Invitation | None:
    """Step from the front door into the district as a guest; None where the link opens nothing.

    A guest is nobody to the database: drafts and everything private stay invisible. It opens only while the
    exhibition is announced.
    """
    link = Invitation.objects.filter(
        token_hash=hash_token(token), revoked_at__isnull=True, expires_at__gt=now, person__isnull=True
    ).first()
    if link is None or link.district_id is None:
        return None
    change_scope(link.district_id)
    found = Invitation.objects.select_related("exhibition__event", "exhibition__district").get(pk=link.pk)
    if found.exhibition.published_at is None or found.exhibition.event.cancelled_at is not None:
        return None
    Invitation.objects.filter(pk=found.pk).update(seen_at=now)
    return found


# --- What guests say ---------------------------------------------------------------------------------


@transaction.atomic
def leave_note(
    *,
    item: ProgrammeItem,
    invitation: Invitation | None,
    name: str,
    kind_words: str,
    specific_words: str,
    helpful_words: str,
    by: Person | None,
    now: datetime,
) -> GuestNote:
    """Keep what a guest says about a project until an educator has read it."""
    if not name.strip():
        raise ActionRefused(_("Say who you are."), field="by_name")
    if not kind_words.strip():
        raise ActionRefused(_("Begin with what you liked."), field="kind_words")
    for field, text in (
        ("kind_words", kind_words),
        ("specific_words", specific_words),
        ("helpful_words", helpful_words),
    ):
        if len(text) > LETTERS:
            raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": LETTERS}, field=field)
    if GuestNote.objects.filter(item__exhibition=item.exhibition_id, invitation=invitation).count() >= MOST_NOTES:
        raise ActionRefused(_("Thank you, that is a lot. Tell the rest in person."))
    note = GuestNote.objects.create(
        item=item,
        invitation=invitation,
        by_name=name.strip()[:160],
        kind_words=kind_words.strip(),
        specific_words=specific_words.strip(),
        helpful_words=helpful_words.strip(),
        at=now,
    )
    exhibition = Exhibition.objects.select_related("by").get(pk=item.exhibition_id)
    if exhibition.by is not None:
        tell(people=[exhibition.by], kind=NOTE_WAITS, thing=exhibition, by=by, by_name=note.by_name, now=now)
    record_moment(at=now, actor=by, verb="left a note", thing=note)
    return note


@transaction.atomic
def settle_note(*, note: GuestNote, shown: bool, by: Person, now: datetime) -> None:
    """Show a note to the team, or keep it back. It can be decided again."""
    first = note.state == GuestNote.State.WAITS
    note.state = GuestNote.State.SHOWN if shown else GuestNote.State.HIDDEN
    note.settled_by, note.settled_at = by, now
    note.save(update_fields=["state", "settled_by", "settled_at"])
    if shown and first:
        team = Member.objects.filter(project=note.item.project_id, joined_at__isnull=False, left_at__isnull=True)
        people = list(Person.objects.filter(pk__in=team.values("learner"), left_on__isnull=True))
        thing = Exhibition(pk=note.item.exhibition_id)
        tell(people=people, kind=NOTE_SHOWN, thing=thing, by_name=note.by_name, now=now)
    record_moment(at=now, actor=by, verb="showed" if shown else "kept back", thing=note)


@transaction.atomic
def look_back(*, exhibition: Exhibition, words: str, expected: int, by: Person, now: datetime) -> ExhibitionLookBack:
    """Keep what a learner takes from an exhibition; said again it is the next version. Raises ``StaleVersion``."""
    if exhibition.event.starts_at > now:
        raise ActionRefused(_("Look back when the day has come."), field="words")
    if not words.strip():
        raise ActionRefused(_("Write a sentence."), field="words")
    found = ExhibitionLookBack.objects.filter(exhibition=exhibition, learner=by).first()
    if found is None:
        found = ExhibitionLookBack.objects.create(
            exhibition=exhibition, learner=by, words=words.strip()[:LETTERS], at=now
        )
    else:
        found.words = words.strip()[:LETTERS]
        save_version(found, expected=expected, fields=["words"])
    record_moment(at=now, actor=by, verb="looked back", thing=found, learner=by)
    return found
