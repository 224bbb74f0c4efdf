"""Frames of the demo: one that is over, one under way, and one that opens next week and asks learners for criteria."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from trellis.core.scope import current_district_id, district_scope
from trellis.demo.life import Life, Town, load_texts
from trellis.framework.models import Competency, Framework, Scale
from trellis.people.models import Person
from trellis.school.access import classes_taught, learners_of
from trellis.school.models import SchoolClass
from trellis.studio.actions import criteria, frames
from trellis.studio.actions.frames import Decided
from trellis.studio.models import Criterion, Frame
from trellis.studio.starters import template

# template: days from today of its beginning and end
OF_MIRA = {"investigate": (-40, 12), "community-interview": (-36, 9)}
TIMES = {"make-for-someone": (-55, -8), "build-our-city": (-35, 20), "design-an-experiment": (6, 34)}


def write_frames(town: Town) -> dict[str, Frame]:
    """Let Tom write three frames for his classes, and Mira two for hers; return Tom's by their template."""
    ada, tom = town.lives["ada"], town.people["tom"]
    texts = load_texts("frames")
    with district_scope(current_district_id(), tom.pk):
        classes = list(classes_taught(tom, ada.today).order_by("title", "pk"))
        made = {key: _write(ada, tom, classes, key, days) for key, days in TIMES.items()}
        city = made["build-our-city"]
        frames.share_frame(frame=city, is_shared=True, by=tom, now=ada.ago(15))
        _vary(ada, tom, city, texts["variation"])
        _ask_for_criteria(ada, tom, made["design-an-experiment"], classes)
        frames.close_frame(frame=made["make-for-someone"], is_over=True, by=tom, now=ada.ago(8))
    _propose(town, made["design-an-experiment"], texts["criteria"])
    mira = town.people["mira"]
    with district_scope(current_district_id(), mira.pk):
        hers = list(classes_taught(mira, ada.today).order_by("title", "pk"))
        for key, days in OF_MIRA.items():
            _write(ada, mira, hers, key, days)
    return made


def _write(life: Life, by: Person, classes: list[SchoolClass], key: str, days: tuple[int, int]) -> Frame:
    content, now = template(key, "en"), life.ago(max(4, 3 - days[0]))
    made = frames.create_frame(
        title=content["title"],
        starts_on=_day(life, days[0]),
        ends_on=_day(life, days[1]),
        school=classes[0].school,
        classes=classes,
        content=content,
        scale=Scale.objects.order_by("pk").first(),
        by=by,
        now=now,
    )
    frames.choose_competencies(frame=made, competencies=_competencies(), by=by, now=now)
    frames.publish_frame(frame=made, by=by, now=now)
    return made


def _day(life: Life, days: int) -> date:
    return life.today + timedelta(days=days)


def _competencies() -> list[Competency]:
    """Two of the subjects and two learning skills."""
    found = Competency.objects.filter(retired_at__isnull=True, links_to__isnull=True).order_by("code", "pk")
    skills = found.filter(framework__kind=Framework.Kind.LEARNING_SKILL)[:2]
    return [*found.filter(framework__kind=Framework.Kind.ACADEMIC, code__contains=".")[:2], *skills]


def _vary(life: Life, tom: Person, frame: Frame, texts: dict[str, Any]) -> None:
    whom = learners_of(tom, life.today).exclude(pk=life.learner.pk).order_by("given_name", "pk")[3:5]
    criteria.vary(
        frame=frame,
        title=texts["title"],
        reason=texts["reason"],
        learners=list(whom),
        decided={"product": Decided(mode="choose", options=tuple(texts["products"]))},
        by=tom,
        now=life.ago(12),
    )


def _ask_for_criteria(life: Life, tom: Person, frame: Frame, classes: list[SchoolClass]) -> None:
    values = {name: getattr(frame, name) for name in ("title", "question", "words", "starts_on", "ends_on")}
    values["criteria_until"] = _day(life, 5)
    frames.change_frame(frame=frame, values=values, classes=classes, expected=frame.version, by=tom, now=life.ago(3))


def _propose(town: Town, frame: Frame, texts: list[dict[str, Any]]) -> None:
    ada = town.lives["ada"]
    for said in texts:
        by = town.people[said["by"]]
        with district_scope(current_district_id(), by.pk):
            found = Criterion.objects.filter(frame=frame, title=said["title"]).first()
            if found is None:
                criteria.propose_criterion(
                    frame=frame, title=said["title"], words=said["words"], by=by, now=ada.ago(2), today=ada.today
                )
            else:
                criteria.voice_criterion(
                    criterion=found, stance=said["stance"], words=said["words"], by=by, now=ada.ago(1), today=ada.today
                )
