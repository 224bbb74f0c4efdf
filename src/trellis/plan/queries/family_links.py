"""Reads about family links: who could come in by which, until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trellis.plan.models import FamilyLink, Plan


@dataclass(frozen=True, slots=True)
class LinkLine:
    """One link to a plan: for whom, and what it does now."""

    id: UUID
    guardian: str
    asked_by: str
    confirmed_by: str
    expires_at: datetime
    used_at: datetime | None
    is_asked: bool
    is_open: bool


def links_of(plan: Plan, now: datetime) -> tuple[LinkLine, ...]:
    """Return the links of a plan that are asked for or open, the newest first. One query."""
    rows = (
        FamilyLink.objects.filter(plan=plan, revoked_at__isnull=True, expires_at__gt=now)
        .select_related("guardian", "asked_by", "confirmed_by")
        .order_by("-asked_at", "-pk")
    )
    return tuple(
        LinkLine(
            id=row.pk,
            guardian=row.guardian.full_name,
            asked_by=row.asked_by.full_name,
            confirmed_by=row.confirmed_by.full_name if row.confirmed_by else "",
            expires_at=row.expires_at,
            used_at=row.used_at,
            is_asked=row.confirmed_at is None,
            is_open=row.confirmed_at is not None,
        )
        for row in rows
    )
