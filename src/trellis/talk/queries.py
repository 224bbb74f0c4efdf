"""Reads of the pages of conversations: one thread with its messages, what is new, reports that wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from trellis.core.compiled import compiled
from trellis.people.access import Standing
from trellis.people.models import Person
from trellis.school.access import learners_of
from trellis.talk.access import learner_of, may_moderate, subject_of, visible_reports
from trellis.talk.models import Message, MessageReport, Thread, ThreadVisit

NOBODY = UUID(int=0)
TAKE_BACK = timedelta(minutes=10)
MOST_MESSAGES = 30  # of one page; older ones stand behind a link


@dataclass(frozen=True, slots=True)
class Line:
    """One message as a reader sees it. ``state``: shown, taken back or hidden; ``body`` is empty unless shown."""

    id: UUID
    author_id: UUID | None
    name: str
    body: str
    at: datetime
    state: str
    hidden_by: str
    hidden_reason: str
    is_mine: bool
    is_new: bool
    is_reported: bool  # by this reader
    may_take_back: bool
    same_voice: bool  # the line before is of the same person, a few minutes earlier

    @property
    def is_shown(self) -> bool:
        """Say whether the words stand there."""
        return self.state == "shown"


@dataclass(frozen=True, slots=True)
class Conversation:
    """A thread as ``talk/_conversation.html`` shows it; ``say_url`` is where words go (replace it for other doors)."""

    subject_kind: str
    subject_id: UUID
    reader_id: UUID | None
    lines: tuple[Line, ...]
    n_new: int
    n_older: int
    may_moderate: bool
    say_url: str
    thread_url: str
    subject_url: str

    @property
    def key(self) -> str:
        """What the ids of this conversation on a page begin with."""
        return f"talk-{self.subject_id}"


def conversation(
    subject_kind: str,
    subject_id: UUID,
    reader: Person | None,
    on: date,
    *,
    now: datetime | None = None,
    all_of_it: bool = False,
) -> Conversation:
    """Return the conversation about a thing as ``reader`` sees it, None for a voice without an account.

    The caller has made sure that they take part. Three queries, two before anybody said a word.
    """
    now = now or timezone.now()
    thread = next(iter(_thread(subject_kind, subject_id, reader.pk if reader else NOBODY)), None)
    learner = thread.learner if thread else learner_of(subject_kind, subject_id)
    rows = _messages(thread.pk, reader.pk if reader else NOBODY) if thread else []
    seen_at = thread.seen_at if thread else None
    subject = subject_of(subject_kind)
    short = bool(subject and subject.first_names and reader is not None and subject.first_names(reader, subject_id, on))
    lines = _lines(rows, reader, seen_at, now, short=short)
    shown = lines if all_of_it else lines[-MOST_MESSAGES:]
    where = [subject_kind, subject_id]
    return Conversation(
        subject_kind=subject_kind,
        subject_id=subject_id,
        reader_id=reader.pk if reader else None,
        lines=tuple(shown),
        n_new=sum(line.is_new for line in lines),
        n_older=len(lines) - len(shown),
        may_moderate=bool(reader and rows and may_moderate(reader, subject_kind, subject_id, learner, on)),
        say_url=reverse("talk:say", args=where),
        thread_url=reverse("talk:thread", args=where),
        subject_url=subject.url(subject_id) if subject and subject.url else "",
    )


def page_of_subject(subject_kind: str, subject_id: UUID) -> str:
    """Return the address of the page that shows a conversation: that of its thing, else its own."""
    subject = subject_of(subject_kind)
    own = subject.url(subject_id) if subject and subject.url else ""
    return own or reverse("talk:thread", args=[subject_kind, subject_id])


@compiled
def _thread(subject_kind: str, subject_id: UUID, reader_id: UUID) -> QuerySet[Thread, Any]:
    visit = ThreadVisit.objects.filter(thread=OuterRef("pk"), person=reader_id).values("at")
    found = Thread.objects.filter(subject_kind=subject_kind, subject_id=subject_id)
    return found.select_related("learner").annotate(seen_at=Subquery(visit))


_COLUMNS = (
    *("pk", "author_id", "author_name", "body", "at"),
    *("taken_back_at", "hidden_at", "hidden_by_id", "hidden_reason", "is_reported"),
)


@compiled
def _messages(thread_id: UUID, reader_id: UUID) -> QuerySet[Message, Any]:
    mine = MessageReport.objects.filter(message=OuterRef("pk"), by=reader_id)
    found = Message.objects.filter(thread=thread_id).annotate(is_reported=Exists(mine)).order_by("at", "pk")
    people = [f"{who}__{name}" for who in ("author", "hidden_by") for name in ("called", "given_name", "family_name")]
    # Plain values: forty messages would make eighty people with all their columns.
    values: QuerySet[Message, Any] = found.values(*_COLUMNS, *people)
    return values


def _lines(
    rows: list[dict[str, Any]], reader: Person | None, seen_at: datetime | None, now: datetime, *, short: bool
) -> list[Line]:
    lines: list[Line] = []
    before: dict[str, Any] | None = None
    for row in rows:
        state = "taken back" if row["taken_back_at"] else "hidden" if row["hidden_at"] else "shown"
        is_mine = reader is not None and row["author_id"] == reader.pk
        lines.append(
            Line(
                id=row["pk"],
                author_id=row["author_id"],
                name=_name_of(row, "author", short=short) if row["author_id"] else row["author_name"],
                body=row["body"] if state == "shown" else "",
                at=row["at"],
                state=state,
                hidden_by=_name_of(row, "hidden_by", short=short) if row["hidden_by_id"] else "",
                hidden_reason=row["hidden_reason"],
                is_mine=is_mine,
                is_new=reader is not None and not is_mine and (seen_at is None or row["at"] > seen_at),
                is_reported=row["is_reported"],
                may_take_back=is_mine and state == "shown" and now < row["at"] + TAKE_BACK,
                same_voice=_follows(before, row),
            )
        )
        before = row
    return lines


def _name_of(row: dict[str, Any], who: str, *, short: bool) -> str:
    """Say a name as ``Person.full_name`` or ``first_name`` does."""
    first: str = row[f"{who}__called"] or row[f"{who}__given_name"]
    return first if short else f"{first} {row[f'{who}__family_name']}".strip()


def _follows(before: dict[str, Any] | None, row: dict[str, Any]) -> bool:
    if before is None or before["taken_back_at"] or before["hidden_at"]:
        return False
    same = (before["author_id"], before["author_name"]) == (row["author_id"], row["author_name"])
    return same and row["at"] - before["at"] < TAKE_BACK


def unread_of(reader: Person, subject_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return how many messages of others are new to ``reader``, by the id of the thing; things without are left out.

    One query, however many things. The caller has made sure that ``reader`` takes part in all of them.
    """
    ids = list(subject_ids)
    return dict(Counter(_new_messages(reader.pk, ids))) if ids else {}


