"""Sessions in the database, as Django keeps them; only read with a compiled query, because every request does."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from trellis.core.compiled import compiled


class SessionStore(DatabaseSessionStore):
    """Django's store with its one frequent read made cheap."""

    def _get_session_from_db(self) -> Session | None:
        found = _session(self.session_key or "", timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return Django's model of a session."""
        return Session


@compiled
def _session(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
