"""Exhibitions of the demo: one that was, with words of guests and looks back, and one to come."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from trellis.core.scope import current_district_id, district_scope
from trellis.demo.life import Life, Town, load_texts
from trellis.people.models import Person
from trellis.studio.actions import exhibitions as actions
from trellis.studio.actions import guests
from trellis.studio.models import Exhibition, Frame, Invitation, Member, ProgrammeItem, Project

MOST = 12


def exhibit(town: Town) -> None:
    """Let Tom exhibit what became of his frames; call it when projects are there."""
    texts, ada = load_texts("exhibitions"), town.lives["ada"]
    tom = town.people["tom"]
    with district_scope(current_district_id(), tom.pk):
        frames = list(Frame.objects.filter(by=tom).exclude(state=Frame.State.DRAFT).order_by("starts_on", "pk"))
        shown = [frame for frame in frames if _projects(frame)]
    if not shown:
        return
    _past(ada, tom, shown[0], texts["past"])
    _coming(ada, tom, shown[-1], texts["coming"])


def _projects(frame: Frame) -> list[Project]:
    found = Project.objects.filter(frame=frame, state__in=(Project.State.GOING, Project.State.FINISHED))
    return list(found.order_by("title", "pk")[:MOST])


def _at(life: Life, days: int, hour: int) -> datetime:
    zone = ZoneInfo(life.learner.district.time_zone)
    return datetime.combine(life.today + timedelta(days=days), time(hour), tzinfo=zone)


def _arrange(life: Life, tom: Person, frame: Frame, texts: dict[str, Any], *, days: int, now: datetime) -> Exhibition:
    with district_scope(current_district_id(), tom.pk):
        made = actions.arrange_exhibition(
            title=texts["title"],
            words=texts["words"],
            place=texts["place"],
            starts_at=_at(life, days, 17),
            ends_at=_at(life, days, 19),
            frames=[frame],
            school=frame.school,
            by=tom,
            now=now,
        )
        actions.add_line(exhibition=made, title=texts["welcome"], place=texts["place"], at=time(17), by=tom, now=now)
        actions.add_projects(exhibition=made, projects=_projects(frame), by=tom, now=now)
        return made


def _agree(made: Exhibition, now: datetime, *, every: int) -> None:
    """Let the teams say yes, but every so many: those have not answered yet."""
    items = list(ProgrammeItem.objects.filter(exhibition=made, project__isnull=False).order_by("position"))
    for place, item in enumerate(items):
        member = Member.objects.filter(project=item.project_id, joined_at__isnull=False).order_by("asked_at").first()
        if member is None or (every and place % every == every - 1):
            continue
        with district_scope(current_district_id(), member.learner_id):
            actions.agree_to_show(item=item, agrees=True, by=member.learner, now=now)


def _past(life: Life, tom: Person, frame: Frame, texts: dict[str, Any]) -> None:
    before, after = _at(life, -20, 9), _at(life, -6, 18)
    made = _arrange(life, tom, frame, texts, days=-6, now=before)
    _agree(made, before + timedelta(days=1), every=0)
    with district_scope(current_district_id(), tom.pk):
        actions.announce_exhibition(exhibition=made, by=tom, now=before + timedelta(days=2))
        people = guests.families_of(made, before)
        guests.invite_people(
            exhibition=made, people=people, kind=Invitation.Kind.FAMILY, by=tom, now=before + timedelta(days=2)
        )
        items = list(made.programme.filter(project__isnull=False).order_by("position"))
        for place, said in enumerate(texts["notes"]):
            note = guests.leave_note(
                item=items[place % len(items)],
                invitation=None,
                name=said["name"],
                kind_words=said["kind"],
                specific_words=said["specific"],
                helpful_words=said["helpful"],
                by=None,
                now=after,
            )
            if place < len(texts["notes"]) - 1:  # the last one waits for Tom
                guests.settle_note(note=note, shown=True, by=tom, now=after + timedelta(hours=14))
    for place, learner in enumerate(actions.exhibitors(made)[: len(texts["look_backs"])]):
        with district_scope(current_district_id(), learner.pk):
            guests.look_back(
                exhibition=made,
                words=texts["look_backs"][place],
                expected=1,
                by=learner,
                now=after + timedelta(days=1, minutes=place),
            )


def _coming(life: Life, tom: Person, frame: Frame, texts: dict[str, Any]) -> None:
    now = life.ago(3)
    made = _arrange(life, tom, frame, texts, days=12, now=now)
    _agree(made, now, every=4)
    with district_scope(current_district_id(), tom.pk):
        actions.announce_exhibition(exhibition=made, by=tom, now=now)
        guests.invite_people(
            exhibition=made, people=guests.families_of(made, now), kind=Invitation.Kind.FAMILY, by=tom, now=now
        )
        guests.invite_people(
            exhibition=made, people=guests.mentors_of(made, now), kind=Invitation.Kind.MENTOR, by=tom, now=now
        )
        guests.invite_by_link(exhibition=made, name=texts["guest"], by=tom, now=now)
