"""How an account is found: for signing in by allauth's rules, and again at each request."""

from __future__ import annotations

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend

from trellis.people.models import Account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """allauth's sign-in with username or e-mail; brings person and district in the same query at each request."""

    def get_user(self, user_id: UUID | str) -> Account | None:
        """Return the active account with its person and district, or None."""
        account = Account.objects.select_related("person__district").filter(pk=user_id).first()
        return account if account is not None and account.is_active else None
