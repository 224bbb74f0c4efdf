"""What is sealed in the demo: judgements told beforehand, in this and the last term; a past that was opened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from trellis.core.models import ReadEntry
from trellis.core.scope import current_district_id, district_scope
from trellis.demo.life import Life, Town, load_texts
from trellis.evidence.access import sealed_before
from trellis.evidence.actions.announcing import announce, judge_of
from trellis.evidence.actions.policy import add_purpose, settle_evidence
from trellis.evidence.actions.sealing import (
    answer_fresh_start,
    ask_fresh_start,
    end_opening,
    log_kind,
    open_past,
    say_about_opening,
)
from trellis.evidence.models import Announcement, EvidencePolicy, Judgement, Opening, SealPurpose
from trellis.framework.models import Competency, Level
from trellis.people.models import Person
from trellis.school.actions import enrol
from trellis.school.models import Enrolment

NEW = timedelta(days=5)  # Mira has been in Ada's class for so long


def seal_the_past(town: Town) -> None:
    """Announce and judge, let Mira come new to Ada's class and open a past, let learners begin anew."""
    texts = load_texts("sealing")
    ada = town.lives["ada"]
    purposes = _agree(town, texts, ada)
    _judge(town, texts, ada)
    _let_in(town, ada)
    _open(town, texts, purposes, ada)
    _begin_anew(town, texts)


def _agree(town: Town, texts: dict[str, Any], ada: Life) -> list[SealPurpose]:
    omar, then = town.people["omar"], ada.ago(60)
    settle_evidence(
        school=town.schools["riverbank"],
        rule=EvidencePolicy.Rule.MODEL,
        times=3,
        opening_days=14,
        most_announced=3,
        expected=0,
        by=omar,
        now=then,
    )
    return [add_purpose(words=words, spanish=spanish, by=omar, now=then) for words, spanish in texts["purposes"]]


def _judge(town: Town, texts: dict[str, Any], ada: Life) -> None:
    """One was judged before this term, one three weeks ago, one is announced for next week."""
    competency = Competency.objects.select_related("framework").get(code=texts["competency"])
    levels = list(Level.objects.filter(scale=competency.framework.scale_id).order_by("position"))
    last_term = datetime.combine(sealed_before(ada.today), ada.now.timetz()) - timedelta(days=45)
    for entry in texts["announced"]:
        day = last_term if entry["when"] == "last term" else ada.now + timedelta(days=entry["when"])
        announced = day - timedelta(days=10) if day <= ada.now else ada.ago(2)
        told = announce(
            school_class=town.classes["river"],
            title=entry["title"],
            words=entry["words"],
            on=day.date(),
            competencies=[competency],
            by=town.people["tom"],
            now=announced,
            today=announced.date(),
        )
        for username, educator, place, reason in entry["judged"]:
            learner = town.lives[username].learner
            _say(
                told=told,
                learner=learner,
                competency=competency,
                level=levels[place - 1],
                reason=reason,
                by=town.people[educator],
                day=day,
            )


def _say(
    *, told: Announcement, learner: Person, competency: Competency, level: Level, reason: str, by: Person, day: datetime
) -> None:
    """Say it on the announced day; who said something before looks again a week later."""
    with district_scope(current_district_id(), by.pk):
        mine = Judgement.objects.filter(announcement=told, learner=learner, by=by, revisited_by__isnull=True).first()
        at = day + timedelta(days=7) if mine else day
        judge_of(
            announcement=told,
            learner=learner,
            competency=competency,
            level=level,
            reason=reason,
            by=by,
            now=at,
            today=at.date(),
            revisits=mine,
        )


def _let_in(town: Town, ada: Life) -> None:
    enrol(
        person=town.people["mira"],
        school_class=town.classes["river"],
        role=Enrolment.Role.EDUCATOR,
        starts_on=ada.today - NEW,
        by=town.people["omar"],
        now=ada.now - NEW,
    )


def _open(town: Town, texts: dict[str, Any], purposes: list[SealPurpose], ada: Life) -> None:
    """Mira opened it, Ada asked why, Mira answered and closed it; Linh's is open, and Ruth objects."""
    mira, linh, ruth = town.people["mira"], town.people["linh"], town.people["ruth"]
    first = _opened(ada, mira, purposes[0], texts["mira"], days_ago=4)
    _word(first, "ask", texts["ask"], ada.learner, ada.ago(3))
    _word(first, "answer", texts["answer"], mira, ada.ago(3))
    end_opening(opening=first, by=mira, now=ada.ago(2), today=ada.ago(2).date())
    second = _opened(ada, linh, purposes[1], texts["linh"], days_ago=1)
    _word(second, "object", texts["object"], ruth, ada.now)


def _opened(ada: Life, by: Person, purpose: SealPurpose, sentence: str, *, days_ago: int) -> Opening:
    then = ada.ago(days_ago)
    with district_scope(current_district_id(), by.pk):
        opening = open_past(
            learner=ada.learner,
            purpose=purpose,
            sentence=sentence,
            framework=None,
            from_on=ada.today - timedelta(days=400),
            to_on=ada.today,
            by=by,
            now=then,
            today=then.date(),
        )
        # Written here by hand: the log's own connection does not see a district that is still being made.
        ReadEntry.objects.create(
            at=then + timedelta(minutes=4),
            reader_id=by.pk,
            learner_id=ada.learner.pk,
            kind=log_kind(opening),
            purpose=f"{purpose}: {sentence}"[:300],
        )
    return opening


def _word(opening: Opening, kind: str, words: str, by: Person, at: datetime) -> None:
    say_about_opening(opening=opening, kind=kind, words=words, by=by, now=at)


def _begin_anew(town: Town, texts: dict[str, Any]) -> None:
    """One fresh start was granted, one waits for an answer."""
    for username, why, answer in texts["fresh"]:
        life = town.lives[username]
        asked = ask_fresh_start(
            learner=life.learner, before_on=sealed_before(life.today), why=why, now=life.ago(9), today=life.today
        )
        if answer:
            answer_fresh_start(fresh=asked, grant=True, answer=answer, by=town.people["omar"], now=life.ago(7))
