"""Reads of how evidence works at a school: its policy, the purposes for which a past may be opened."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.models import EvidencePolicy, SealPurpose
from trellis.framework.queries_words import in_language
from trellis.people.access import Standing, coordinated_schools
from trellis.people.models import Person, Role, School

LONGEST = 45


def policy_of(school: School | None) -> EvidencePolicy | None:
    """Return what a school decided about evidence, None where nobody has yet."""
    return next(iter(_policy(school)), None) if school is not None else None


@compiled
def _policy(school: School) -> QuerySet[EvidencePolicy]:
    return EvidencePolicy.objects.filter(school=school)


def policies_of(standing: Standing) -> list[tuple[School, EvidencePolicy]]:
    """Return how evidence works at each school that somebody runs; the defaults where nobody said anything."""
    schools = coordinated_schools(standing).select_related("evidence_policy").order_by("name", "pk")
    return [(school, getattr(school, "evidence_policy", None) or EvidencePolicy(school=school)) for school in schools]


def school_of(learner: Person, on: date) -> School | None:
    """Return the school where somebody learns today."""
    roles = Role.objects.live(on).filter(person=learner, kind=Role.Kind.LEARNER, school__isnull=False)
    role = roles.select_related("school").order_by("-starts_on", "pk").first()
    return role.school if role is not None else None


def policy_for(learner: Person, on: date) -> EvidencePolicy:
    """Return what holds for a learner: the policy of their school, or the defaults."""
    return policy_of(school_of(learner, on)) or EvidencePolicy()


def purpose_words(purpose: SealPurpose, language: str) -> str:
    """Say a purpose in the reader's language."""
    return in_language(purpose.translations, language, "words", purpose.words)


def live_purposes() -> QuerySet[SealPurpose]:
    """Return the purposes that a form offers."""
    return SealPurpose.objects.filter(retired_at__isnull=True)


def all_purposes() -> list[SealPurpose]:
    """Return the whole list for coordinators, also what is no longer offered."""
    return list(SealPurpose.objects.all())
