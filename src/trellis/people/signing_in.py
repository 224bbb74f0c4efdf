"""What can be done with the ways in: pictures, cards, accounts for everybody, letters for a new password."""

from __future__ import annotations

import random
import re
import secrets
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from allauth.account.internal.userkit import filter_users_by_email
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.scope import change_scope
from trellis.people import jobs
from trellis.people.access import learners_alone
from trellis.people.actions import open_account
from trellis.people.models import Account, Person, SignInCard
from trellis.people.secrets import draw_pictures, hash_pictures, hash_token, make_token

TRIES = 20


@transaction.atomic
def give_pictures(*, account: Account, by: Person, now: datetime, chance: random.Random) -> tuple[str, ...]:
    """Give a learner three new pictures to sign in with, and return them once: only a hash is kept."""
    pictures = draw_pictures(chance)
    account.picture_secret = hash_pictures(pictures)
    account.save(update_fields=["picture_secret"])
    record_moment(at=now, actor=by, verb="account.pictures-given", thing=account, learner=account.person)
    return pictures


@transaction.atomic
def make_cards(*, people: Sequence[Person], by: Person, now: datetime) -> dict[UUID, str]:
    """Make a new card for each of ``people`` and return the tokens by person once; their older cards stop working."""
    SignInCard.objects.filter(person__in=people, revoked_at__isnull=True).update(revoked_at=now)
    tokens = {person.pk: make_token() for person in people}
    SignInCard.objects.bulk_create(
        [SignInCard(person_id=pk, token_hash=hash_token(token), made_at=now) for pk, token in tokens.items()]
    )
    record_moment(at=now, actor=by, verb="cards.made", thing=None, context={"cards": len(tokens)})
    return tokens


@transaction.atomic
def revoke_card(*, person: Person, by: Person, now: datetime) -> None:
    """Stop the card of ``person`` from working, for one that was lost, and end what its finder may have begun with it.

    Visits end with the password. Whoever had one of their own chooses it anew with the next card.
    """
    SignInCard.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now)
    for account in Account.objects.filter(person=person):
        account.set_unusable_password()
        account.email = person.email
        account.save(update_fields=["password", "email"])
        Authenticator.objects.filter(user=account).delete()
        SocialAccount.objects.filter(user=account).delete()
    record_moment(at=now, actor=by, verb="card.revoked", thing=person, learner=person)


@transaction.atomic
def open_accounts(*, people: Iterable[Person], by: Person, now: datetime) -> dict[UUID, Account]:
    """Return the account of each of ``people``, opening one for those without: rosters bring people, not accounts."""
    people = list(people)
    accounts = {account.person_id: account for account in Account.objects.filter(person__in=people)}
    for person in people:
        if person.pk not in accounts:
            accounts[person.pk] = _open_with_free_name(person, by, now)
    return accounts


def _open_with_free_name(person: Person, by: Person, now: datetime) -> Account:
    wanted = person.roster_username.strip().lower().replace(":", "") or _plain(
        f"{person.given_name}.{person.family_name}"
    )
    for attempt in range(TRIES):
        username = wanted if attempt == 0 else f"{wanted}{secrets.randbelow(9000) + 1000}"
        try:
            return open_account(person=person, username=username, email=person.email, by=by, now=now)
        except ActionRefused:
            continue
    raise ActionRefused(_("No free username was found."))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9.]+", "", letters).strip(".") or "person"


def find_card(token: str) -> SignInCard | None:
    """Return the live card with this token, or None."""
    return SignInCard.objects.filter(token_hash=hash_token(token), revoked_at__isnull=True).first()


def account_behind(card: SignInCard, now: datetime) -> Account | None:
    """Step into the card's district and return the account of its person; None for somebody who is more than a learner.

    A card that was made for a learner stops working when they begin to teach.
    """
    change_scope(card.district_id, card.person_id)  # type: ignore[arg-type]  # never empty
    account = Account.objects.select_related("person__district").filter(person=card.person_id).first()
    if account is None:
        return None
    today = account.person.district.today(now)
    return account if learners_alone(Person.objects.filter(pk=account.person_id), today).exists() else None


def account_by_name(username: str) -> Account | None:
    """Return the account with this username; for the demo, where a name is enough."""
    return Account.objects.filter(username=username, is_active=True).first()


def ask_for_new_password(*, email: str, origin: str, language: str) -> None:
    """Send a letter with a link to whoever has this address; the same work whether or not somebody has.

    The looking up and sending is done by the worker, so the time of the answer says nothing either.
    """
    jobs.send_reset_letters.defer(email=email, origin=origin, language=language)


def account_for_sign_on(
    *, emails: Sequence[str], sourced_ids: Sequence[str], district_id: UUID | None
) -> Account | None:
    """Return the one account that a single sign-on speaks of, or None when there is none or more than one.

    By verified e-mail; by roster identifier where the operator has named the district that the provider speaks for.
    """
    found = {account.pk: account for email in emails for account in filter_users_by_email(email, is_active=True)}
    accounts = [account for account in found.values() if district_id is None or account.district_id == district_id]
    if not accounts and district_id is not None and sourced_ids:
        change_scope(district_id)
        accounts = list(Account.objects.filter(person__sourced_id__in=sourced_ids, is_active=True)[:2])
    return accounts[0] if len(accounts) == 1 else None
