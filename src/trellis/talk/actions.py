"""What can be done in a conversation: say, take back, hide and show again, report, look at a report, visit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.models import Moment
from trellis.core.scope import current_district_id
from trellis.people.models import District, Person
from trellis.talk.access import is_watched
from trellis.talk.listeners import after_message, after_report, tell_of_message, tell_of_report
from trellis.talk.models import Message, MessageReport, Thread, ThreadVisit
from trellis.talk.queries import TAKE_BACK
from trellis.web.markdown import plain_words, tidy_words
from trellis.web.words import in_figures

MOST_LETTERS = 10_000
MOST_REASON = 300

__all__ = [
    "after_message",
    "after_report",
    "hide_message",
    "reopen_report",
    "report_message",
    "say_words",
    "settle_report",
    "show_message",
    "take_back_message",
    "visit_thread",
]


@transaction.atomic
def say_words(
    *,
    subject_kind: str,
    subject_id: UUID,
    learner: Person | None,
    author: Person | None,
    body: str,
    now: datetime,
    author_name: str = "",
) -> Message:
    """Say something about a thing; the first words start its thread. ``author`` is None for a voice without account.

    The caller has made sure that the author takes part. Raises ``ActionRefused`` (field ``body``) for no words or too
    many, and where a child and an adult would talk without an educator.
    """
    body = _checked_body(body)
    if author is None and not author_name.strip():
        raise ActionRefused(_("Say who is speaking."), field="author_name")
    _refuse_unwatched(subject_kind, subject_id, learner, now)
    thread, _new = Thread.objects.get_or_create(
        subject_kind=subject_kind, subject_id=subject_id, defaults={"learner": learner, "started_at": now}
    )
    name = "" if author else author_name.strip()[:160]
    message = Message.objects.create(thread=thread, author=author, author_name=name, body=body, at=now)
    record_moment(
        at=now,
        actor=author,
        verb="words.said",
        thing=message,
        learner=learner,
        context={"about": subject_kind},
    )
    tell_of_message(message, now)
    return message


def _checked_body(body: str) -> str:
    n = len(body)
    if n > MOST_LETTERS:
        sentence = _("This is %(n)s letters long. One message can have %(most)s; say it in several.")
        raise ActionRefused(sentence % {"n": in_figures(n), "most": in_figures(MOST_LETTERS)}, field="body")
    tidy = tidy_words(body.replace("\r\n", "\n")).strip()
    if not plain_words(tidy).strip("\u200b\u200c\u200d\u2060\ufeff "):
        raise ActionRefused(_("Write something first."), field="body")
    return tidy


def _refuse_unwatched(subject_kind: str, subject_id: UUID, learner: Person | None, now: datetime) -> None:
    on = District.objects.get(pk=current_district_id()).today(now)
    if not is_watched(subject_kind, subject_id, learner, on):
        raise ActionRefused(
            _("No educator takes part here at the moment, so nobody can write. Ask your school."), field="body"
        )


@transaction.atomic
def take_back_message(*, message: Message, by: Person, now: datetime) -> None:
    """Take back what one said, within a few minutes; the words go, a grey line stays.

    Raises ``ActionRefused`` later than that, for a message that is gone already, and once somebody reported it: an
    educator looks at it first.
    """
    message = Message.objects.select_for_update(of=("self",)).select_related("thread__learner").get(pk=message.pk)
    if message.taken_back_at or message.hidden_at:
        raise ActionRefused(_("It is not there any more."))
    if now >= message.at + TAKE_BACK:
        minutes = int(TAKE_BACK.total_seconds() // 60)
        sentence = ngettext(
            "You can take something back for %(n)s minute. That time is over.",
            "You can take something back for %(n)s minutes. That time is over.",
            minutes,
        )
        raise ActionRefused(sentence % {"n": minutes})
    if message.reports.exists():
        raise ActionRefused(_("Somebody asked an educator to look at it, so it stays until they have."))
    message.body, message.taken_back_at = "", now
    message.save(update_fields=["body", "taken_back_at"])
    _note(message, "words.taken_back", by, now)


@transaction.atomic
def hide_message(*, message: Message, reason: str, by: Person, now: datetime) -> None:
    """Hide a message with a reason that everybody sees; reports about it are settled. For an educator of the circle."""
    reason = _checked_reason(reason, _("Say why, in a few words: everybody here sees the reason."))
    message = Message.objects.select_for_update(of=("self",)).select_related("thread__learner").get(pk=message.pk)
    if message.taken_back_at or message.hidden_at:
        raise ActionRefused(_("It is not there any more."))
    message.hidden_at, message.hidden_by, message.hidden_reason = now, by, reason
    message.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    # An educator who hides their own words does not settle what others said about them.
    waiting = message.reports.filter(settled_at__isnull=True)
    if message.author_id != by.pk:
        waiting.update(settled_at=now, settled_by=by)
    _note(message, "words.hidden", by, now)


@transaction.atomic
def show_message(*, message: Message, by: Person, now: datetime) -> None:
    """Show a hidden message again: the undo of hiding. The author of hidden words cannot bring them back."""
    if message.hidden_at is None:
        raise ActionRefused(_("It is not hidden."))
    if message.author_id == by.pk and message.hidden_by_id != by.pk:
        raise ActionRefused(_("Somebody else hid it. Talk with them about it."))
    message.hidden_at, message.hidden_by, message.hidden_reason = None, None, ""
    message.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    _note(message, "words.shown_again", by, now)


@transaction.atomic
def report_message(*, message: Message, reason: str, by: Person, now: datetime) -> MessageReport:
    """Ask an educator to look at a message. Saying it twice changes the reason and asks again."""
    reason = _checked_reason(reason, _("Say what is wrong with it, in a few words."))
    # Whoever takes it back at this moment comes first or second, never in between.
    message = Message.objects.select_for_update(of=("self",)).select_related("thread__learner").get(pk=message.pk)
    if message.taken_back_at or message.hidden_at:
        raise ActionRefused(_("It is not there any more."))
    if message.author_id == by.pk:
        raise ActionRefused(_("These are your own words. You can take them back for a few minutes."))
    report, _new = MessageReport.objects.update_or_create(
        message=message, by=by, defaults={"reason": reason, "at": now, "settled_at": None, "settled_by": None}
    )
    _note(message, "words.reported", by, now)
    tell_of_report(report, now)
    return report


@transaction.atomic
def settle_report(*, report: MessageReport, by: Person, now: datetime) -> None:
    """Note that an educator has looked at a report; hiding the message settles it too."""
    if report.settled_at is not None:
        raise ActionRefused(_("Somebody has looked at it already."))
    report.settled_at, report.settled_by = now, by
    report.save(update_fields=["settled_at", "settled_by"])
    _note(report.message, "report.settled", by, now)


@transaction.atomic
def reopen_report(*, report: MessageReport, by: Person, now: datetime) -> None:
    """Undo: let a settled report wait again."""
    report.settled_at = report.settled_by = None
    report.save(update_fields=["settled_at", "settled_by"])
    _note(report.message, "report.reopened", by, now)


@transaction.atomic
def visit_thread(*, subject_kind: str, subject_id: UUID, person: Person, now: datetime) -> None:
    """Note that ``person`` has read the conversation up to now; nothing happens where nobody has said a word.

    No moment: how often somebody reads is nobody's business, and the next visit writes over this one.
    """
    thread = Thread.objects.filter(subject_kind=subject_kind, subject_id=subject_id).first()
    if thread is None:
        return
    visit, made = ThreadVisit.objects.get_or_create(thread=thread, person=person, defaults={"at": now})
    if not made and visit.at < now:
        visit.at = now
        visit.save(update_fields=["at"])


def _checked_reason(reason: str, missing: str) -> str:
    reason = " ".join(tidy_words(reason).split())
    if not reason:
        raise ActionRefused(missing, field="reason")
    if len(reason) > MOST_REASON:
        sentence = _("This is %(n)s letters long. A reason can have %(most)s.")
        raise ActionRefused(
            sentence % {"n": in_figures(len(reason)), "most": in_figures(MOST_REASON)},
            field="reason",
        )
    return reason


def _note(message: Message, verb: str, by: Person, now: datetime) -> Moment:
    return record_moment(at=now, actor=by, verb=verb, thing=message, learner=message.thread.learner)