@compiled
def _new_messages(reader_id: UUID, subject_ids: list[UUID]) -> QuerySet[Message, UUID]:
    visit = ThreadVisit.objects.filter(thread=OuterRef("thread"), person=reader_id, at__gte=OuterRef("at"))
    found = Message.objects.filter(thread__subject_id__any_of=subject_ids)
    found = found.filter(Q(author__isnull=True) | ~Q(author=reader_id), taken_back_at=None, hidden_at=None)
    return found.filter(~Exists(visit)).values_list("thread__subject_id", flat=True)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report that waits: what was said, by whom, who asked to look at it and why."""

    id: UUID
    message_id: UUID
    name: str
    author_id: UUID | None
    body: str
    said_at: datetime
    by: str
    by_id: UUID
    reason: str
    at: datetime
    learner: str
    is_hidden: bool
    thread_url: str  # empty for who looks at reports without taking part


def reports_waiting(person: Person, standing: Standing, on: date) -> tuple[ReportLine, ...]:
    """Return the reports that wait for ``person`` to look at, the oldest first."""
    taught = learners_of(person, on).filter(pk=OuterRef("message__thread__learner"))
    rows = visible_reports(person, standing, on).filter(settled_at__isnull=True)
    rows = rows.annotate(takes_part=Q(message__thread__learner__isnull=True) | Q(Exists(taught)))
    rows = rows.select_related("message__author", "message__thread__learner", "by").order_by("at", "pk")
    return tuple(_report_line(row) for row in rows)


@compiled
def _reported(person: Person) -> QuerySet[MessageReport, UUID | None]:
    waiting = MessageReport.objects.filter(settled_at__isnull=True).exclude(message__author=person)
    return waiting.values_list("message__thread__learner_id", flat=True)


@compiled
def _taught_among(person: Person, learners: list[UUID], on: date) -> QuerySet[Person, UUID]:
    return learners_of(person, on).filter(pk__any_of=learners).values_list("pk", flat=True)


def n_reports_waiting(person: Person, standing: Standing, on: date) -> int:
    """Return how many reports wait for ``person``: for the first page of educators and coordinators.

    One query where nobody's words wait to be looked at, which is nearly always; two for an educator.
    """
    learners = list(_reported(person))
    if not learners:
        return 0
    if standing.is_coordinator or None in learners:
        return visible_reports(person, standing, on).filter(settled_at__isnull=True).count()
    taught = set(_taught_among(person, [pk for pk in learners if pk is not None], on))
    return sum(1 for learner in learners if learner in taught)


def _report_line(row: Any) -> ReportLine:
    message, thread = row.message, row.message.thread
    return ReportLine(
        id=row.pk,
        message_id=message.pk,
        name=message.author.full_name if message.author else message.author_name,
        author_id=message.author_id,
        body=message.body,
        said_at=message.at,
        by=row.by.full_name,
        by_id=row.by_id,
        reason=row.reason,
        at=row.at,
        learner=thread.learner.full_name if thread.learner else "",
        is_hidden=message.hidden_at is not None,
        thread_url=reverse("talk:thread", args=[thread.subject_kind, thread.subject_id]) if row.takes_part else "",
    )
