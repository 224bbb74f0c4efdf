"""Mentors come by invitation: a letter that opens once, from somebody who answers for the learner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.scope import change_scope
from trellis.people.access import COORDINATOR, EDUCATOR, LEARNER, standing_of
from trellis.people.actions import create_person, open_account, start_mentorship
from trellis.people.actions_dates import refuse_over_a_year
from trellis.people.models import Account, MentorInvitation, Person
from trellis.people.secrets import hash_token, make_token

OPEN_FOR = timedelta(days=14)


Condition = Callable[[MentorInvitation, date], bool]
_conditions: list[Condition] = []


def register_condition(holds: Condition) -> None:
    """Add what has to be true when an invitation is opened; rooms that know classes do, once they are ready."""
    if holds not in _conditions:
        _conditions.append(holds)


@transaction.atomic
def invite_mentor(
    *,
    learner: Person,
    email: str,
    purpose: str,
    mentor_until: date,
    by: Person,
    now: datetime,
    make_link: Callable[[str], str],
) -> str:
    """Invite somebody to work with one learner until a day; send the letter and return its link, which opens once."""
    today = by.district.today(now)
    if mentor_until <= today:
        raise ActionRefused(_("Choose a day after today."), "mentor_until")
    refuse_over_a_year(mentor_until, today, "mentor_until")
    token = make_token()
    invitation = MentorInvitation.objects.create(
        token_hash=hash_token(token),
        email=email.strip().lower(),
        learner=learner,
        invited_by=by,
        purpose=purpose.strip(),
        mentor_until=mentor_until,
        expires_at=now + OPEN_FOR,
    )
    link = make_link(token)
    record_moment(at=now, actor=by, verb="mentor.invited", thing=invitation, learner=learner)
    # The letter goes when the invitation stands; if the mail server refuses, the link on the page can be handed over.
    transaction.on_commit(partial(_send_letter, invitation, link, by.full_name, by.district.name), robust=True)
    return link


def _send_letter(invitation: MentorInvitation, link: str, inviter: str, school: str) -> None:
    words = {"link": link, "inviter": inviter, "school": school, "purpose": invitation.purpose}
    subject = render_to_string("people/mail/invitation_subject.txt", words).strip()
    send_mail(subject, render_to_string("people/mail/invitation.txt", words), None, [invitation.email])


@transaction.atomic
def withdraw_invitation(*, invitation: MentorInvitation, by: Person, now: datetime) -> None:
    """Take an invitation back: its link no longer opens."""
    if invitation.answered_at is not None:
        raise ActionRefused(_("This invitation has been accepted already. End the mentorship instead."))
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record_moment(at=now, actor=by, verb="mentor.uninvited", thing=invitation, learner=invitation.learner)


def find_invitation(token: str, now: datetime) -> MentorInvitation | None:
    """Return the open invitation with this token and step into its district; None when there is none any more."""
    invitation = MentorInvitation.objects.filter(
        token_hash=hash_token(token), answered_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
    ).first()
    if invitation is None:
        return None
    change_scope(invitation.district_id)  # type: ignore[arg-type]  # never empty
    found = MentorInvitation.objects.select_related("learner__district", "invited_by").get(pk=invitation.pk)
    return found if _still_holds(found, now) else None


def _still_holds(invitation: MentorInvitation, now: datetime) -> bool:
    """Say whether the learner is here and whoever invited still works here: a link is not kept for after one's time."""
    today = invitation.learner.district.today(now)
    if LEARNER not in standing_of(invitation.learner, today).kinds:
        return False
    if not standing_of(invitation.invited_by, today).kinds & {EDUCATOR, COORDINATOR}:
        return False
    return all(holds(invitation, today) for holds in _conditions)


@transaction.atomic
def accept_as_newcomer(
    *, invitation: MentorInvitation, given_name: str, family_name: str, username: str, password: str, now: datetime
) -> Account:
    """Make person, account, role and mentorship of somebody who has just come in by an invitation."""
    refuse_weak_password(password, Account(username=username, email=invitation.email))
    person = create_person(
        given_name=given_name, family_name=family_name, email=invitation.email, by=invitation.invited_by, now=now
    )
    account = open_account(
        person=person, username=username, password=password, email=invitation.email, by=person, now=now
    )
    _begin(invitation, person, now)
    return account


@transaction.atomic
def accept_as(*, invitation: MentorInvitation, mentor: Person, now: datetime) -> None:
    """Accept with the account one has already."""
    if mentor.pk == invitation.learner_id:
        raise ActionRefused(_("Nobody is their own mentor."))
    if mentor.pk == invitation.invited_by_id:  # would go on seeing the learner when the class is over
        raise ActionRefused(_("This invitation is for somebody else. Send them its link."))
    _begin(invitation, mentor, now)


def _begin(invitation: MentorInvitation, mentor: Person, now: datetime) -> None:
    answered = MentorInvitation.objects.filter(
        pk=invitation.pk, answered_at__isnull=True, withdrawn_at__isnull=True
    ).update(answered_at=now)
    if not answered:  # somebody was faster with the same link
        raise ActionRefused(_("This invitation has been used already."))
    today = invitation.learner.district.today(now)
    start_mentorship(
        mentor=mentor,
        learner=invitation.learner,
        invited_by=invitation.invited_by,
        purpose=invitation.purpose,
        starts_on=today,
        ends_on=invitation.mentor_until,
        now=now,
    )


def refuse_weak_password(password: str, account: Account) -> None:
    """Refuse a password that is easily guessed, for this account."""
    try:
        validate_password(password, account)
    except ValidationError as refused:
        raise ActionRefused(" ".join(refused.messages), "password") from refused
