"""Who looks at feedback that somebody reported. Part of this room's access (see access.py)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from trellis.evidence.access import get_feedback_for
from trellis.evidence.models import Feedback, FeedbackReport
from trellis.people.access import Standing
from trellis.people.models import Person
from trellis.school.access import TEACHING, learners_of, people_of_schools
from trellis.school.models import Enrolment


def visible_feedback_reports(person: Person, standing: Standing, on: date) -> QuerySet[FeedbackReport]:
    """Return the reports that ``person`` may look at.

    Educators see those of their learners, never about what they wrote themselves. Where no other educator of the
    learner is left, whoever runs the school does: no report may wait for nobody.
    """
    reports = FeedbackReport.objects.exclude(feedback__by=person)
    asked: Any = Q(by__in=learners_of(person, on).values("pk"))
    if standing.is_coordinator:
        asked |= Q(by__in=people_of_schools(standing, on).values("pk")) & ~Exists(_other_educators(on))
    return reports.filter(asked)


def _other_educators(on: date) -> QuerySet[Enrolment]:
    """Return who teaches the learner who reports (outer) and did not write what was reported."""
    attended = Enrolment.objects.live(on).filter(
        role=Enrolment.Role.LEARNER, person=OuterRef(OuterRef("by")), school_class__closed_on__isnull=True
    )
    teaching = Enrolment.objects.live(on).filter(
        role__in=TEACHING, person__left_on__isnull=True, school_class__in=attended.values("school_class")
    )
    return teaching.exclude(person=OuterRef("feedback__by"))


def get_feedback_report_for(person: Person, standing: Standing, report_id: UUID, on: date) -> FeedbackReport:
    """Return a report that ``person`` may look at; else 404."""
    reports = visible_feedback_reports(person, standing, on).select_related("feedback__artefact", "feedback__by", "by")
    found = reports.filter(pk=report_id).first()
    if found is None:
        raise Http404
    return found


def get_moderated_feedback_for(person: Person, standing: Standing, feedback_id: UUID, on: date) -> Feedback:
    """Return feedback for whoever hides it or shows it again: who was asked to look at a report of it, or an educator.

    404 where it is invisible; 403 to others who see it, and to who wrote what was reported: nobody judges own words.
    """
    if visible_feedback_reports(person, standing, on).filter(feedback=feedback_id).exists():
        return Feedback.objects.select_related("artefact", "by").get(pk=feedback_id)
    feedback, _reader = get_feedback_for(person, feedback_id, on, to="hide")
    if feedback.by_id == person.pk and feedback.reports.exists():
        raise PermissionDenied
    return feedback
