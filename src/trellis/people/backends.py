"""How an account is found: for signing in by allauth's rules, and again at each request."""

from __future__ import annotations

from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.people.models import Account


@compiled
def _account(account_id: UUID) -> QuerySet[Account]:
    return Account.objects.select_related("person__district").filter(pk=account_id, is_active=True)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """allauth's sign-in with username or e-mail; brings person and district in the same query at each request."""

    def get_user(self, user_id: UUID | str) -> Account | None:
        """Return the active account with its person and district, or None."""
        return next(iter(_account(user_id if isinstance(user_id, UUID) else UUID(user_id))), None)
