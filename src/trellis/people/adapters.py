"""Where allauth asks us: who may enter, who may not sign up, and whom single sign-on belongs to."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.people.access import standing_of
from trellis.people.doors.entering import SHARED_KEY, cross_threshold, mark_session, may_enter
from trellis.people.doors.qr import code_picture
from trellis.people.models import Account
from trellis.people.signing_in import account_for_sign_on


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Nobody signs up by themselves; whoever signs in crosses into their district."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "enter_current_password": gettext_lazy("That is not your password now. Type it once more."),
        "incorrect_password": gettext_lazy("That is not your password. Type it once more."),
    }

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Accounts come from the school."""
        return False

    def login(self, request: HttpRequest, user: Account) -> None:
        """Cross into the district of the account, then sign in with a fresh session key."""
        shared = bool(request.session.get(SHARED_KEY))
        cross_threshold(user)
        if not may_enter(user):
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)
        mark_session(request, user, shared=shared)

    def respond_user_inactive(self, _request: HttpRequest, _user: Account) -> HttpResponse:
        """Lead to the page that says the account is closed."""
        return redirect("account_inactive")

    def get_password_change_redirect_url(self, _request: HttpRequest) -> str:
        """After a new password, back to the account's page."""
        return reverse("people:account")


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Names for authenticator apps, and no way for a coordinator to remove the last required factor."""

    def build_totp_svg(self, url: str) -> str:
        """Draw the QR code for authenticator apps so that the strict policy lets it stand in the page."""
        return code_picture(url)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse where the school asks for a second factor and this is the last one."""
        if not settings.REQUIRE_SECOND_FACTOR:
            return True
        account = authenticator.user
        others = Authenticator.objects.filter(
            user=account, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exclude(pk=authenticator.pk)
        today = account.person.district.today(timezone.now())
        return others.exists() or not standing_of(account.person, today).is_coordinator

    def _get_user_identifier(self, user: Account) -> str:
        # Not the e-mail: at the door, where a passkey is asked for, the username is what people know.
        return user.username


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Single sign-on opens existing accounts and never makes one."""

    def is_open_for_signup(self, _request: HttpRequest, _sociallogin: SocialLogin) -> bool:
        """Accounts come from the school."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Link the first visit to the account that the school made for this person, or say that there is none."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        district = UUID(settings.SIGN_ON_DISTRICT) if settings.SIGN_ON_DISTRICT else None
        claims = sociallogin.account.extra_data or {}
        claims = claims.get("userinfo") or claims.get("id_token") or claims
        account = account_for_sign_on(
            emails=[address.email for address in sociallogin.email_addresses if address.verified],
            sourced_ids=_words(claims, settings.SIGN_ON_CLAIM),
            district_id=district,
        )
        if account is None:
            messages.info(request, _("Your school has no account for you here yet. Ask it to add you."))
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))
        sociallogin.connect(request, account)


def _words(claims: dict[str, Any], *names: str) -> list[str]:
    values = [claims.get(name) for name in names]
    flat = [value[0] if isinstance(value, list) and value else value for value in values]
    return [str(value) for value in flat if value]
