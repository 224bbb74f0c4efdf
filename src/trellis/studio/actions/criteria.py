"""Criteria of a frame: written by its educators, proposed and voiced by learners; and its phases and variations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.plan.queries.expectations import below_expected, too_far
from trellis.studio.actions.frames import Decided, made_dimension
from trellis.studio.models import (
    Criterion,
    CriterionLevel,
    CriterionVoice,
    Dimension,
    Frame,
    FrameCompetency,
    Phase,
    Stance,
    Variation,
    VariationFor,
)

MOST_CRITERIA = 12


def _next_place(model: type[Model], frame: Frame) -> int:
    Frame.objects.select_for_update().get(pk=frame.pk)
    last = model._default_manager.filter(frame=frame).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


# --- Criteria ----------------------------------------------------------------------------------------


@transaction.atomic
def add_criterion(
    *,
    frame: Frame,
    title: str,
    words: str = "",
    levels: Mapping[UUID, str] | None = None,
    competency: Competency | None = None,
    by: Person,
    now: datetime,
) -> Criterion:
    """Add a criterion that holds, with what each level looks like (by the id of the level)."""
    criterion = _criterion(frame, title, words)
    criterion.competency = competency
    criterion.save(force_insert=True)
    _put_levels(criterion, levels or {})
    record_moment(at=now, actor=by, verb="added", thing=criterion)
    return criterion


def _criterion(frame: Frame, title: str, words: str) -> Criterion:
    if not title.strip():
        raise ActionRefused(_("Say what you look at."), field="title")
    if frame.criteria.filter(removed_at__isnull=True).exclude(state="declined").count() >= MOST_CRITERIA:
        raise ActionRefused(_("Twelve criteria are enough. Join two, or take one out."), field="title")
    return Criterion(
        frame=frame, position=_next_place(Criterion, frame), title=title.strip()[:200], words=words.strip()[:2000]
    )


def _put_levels(criterion: Criterion, levels: Mapping[UUID, str]) -> None:
    criterion.levels.all().delete()
    CriterionLevel.objects.bulk_create(
        [
            CriterionLevel(criterion=criterion, level_id=pk, text=text.strip())
            for pk, text in levels.items()
            if text.strip()
        ]
    )


@transaction.atomic
def change_criterion(
    *,
    criterion: Criterion,
    title: str,
    words: str,
    levels: Mapping[UUID, str],
    competency: Competency | None,
    expected: int,
    by: Person,
    now: datetime,
) -> None:
    """Say a criterion anew. Raises ``StaleVersion`` where it was saved in between."""
    if not title.strip():
        raise ActionRefused(_("Say what you look at."), field="title")
    criterion.title, criterion.words, criterion.competency = title.strip()[:200], words.strip()[:2000], competency
    save_version(criterion, expected=expected, fields=["title", "words", "competency"])
    _put_levels(criterion, levels)
    record_moment(at=now, actor=by, verb="changed", thing=criterion)


@transaction.atomic
def remove_criterion(*, criterion: Criterion, removed: bool, by: Person, now: datetime) -> None:
    """Take a criterion out, or bring it back."""
    criterion.removed_at = now if removed else None
    criterion.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="took out" if removed else "brought back", thing=criterion)


@transaction.atomic
def propose_criterion(*, frame: Frame, title: str, words: str, by: Person, now: datetime, today: date) -> Criterion:
    """Let a learner propose a criterion while the educator asks for some."""
    _must_be_open(frame, today)
    criterion = _criterion(frame, title, words)
    criterion.state, criterion.proposed_by, criterion.proposed_at = Criterion.State.PROPOSED, by, now
    criterion.save(force_insert=True)
    CriterionVoice.objects.create(criterion=criterion, learner=by, stance=Stance.WANT, at=now)
    record_moment(at=now, actor=by, verb="proposed", thing=criterion, learner=by)
    return criterion


def _must_be_open(frame: Frame, today: date) -> None:
    if frame.criteria_until is None or frame.criteria_until < today:
        raise ActionRefused(_("Criteria are not proposed at the moment."))


@transaction.atomic
def voice_criterion(
    *, criterion: Criterion, stance: str, words: str, by: Person, now: datetime, today: date
) -> CriterionVoice:
    """Let a learner say what they think of a proposed criterion; said again it takes the place of before."""
    _must_be_open(criterion.frame, today)
    if criterion.state != Criterion.State.PROPOSED:
        raise ActionRefused(_("This has been decided."))
    if stance not in Stance.values:
        raise ActionRefused(_("Choose what you think of it."))
    if stance == Stance.CONCERN and not words.strip():
        raise ActionRefused(_("Say what concerns you, so that it can be heard."), field="words")
    voice, _made = CriterionVoice.objects.update_or_create(
        criterion=criterion, learner=by, defaults={"stance": stance, "words": words.strip()[:300], "at": now}
    )
    record_moment(at=now, actor=by, verb="voiced", thing=criterion, learner=by, context={"stance": str(stance)})
    return voice


@transaction.atomic
def settle_criterion(*, criterion: Criterion, takes: bool, why: str, by: Person, now: datetime) -> None:
    """Take a proposed criterion, or decline it with a reason that learners read."""
    if criterion.state != Criterion.State.PROPOSED:
        raise ActionRefused(_("This has been decided."))
    if not takes and not why.strip():
        raise ActionRefused(_("Say why, so that the class can follow."), field="answer")
    criterion.state = Criterion.State.HOLDS if takes else Criterion.State.DECLINED
    criterion.answer = why.strip()[:300]
    criterion.save(update_fields=["state", "answer"])
    verb = "took a criterion" if takes else "declined a criterion"
    record_moment(at=now, actor=by, verb=verb, thing=criterion)


# --- Phases ------------------------------------------------------------------------------------------


@transaction.atomic
def add_phase(*, frame: Frame, values: Mapping[str, Any], by: Person, now: datetime) -> Phase:
    """Add a phase at the end."""
    phase = Phase(frame=frame, position=_next_place(Phase, frame))
    _put_phase(phase, values)
    phase.save(force_insert=True)
    record_moment(at=now, actor=by, verb="added", thing=phase)
    return phase


def _put_phase(phase: Phase, values: Mapping[str, Any]) -> None:
    if not values["title"].strip():
        raise ActionRefused(_("Say what happens."), field="title")
    if not 1 <= values["minutes"] <= 6000:
        raise ActionRefused(_("Choose between 1 and 6000 minutes."), field="minutes")
    phase.title, phase.words = values["title"].strip()[:200], values["words"].strip()[:2000]
    phase.together, phase.screen, phase.minutes = values["together"], values["screen"], values["minutes"]
    phase.starts_on = values.get("starts_on")


@transaction.atomic
def change_phase(*, phase: Phase, values: Mapping[str, Any], by: Person, now: datetime) -> None:
    """Say a phase anew."""
    _put_phase(phase, values)
    phase.save(update_fields=["title", "words", "together", "screen", "minutes", "starts_on"])
    record_moment(at=now, actor=by, verb="changed", thing=phase)


@transaction.atomic
def move_phase(*, phase: Phase, by_places: int, by: Person, now: datetime) -> None:
    """Move a phase so many places on, or back below zero; the others close up."""
    Frame.objects.select_for_update().get(pk=phase.frame_id)
    order = list(Phase.objects.filter(frame=phase.frame_id).order_by("position", "pk"))
    here = next(place for place, one in enumerate(order) if one.pk == phase.pk)
    order.insert(max(0, min(here + by_places, len(order) - 1)), order.pop(here))
    for place, one in enumerate(order):
        one.position = place
    Phase.objects.bulk_update(order, ["position"])
    record_moment(at=now, actor=by, verb="moved", thing=phase)


@transaction.atomic
def remove_phase(*, phase: Phase, by: Person, now: datetime) -> None:
    """Take a phase out."""
    record_moment(at=now, actor=by, verb="took out", thing=phase)
    phase.delete()


# --- Variations --------------------------------------------------------------------------------------


@transaction.atomic
def vary(
    *,
    frame: Frame,
    title: str,
    reason: str,
    learners: Collection[Person],
    decided: Mapping[str, Decided],
    competencies: Iterable[Competency] = (),
    variation: Variation | None = None,
    by: Person,
    now: datetime,
) -> Variation:
    """Give a group or one learner other choices in the same frame; what is expected stays.

    ``decided`` holds only what differs. A competency below the expected stage of a learner is refused beyond the limit
    that the school set for plans. Raises ``ActionRefused`` with the field.
    """
    if not reason.strip():
        raise ActionRefused(_("Say why it helps."), field="reason")
    if not learners:
        raise ActionRefused(_("Choose for whom it is."), field="learners")
    if not decided and not competencies:
        raise ActionRefused(_("Say what differs for them."))
    wanted = list(competencies)
    _keep_expectations(learners, wanted)
    made = variation or Variation(frame=frame, by=by, made_at=now)
    made.title, made.reason = (title.strip() or _("For some"))[:120], reason.strip()[:2000]
    if variation is None:
        made.save(force_insert=True)
    else:
        save_version(made, expected=made.version, fields=["title", "reason"])
    _put_learners(made, learners)
    Dimension.objects.filter(frame=frame, variation=made).delete()
    Dimension.objects.bulk_create([made_dimension(frame, made, name, one) for name, one in decided.items()])
    FrameCompetency.objects.filter(frame=frame, variation=made).delete()
    FrameCompetency.objects.bulk_create(
        [FrameCompetency(frame=frame, variation=made, competency=one) for one in wanted]
    )
    record_moment(at=now, actor=by, verb="varied", thing=made, context={"learners": len(learners)})
    return made


def _put_learners(variation: Variation, learners: Collection[Person]) -> None:
    frame = variation.frame
    taken = VariationFor.objects.filter(frame=frame, learner__in=learners).exclude(variation=variation)
    if taken.exists():
        name = taken.select_related("learner")[0].learner.first_name
        raise ActionRefused(_("%(name)s has a variation of this frame already.") % {"name": name}, field="learners")
    variation.learner_links.all().delete()
    links = [VariationFor(variation=variation, frame=frame, learner=one) for one in learners]
    VariationFor.objects.bulk_create(links)


def _keep_expectations(learners: Iterable[Person], competencies: Collection[Competency]) -> None:
    for learner in learners:
        for below in below_expected(learner, [one.pk for one in competencies]):
            if below.is_too_far:
                raise ActionRefused(too_far(below), field="competencies")


@transaction.atomic
def end_variation(*, variation: Variation, by: Person, now: datetime) -> None:
    """Let the frame hold for everybody again; what its learners chose stays as they chose it."""
    record_moment(at=now, actor=by, verb="ended a variation", thing=variation)
    variation.delete()
