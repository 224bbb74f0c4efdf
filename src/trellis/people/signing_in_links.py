"""A way back in for somebody who forgot their password, from a coordinator's hand: a link that opens once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.people.models import Account, Person


@transaction.atomic
def give_sign_in_link(
    *, account: Account, by: Person, now: datetime, make_link: Callable[[dict[str, str]], str]
) -> str:
    """Return a link with which the person chooses a new password, once and for some days.

    The password before stops working and every visit of the account ends. A second step stays as it is: whoever has
    one is still asked for it, so the link alone opens no account of a coordinator. Raises ``ActionRefused`` for one's
    own account and for one that is closed.
    """
    if account.person_id == by.pk:
        raise ActionRefused(_("This is your own account. Change your password on the page “My account”."))
    if not account.is_active:
        raise ActionRefused(_("This account is closed. Open it again first."))
    account.set_unusable_password()  # sessions carry a print of the password, so they end with it
    account.save(update_fields=["password"])
    record_moment(at=now, actor=by, verb="account.link-given", thing=account, learner=account.person)
    return make_link({"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)})


def link_ends_at(given_at: datetime) -> datetime:
    """Return when a link that was given at this time stops working."""
    return given_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
