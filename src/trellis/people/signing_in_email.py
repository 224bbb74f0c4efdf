"""Changing the address to which letters about an account go: the new one counts when its letter has been opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.core import signing
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string

from trellis.core.actions import record_moment
from trellis.core.scope import change_scope
from trellis.people.models import Account

SALT = "trellis.people.email"
OPEN_FOR = timedelta(days=3)


@transaction.atomic
def ask_to_change_email(*, account: Account, email: str, now: datetime, make_link: Callable[[str], str]) -> None:
    """Send a letter with a link to the new address. Until it is opened nothing changes."""
    wanted = email.strip().lower()
    token = signing.dumps({"account": str(account.pk), "email": wanted, "was": account.email}, salt=SALT)
    record_moment(at=now, actor=account.person, verb="account.email-asked", thing=account)
    transaction.on_commit(partial(_send_letter, wanted, make_link(token)), robust=True)


def _send_letter(email: str, link: str) -> None:
    subject = render_to_string("people/mail/email_subject.txt").strip()
    send_mail(subject, render_to_string("people/mail/email.txt", {"link": link}), None, [email])


def read_email_change(token: str) -> tuple[Account, str] | None:
    """Step into the district of the account that a link speaks of and return it with the new address.

    None for a link that is old, forged, or was used: the address has changed since.
    """
    try:
        wish = signing.loads(token, salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        return None
    account = Account.objects.filter(pk=wish["account"], email=wish["was"], is_active=True).first()
    if account is None:
        return None
    change_scope(account.district_id, account.person_id)
    return account, wish["email"]


@transaction.atomic
def change_email(*, account: Account, email: str, now: datetime) -> None:
    """Use the address from now on."""
    account.email = email
    account.save(update_fields=["email"])
    record_moment(at=now, actor=account.person, verb="account.email-changed", thing=account)
