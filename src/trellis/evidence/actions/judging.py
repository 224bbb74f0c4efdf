"""Judging: a learner's own judgement (AS), a level that was asked for (FOR), and a gap put on the next conference."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.ids import uuid7
from trellis.evidence.models import Artefact, FeedbackRequest, Judgement, Voice
from trellis.evidence.queries.agenda import conference_ahead, topic_there, words_of_gap
from trellis.evidence.telling import JUDGED_TOGETHER, tell_of_artefact
from trellis.framework.models import Competency, Level
from trellis.people.models import Person
from trellis.people.preferences import language_of_pages
from trellis.plan.actions.conferences import add_topic
from trellis.plan.models import Goal, Topic

MOST_LETTERS = 2_000
NO_REASON = _("Say why: what in it shows that?")


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise ActionRefused(NO_REASON, "reason")
    if len(reason) > MOST_LETTERS:
        sentence = _("This is too long: at most %(n)s letters fit here.") % {"n": MOST_LETTERS}
        raise ActionRefused(sentence, "reason")
    return reason


@transaction.atomic
def judge_own(
    *,
    artefact: Artefact,
    learner: Person,
    competency: Competency | None = None,
    goal: Goal | None = None,
    level: Level | None = None,
    reason: str,
    together: bool = False,
    by: Person,
    now: datetime,
) -> Judgement:
    """Judge one's own work, by the levels of a competency or by one's own success criteria; always with a reason.

    A newer judgement revisits the one before, which stays. It is the learner's alone and enters no number.
    ``together``: it is the team's. It stands once for each of them, in the same words, beside what each says alone.
    """
    if by.pk != learner.pk:
        raise ActionRefused(_("Only the learner judges their own work here."))
    if competency is not None and level is None:
        raise ActionRefused(_("Choose the words that fit best."), "level")
    if competency is None and goal is None:
        raise ActionRefused(_("Say first what it is about."))
    others = list(Person.objects.filter(authorships__artefact=artefact).exclude(pk=learner.pk)) if together else []
    if together:
        _check_team(artefact=artefact, others=others, goal=goal if competency is None else None)
    said = {"artefact": artefact, "competency": competency, "goal": goal}
    given = {"level": level, "reason": _checked(reason), "by": by, "at": now}
    own = _judge_for([learner, *others], said, given, together=together)
    context = {"purpose": "as", "again": own[0].revisits_id is not None, "team": len(own) if together else 0}
    record_moment(at=now, actor=by, verb="judgement.made", thing=own[0], learner=learner, context=context)
    if others:
        tell_of_artefact(artefact, JUDGED_TOGETHER, others, by, now)
    return own[0]


def _judge_for(
    learners: list[Person], said: dict[str, Any], given: dict[str, Any], *, together: bool
) -> list[Judgement]:
    team = uuid7() if together else None
    kind = {"purpose": Judgement.Purpose.AS, "voice": Voice.SELF, "team": team}
    return Judgement.objects.bulk_create(
        Judgement(**kind, learner=one, revisits=_own_before(one, said, together=together), **said, **given)
        for one in learners
    )


def _check_team(*, artefact: Artefact, others: list[Person], goal: Goal | None) -> None:
    if not others:
        raise ActionRefused(_("You made this alone, so you judge it alone."), "together")
    if artefact.shared_at is None:
        raise ActionRefused(_("This is a draft. Show it first, then judge it together."), "together")
    if goal is not None:
        raise ActionRefused(_("A goal is one person’s. Judge it by yourself."), "together")


def _own_before(learner: Person, said: dict[str, Any], *, together: bool) -> Judgement | None:
    """Return what was said of it before: by the team, where the team speaks; else by the learner alone."""
    mine = Judgement.objects.filter(learner=learner, purpose=Judgement.Purpose.AS, team__isnull=not together, **said)
    return mine.filter(revisited_by__isnull=True, withdrawn_at__isnull=True).order_by("-at").first()


@transaction.atomic
def take_back_judgement(*, judgement: Judgement, by: Person, now: datetime) -> None:
    """Take one's own judgement back, for the whole team where it is the team's; the one before it holds again."""
    same = (
        Judgement.objects.filter(team=judgement.team) if judgement.team else Judgement.objects.filter(pk=judgement.pk)
    )
    same.update(withdrawn_at=now, revisits=None)
    record_moment(at=now, actor=by, verb="judgement.taken-back", thing=judgement, learner=judgement.learner)


def judge_as_asked(
    *,
    request: FeedbackRequest,
    learner: Person,
    competency: Competency,
    level: Level,
    reason: str,
    by: Person,
    now: datetime,
) -> Judgement:
    """Say a level because the learner asked for one (FOR). Part of giving feedback."""
    if not request.wants_level:
        raise ActionRefused(_("No level was asked for. Words help more."), "level")
    before = Judgement.objects.filter(
        learner=learner,
        artefact=request.artefact_id,
        competency=competency,
        by=by,
        purpose=Judgement.Purpose.FOR,
        revisited_by__isnull=True,
    ).first()
    return Judgement.objects.create(
        purpose=Judgement.Purpose.FOR,
        voice=Voice.EDUCATOR,
        learner=learner,
        by=by,
        artefact=request.artefact,
        competency=competency,
        level=level,
        reason=_checked(reason),
        revisits=before,
        at=now,
    )


@transaction.atomic
def put_on_agenda(*, learner: Person, competency: Competency, by: Person, now: datetime) -> Topic:
    """Put two voices that differ on the learner's next conference, in plain words: no level and no file stands there.

    Once is enough: a topic that is there already is returned. Raises ``ActionRefused`` where none is arranged.
    """
    conference = conference_ahead(learner, now)
    if conference is None:
        raise ActionRefused(_("No conference is arranged yet. Arrange one first, then put this on it."))
    there = topic_there(conference, competency)
    if there is not None:
        return there
    with override(language_of_pages(learner)):
        return add_topic(conference=conference, words=words_of_gap(competency), by=by, now=now)
