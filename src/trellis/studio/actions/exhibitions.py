"""Arranging an exhibition: when and where, its programme, what stands where, and whether a team says yes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from trellis.agenda import actions as agenda
from trellis.agenda.models import Attendance, Event
from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.notice.actions import tell
from trellis.people.models import Person, School
from trellis.studio.models import Exhibition, ExhibitionFrame, Frame, Member, ProgrammeItem, Project

ASKED_TO_SHOW, ANNOUNCED = "studio.asked-to-show", "studio.exhibition-announced"


@transaction.atomic
def arrange_exhibition(
    *,
    title: str,
    words: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    frames: Collection[Frame],
    school: School,
    by: Person,
    now: datetime,
) -> Exhibition:
    """Arrange an exhibition of the projects of some frames. Only those who lead it and show there see it so far."""
    _check(title, frames)
    if starts_at <= now:
        raise ActionRefused(_("This time is past. Choose a later one."), field="on")
    exhibition = Exhibition(title=title.strip()[:200], words=words.strip(), school=school, by=by, made_at=now)
    exhibition.event = agenda.create_event(
        kind=Event.Kind.EXHIBITION,
        title=exhibition.title,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        people=[by],
        thing=exhibition,
        by=by,
        now=now,
    )
    exhibition.save(force_insert=True)
    ExhibitionFrame.objects.bulk_create([ExhibitionFrame(exhibition=exhibition, frame=frame) for frame in frames])
    record_moment(at=now, actor=by, verb="arranged", thing=exhibition)
    return exhibition


def _check(title: str, frames: Collection[Frame]) -> None:
    if not title.strip():
        raise ActionRefused(_("Give it a title."), field="title")
    if not frames:
        raise ActionRefused(_("Choose at least one frame whose projects are shown."), field="frames")


@transaction.atomic
def change_exhibition(
    *,
    exhibition: Exhibition,
    title: str,
    words: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    expected: int,
    by: Person,
    now: datetime,
) -> None:
    """Say anew what it is, when and where. At another time everybody is asked anew. Raises ``StaleVersion``."""
    if not title.strip():
        raise ActionRefused(_("Give it a title."), field="title")
    exhibition.title, exhibition.words = title.strip()[:200], words.strip()
    save_version(exhibition, expected=expected, fields=["title", "words"])
    event = Event.objects.get(pk=exhibition.event_id)
    if (event.place, event.starts_at, event.ends_at) != (place.strip(), starts_at, ends_at):
        people = Person.objects.filter(attendances__event=event)
        agenda.move_event(
            event=event,
            place=place,
            starts_at=starts_at,
            ends_at=ends_at,
            people=list(people),
            expected=event.version,
            by=by,
            now=now,
        )
    record_moment(at=now, actor=by, verb="changed", thing=exhibition)


@transaction.atomic
def announce_exhibition(*, exhibition: Exhibition, by: Person, now: datetime) -> None:
    """Announce it: families, those who teach, and guests see it from now on. Those who show are told."""
    if exhibition.published_at is not None:
        return
    exhibition.published_at = now
    exhibition.save(update_fields=["published_at"])
    tell(people=exhibitors(exhibition), kind=ANNOUNCED, thing=exhibition, by=by, now=now)
    record_moment(at=now, actor=by, verb="announced", thing=exhibition)


@transaction.atomic
def withdraw_exhibition(*, exhibition: Exhibition, by: Person, now: datetime) -> None:
    """Take the announcement back: only those who lead and show see it again."""
    exhibition.published_at = None
    exhibition.save(update_fields=["published_at"])
    record_moment(at=now, actor=by, verb="withdrew", thing=exhibition)


def exhibitors(exhibition: Exhibition) -> list[Person]:
    """Return the learners whose projects stand in the programme."""
    members = Member.objects.filter(
        project__programme__exhibition=exhibition, joined_at__isnull=False, left_at__isnull=True
    )
    return list(Person.objects.filter(pk__in=members.values("learner"), left_on__isnull=True))


# --- The programme -----------------------------------------------------------------------------------


@transaction.atomic
def add_projects(*, exhibition: Exhibition, projects: Iterable[Project], by: Person, now: datetime) -> int:
    """Put projects at the end of the programme and ask their teams; those in it already stay. Return how many."""
    there = set(ProgrammeItem.objects.filter(exhibition=exhibition).values_list("project_id", flat=True))
    place = _next_place(exhibition)
    new = [project for project in projects if project.pk not in there]
    ProgrammeItem.objects.bulk_create(
        [
            ProgrammeItem(exhibition=exhibition, project=project, position=place + n, label=project.question)
            for n, project in enumerate(new)
        ]
    )
    team = Member.objects.filter(project__in=new, joined_at__isnull=False, left_at__isnull=True).values("learner")
    people = list(Person.objects.filter(pk__in=team, left_on__isnull=True))
    event = Event.objects.get(pk=exhibition.event_id)
    Attendance.objects.bulk_create([Attendance(event=event, person=person) for person in people], ignore_conflicts=True)
    tell(people=people, kind=ASKED_TO_SHOW, thing=exhibition, by=by, now=now)
    record_moment(at=now, actor=by, verb="added", thing=exhibition, context={"projects": len(new)})
    return len(new)


@transaction.atomic
def add_line(
    *, exhibition: Exhibition, title: str, place: str, at: time | None, by: Person, now: datetime
) -> ProgrammeItem:
    """Add something for everybody: a welcome, a song, a round of questions."""
    if not title.strip():
        raise ActionRefused(_("Say what happens."), field="title")
    item = ProgrammeItem.objects.create(
        exhibition=exhibition,
        position=_next_place(exhibition),
        title=title.strip()[:200],
        place=place.strip()[:120],
        at=at,
    )
    record_moment(at=now, actor=by, verb="added", thing=item)
    return item


def _next_place(exhibition: Exhibition) -> int:
    Exhibition.objects.select_for_update().get(pk=exhibition.pk)
    last = ProgrammeItem.objects.filter(exhibition=exhibition).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def change_line(
    *,
    item: ProgrammeItem,
    title: str,
    place: str,
    at: time | None,
    label: str,
    expected: int,
    by: Person,
    now: datetime,
) -> None:
    """Say anew what stands where and when, and what its label says. Raises ``StaleVersion``."""
    if item.project_id is None and not title.strip():
        raise ActionRefused(_("Say what happens."), field="title")
    item.title, item.place, item.at, item.label = title.strip()[:200], place.strip()[:120], at, label.strip()[:600]
    save_version(item, expected=expected, fields=["title", "place", "at", "label"])
    record_moment(at=now, actor=by, verb="changed", thing=item)


@transaction.atomic
def write_label(*, item: ProgrammeItem, label: str, expected: int, by: Person, now: datetime) -> None:
    """Let a team say what the label beside their work says. Raises ``StaleVersion``."""
    item.label = label.strip()[:600]
    save_version(item, expected=expected, fields=["label"])
    record_moment(at=now, actor=by, verb="wrote a label", thing=item, learner=by)


@transaction.atomic
def move_line(*, item: ProgrammeItem, by_places: int, by: Person, now: datetime) -> None:
    """Move a line so many places down, or up below zero; the others close up."""
    Exhibition.objects.select_for_update().get(pk=item.exhibition_id)
    order = list(ProgrammeItem.objects.filter(exhibition=item.exhibition_id).order_by("position", "pk"))
    here = next(place for place, one in enumerate(order) if one.pk == item.pk)
    order.insert(max(0, min(here + by_places, len(order) - 1)), order.pop(here))
    for place, one in enumerate(order):
        one.position = place
    ProgrammeItem.objects.bulk_update(order, ["position"])
    record_moment(at=now, actor=by, verb="moved", thing=item)


@transaction.atomic
def take_out_line(*, item: ProgrammeItem, by: Person, now: datetime) -> None:
    """Take a line out of the programme. Refused once guests have said something about it."""
    if item.guest_notes.exists():
        raise ActionRefused(_("Guests have said something about it, so it stays."))
    record_moment(at=now, actor=by, verb="took out", thing=item)
    item.delete()


@transaction.atomic
def agree_to_show(*, item: ProgrammeItem, agrees: bool, by: Person, now: datetime) -> None:
    """Let a team say yes to being shown, or take the yes back: without it no guest sees their work."""
    item.agreed_at, item.agreed_by = (now, by) if agrees else (None, None)
    item.save(update_fields=["agreed_at", "agreed_by"])
    record_moment(at=now, actor=by, verb="agreed to show" if agrees else "keeps back", thing=item, learner=by)
