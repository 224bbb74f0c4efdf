"""Links by which a guardian without an account takes part in one plan: asked for, confirmed by the school, ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.scope import change_scope
from trellis.people.access import children_of, guardians_of
from trellis.people.models import Account, Person
from trellis.people.secrets import hash_token, make_token
from trellis.plan.models import FamilyLink, Plan

LONGEST = timedelta(days=30)


@transaction.atomic
def ask_family_link(*, plan: Plan, guardian: Person, by: Person, now: datetime, today: date) -> FamilyLink:
    """Ask the school to let a guardian without an account take part. Opens nothing until an educator confirms it."""
    if not guardians_of(plan.learner, today).filter(pk=guardian.pk).exists():
        raise ActionRefused(_("This is nobody of the family."), field="guardian")
    if Account.objects.filter(person=guardian, is_active=True).exists():
        raise ActionRefused(
            _("%(name)s has an account and can sign in.") % {"name": guardian.full_name}, field="guardian"
        )
    link = FamilyLink.objects.create(
        plan=plan,
        guardian=guardian,
        token_hash=hash_token(make_token()),  # nobody has this one; confirming makes the one that opens
        asked_by=by,
        asked_at=now,
        expires_at=now + LONGEST,
    )
    record_moment(at=now, actor=by, verb="asked for a family link", thing=link, learner=plan.learner)
    return link


@transaction.atomic
def confirm_family_link(*, link: FamilyLink, by: Person, now: datetime) -> str:
    """Let the link open, for thirty days from now; return its secret, which is shown once. Ends earlier ones."""
    if link.revoked_at is not None:
        raise ActionRefused(_("This link has ended. Ask for a new one."))
    token = make_token()
    others = FamilyLink.objects.filter(plan=link.plan, guardian=link.guardian, revoked_at__isnull=True)
    others.exclude(pk=link.pk).update(revoked_at=now)
    link.token_hash, link.confirmed_by, link.confirmed_at = hash_token(token), by, now
    link.expires_at = now + LONGEST
    link.save(update_fields=["token_hash", "confirmed_by", "confirmed_at", "expires_at"])
    record_moment(at=now, actor=by, verb="confirmed a family link", thing=link, learner=link.plan.learner)
    return token


@transaction.atomic
def revoke_family_link(*, link: FamilyLink, by: Person, now: datetime) -> None:
    """Close a link at once."""
    if link.revoked_at is None:
        link.revoked_at = now
        link.save(update_fields=["revoked_at"])
        record_moment(at=now, actor=by, verb="ended a family link", thing=link, learner=link.plan.learner)


def enter_by_family_link(token: str, now: datetime) -> FamilyLink | None:
    """Step from the front door into the district as the link's guardian; None where the link opens nothing.

    It opens only while it is confirmed, not expired, not ended, and while the guardian still answers for the learner.
    """
    link = FamilyLink.objects.filter(
        token_hash=hash_token(token), confirmed_at__isnull=False, revoked_at__isnull=True, expires_at__gt=now
    ).first()
    if link is None or link.district_id is None:
        return None
    change_scope(link.district_id, link.guardian_id)
    link = FamilyLink.objects.select_related("plan__term", "plan__learner", "guardian__district").get(pk=link.pk)
    today = link.guardian.district.today(now)
    still = link.guardian.left_on is None and children_of(link.guardian, today).filter(pk=link.plan.learner_id).exists()
    if not still:
        return None
    FamilyLink.objects.filter(pk=link.pk).update(used_at=now)
    return link
