"""Feedback that hurts: reporting it, hiding it with a reason, letting it stand; each of them once more as an undo."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.evidence.models import Feedback, FeedbackReport
from trellis.evidence.telling import tell_of_report
from trellis.people.models import Person

MOST_REASON = 300


@transaction.atomic
def report_feedback(*, feedback: Feedback, reason: str, by: Person, now: datetime) -> FeedbackReport:
    """Ask an educator to look at feedback that hurts. Saying it twice changes the reason and asks again.

    Whoever runs the school is asked where no other educator is there; refused where nobody is.
    """
    reason = _checked(reason, _("Say what is wrong with it, in a few words."))
    if feedback.hidden_at is not None:
        raise ActionRefused(_("It is hidden already."))
    if not tell_of_report(feedback, by, now):
        raise ActionRefused(_("No other educator is here who could look at it. Talk to an adult you trust."))
    report, _new = FeedbackReport.objects.update_or_create(
        feedback=feedback, by=by, defaults={"reason": reason, "at": now, "settled_at": None, "settled_by": None}
    )
    record_moment(at=now, actor=by, verb="feedback.reported", thing=feedback, learner=by)
    return report


@transaction.atomic
def settle_report(*, report: FeedbackReport, by: Person, now: datetime) -> None:
    """Note that somebody has looked at it and lets it stand; hiding it settles a report too."""
    if report.settled_at is not None:
        raise ActionRefused(_("Somebody has looked at it already."))
    report.settled_at, report.settled_by = now, by
    report.save(update_fields=["settled_at", "settled_by"])
    record_moment(at=now, actor=by, verb="feedback-report.settled", thing=report.feedback, learner=report.by)


@transaction.atomic
def reopen_report(*, report: FeedbackReport, by: Person, now: datetime) -> None:
    """Undo: let it wait again."""
    report.settled_at = report.settled_by = None
    report.save(update_fields=["settled_at", "settled_by"])
    record_moment(at=now, actor=by, verb="feedback-report.reopened", thing=report.feedback, learner=report.by)


@transaction.atomic
def hide_feedback(*, feedback: Feedback, reason: str, by: Person, now: datetime) -> None:
    """Hide feedback that hurts, with a reason: whoever wrote it still sees it, that it is hidden, and why."""
    reason = _checked(reason, _("Say why it is hidden, in a few words."))
    feedback.hidden_at, feedback.hidden_by, feedback.hidden_why = now, by, reason
    feedback.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    feedback.reports.filter(settled_at__isnull=True).update(settled_at=now, settled_by=by)
    record_moment(at=now, actor=by, verb="feedback.hidden", thing=feedback, learner=None)


@transaction.atomic
def show_feedback(*, feedback: Feedback, by: Person, now: datetime) -> None:
    """Show hidden feedback again."""
    feedback.hidden_at, feedback.hidden_by, feedback.hidden_why = None, None, ""
    feedback.save(update_fields=["hidden_at", "hidden_by", "hidden_why"])
    record_moment(at=now, actor=by, verb="feedback.shown", thing=feedback, learner=None)


def _checked(reason: str, missing: Promise) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise ActionRefused(missing, "reason")
    if len(reason) > MOST_REASON:
        sentence = _("This is too long: at most %(n)s letters fit here.") % {"n": MOST_REASON}
        raise ActionRefused(sentence, "reason")
    return reason
