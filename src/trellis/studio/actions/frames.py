"""Frames: begun from nothing, a template or a colleague's; written, published, shared, closed and taken away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.framework.models import Competency, Level, Scale
from trellis.notice.actions import tell
from trellis.people.models import Person, School
from trellis.school.models import Enrolment, SchoolClass
from trellis.studio.models import (
    Criterion,
    CriterionLevel,
    Dimension,
    DimensionName,
    Frame,
    FrameClass,
    FrameCompetency,
    Phase,
    Project,
    Theme,
    Variation,
)

PUBLISHED = "studio.frame-published"
LETTERS, MOST_LINES = 5000, 20
TEXTS = ("title", "question", "words")


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decides one dimension: ``mode``, what holds where it is fixed, options, and sparks that start ideas."""

    mode: str = Dimension.Mode.FREE
    words: str = ""
    options: tuple[str, ...] = ()
    sparks: tuple[str, ...] = ()


@transaction.atomic
def create_frame(
    *,
    title: str,
    starts_on: date,
    ends_on: date,
    school: School,
    classes: Collection[SchoolClass] = (),
    content: Mapping[str, Any] | None = None,
    scale: Scale | None = None,
    question: str = "",
    theme: Theme | None = None,
    by: Person,
    now: datetime,
) -> Frame:
    """Begin a frame as a draft, with all eight dimensions. ``content`` is that of a template (see ``starters``).

    ``theme`` is what a class chose: the frame says so. Raises ``ActionRefused`` with the field.
    """
    given = content or {}
    frame = Frame(by=by, school=school, scale=scale, made_at=now, template=str(given.get("key", "")))
    _say(frame, title=title, question=question or given.get("question", ""), words=given.get("words", ""))
    _put_days(frame, starts_on, ends_on)
    frame.roles, frame.log_pages = list(given.get("roles", ())), list(given.get("log_pages", ()))
    frame.prompts = list(given.get("prompts", ()))
    frame.save(force_insert=True)
    FrameClass.objects.bulk_create([FrameClass(frame=frame, school_class=one) for one in classes])
    _write_dimensions(frame, {name: Decided(**_tuples(one)) for name, one in given.get("dimensions", {}).items()})
    Phase.objects.bulk_create(
        [Phase(frame=frame, position=place, **one) for place, one in enumerate(given.get("phases", ()))]
    )
    _write_criteria(frame, given.get("criteria", ()))
    if theme is not None:
        theme.frame = frame
        theme.save(update_fields=["frame"])
    record_moment(at=now, actor=by, verb="began", thing=frame, context={"template": frame.template})
    return frame


def _tuples(one: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in one.items()}


def _say(frame: Frame, *, title: str, question: str, words: str) -> None:
    if not title.strip():
        raise ActionRefused(_("Give it a title."), field="title")
    if len(words) > LETTERS:
        raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": LETTERS}, field="words")
    frame.title, frame.question, frame.words = title.strip()[:200], question.strip()[:300], words.strip()


def _put_days(frame: Frame, starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        raise ActionRefused(_("The end comes before the start."), field="ends_on")
    frame.starts_on, frame.ends_on = starts_on, ends_on


def _write_dimensions(frame: Frame, decided: Mapping[str, Decided], variation: Variation | None = None) -> None:
    names = DimensionName.values if variation is None else decided
    Dimension.objects.filter(frame=frame, variation=variation).delete()
    Dimension.objects.bulk_create(
        [made_dimension(frame, variation, name, decided.get(name, Decided())) for name in names]
    )


def made_dimension(frame: Frame, variation: Variation | None, name: str, one: Decided) -> Dimension:
    """Return an unsaved dimension; raise ``ActionRefused`` at its field where it says too little."""
    options = [text.strip()[:200] for text in one.options if text.strip()][:MOST_LINES]
    sparks = [text.strip()[:200] for text in one.sparks if text.strip()][:MOST_LINES]
    words = one.words.strip()[:1000]
    if one.mode == Dimension.Mode.FIXED and not words:
        raise ActionRefused(_("Say what is fixed, or leave it free."), field=f"{name}_words")
    if one.mode == Dimension.Mode.CHOOSE and len(options) < 2:
        raise ActionRefused(_("Name at least two things to choose from."), field=f"{name}_options")
    return Dimension(
        frame=frame, variation=variation, name=name, mode=one.mode, words=words, options=options, sparks=sparks
    )


def _write_criteria(frame: Frame, given: Iterable[Mapping[str, Any]]) -> None:
    levels = list(Level.objects.filter(scale=frame.scale_id).order_by("position")) if frame.scale_id else []
    for place, one in enumerate(given):
        criterion = Criterion.objects.create(
            frame=frame, position=place, title=one["title"], words=one.get("words", "")
        )
        CriterionLevel.objects.bulk_create(
            [
                CriterionLevel(criterion=criterion, level=level, text=text)
                for level, text in zip(levels, one.get("levels", ()), strict=False)
            ]
        )


@transaction.atomic
def change_frame(
    *,
    frame: Frame,
    values: Mapping[str, Any],
    classes: Collection[SchoolClass] | None = None,
    expected: int,
    by: Person,
    now: datetime,
) -> None:
    """Say anew what a frame is about, its days, its classes and until when learners propose criteria.

    Raises ``StaleVersion`` where it was saved in between.
    """
    _say(frame, **{name: values[name] for name in TEXTS})
    _put_days(frame, values["starts_on"], values["ends_on"])
    frame.criteria_until = values.get("criteria_until")
    if frame.criteria_until and frame.criteria_until > frame.ends_on:
        raise ActionRefused(_("Choose a day before the frame ends."), field="criteria_until")
    save_version(frame, expected=expected, fields=[*TEXTS, "starts_on", "ends_on", "criteria_until"])
    if classes is not None:
        _put_classes(frame, classes)
    record_moment(at=now, actor=by, verb="changed", thing=frame)


def _put_classes(frame: Frame, classes: Collection[SchoolClass]) -> None:
    wanted = {one.pk for one in classes}
    answered = Enrolment.objects.filter(person__memberships__project__frame=frame).values("school_class")
    frame.class_links.exclude(school_class__in=wanted).exclude(school_class__in=answered).delete()
    links = [FrameClass(frame=frame, school_class=one) for one in classes]
    FrameClass.objects.bulk_create(links, ignore_conflicts=True)


@transaction.atomic
def decide_dimensions(*, frame: Frame, decided: Mapping[str, Decided], by: Person, now: datetime) -> None:
    """Say for each of the eight who decides it. What teams chose already stays as they chose it."""
    _write_dimensions(frame, decided)
    record_moment(at=now, actor=by, verb="decided dimensions", thing=frame)


@transaction.atomic
def choose_competencies(*, frame: Frame, competencies: Iterable[Competency], by: Person, now: datetime) -> None:
    """Say what every answer works on; what is no longer named goes, unless a criterion stands on it."""
    wanted = {one.pk for one in competencies}
    FrameCompetency.objects.filter(frame=frame, variation=None).exclude(competency__in=wanted).delete()
    FrameCompetency.objects.bulk_create(
        [FrameCompetency(frame=frame, competency_id=pk) for pk in wanted], ignore_conflicts=True
    )
    record_moment(at=now, actor=by, verb="chose competencies", thing=frame, context={"n": len(wanted)})


@transaction.atomic
def publish_frame(*, frame: Frame, by: Person, now: datetime) -> None:
    """Open a frame to its classes; learners are told. Refused without a class, or where nothing says what it asks."""
    if not frame.class_links.exists():
        raise ActionRefused(_("Choose the class that answers it."))
    if not frame.question and not frame.words:
        raise ActionRefused(_("Write the question or what it is about."))
    first = frame.published_at is None
    frame.state, frame.published_at = Frame.State.OPEN, frame.published_at or now
    frame.save(update_fields=["state", "published_at"])
    if first:
        tell(people=learners_of_frame(frame, now), kind=PUBLISHED, thing=frame, title=frame.title, by=by, now=now)
    record_moment(at=now, actor=by, verb="published", thing=frame)


def learners_of_frame(frame: Frame, now: datetime) -> list[Person]:
    """Return who learns in the classes of a frame today."""
    today = frame.district.today(now)
    links = Enrolment.objects.live(today).filter(
        role=Enrolment.Role.LEARNER, school_class__in=frame.class_links.values("school_class")
    )
    return list(Person.objects.filter(pk__in=links.values("person"), left_on__isnull=True))


@transaction.atomic
def take_back_frame(*, frame: Frame, by: Person, now: datetime) -> None:
    """Make a draft of a frame again. Refused once somebody has answered it."""
    if Project.objects.filter(frame=frame).exists():
        raise ActionRefused(_("Learners have answered it already. You can close it."))
    frame.state = Frame.State.DRAFT
    frame.save(update_fields=["state"])
    record_moment(at=now, actor=by, verb="took back", thing=frame)


@transaction.atomic
def close_frame(*, frame: Frame, is_over: bool, by: Person, now: datetime) -> None:
    """Close a frame, so that nobody begins anew; what is under way goes on. Or open it again."""
    frame.state = Frame.State.CLOSED if is_over else Frame.State.OPEN
    frame.save(update_fields=["state"])
    record_moment(at=now, actor=by, verb="closed" if is_over else "opened again", thing=frame)


@transaction.atomic
def share_frame(*, frame: Frame, is_shared: bool, by: Person, now: datetime) -> None:
    """Show a frame to the educators of the school, or no longer."""
    frame.shared_at = now if is_shared else None
    frame.save(update_fields=["shared_at"])
    record_moment(at=now, actor=by, verb="shared" if is_shared else "keeps", thing=frame)


@transaction.atomic
def remix_frame(*, frame: Frame, starts_on: date, ends_on: date, school: School, by: Person, now: datetime) -> Frame:
    """Make a frame of one's own from a colleague's (or an own one), with credit; projects stay where they are."""
    credit = _("After “%(title)s” by %(name)s") % {
        "title": frame.title,
        "name": frame.by.full_name if frame.by else _("somebody"),
    }
    copied = Frame(
        by=by,
        school=school,
        title=frame.title,
        question=frame.question,
        words=frame.words,
        template=frame.template,
        roles=frame.roles,
        log_pages=frame.log_pages,
        prompts=frame.prompts,
        scale_id=frame.scale_id,
        remixed_from=frame,
        credit=credit[:300],
        made_at=now,
    )
    _put_days(copied, starts_on, ends_on)
    copied.save(force_insert=True)
    own: dict[str, Any] = {"frame": frame, "variation": None}
    Dimension.objects.bulk_create([_copy(one, frame=copied) for one in Dimension.objects.filter(**own)])
    FrameCompetency.objects.bulk_create([_copy(one, frame=copied) for one in FrameCompetency.objects.filter(**own)])
    Phase.objects.bulk_create([_copy(one, frame=copied) for one in Phase.objects.filter(frame=frame)])
    for criterion in Criterion.objects.filter(frame=frame, state=Criterion.State.HOLDS, removed_at__isnull=True):
        levels = list(criterion.levels.all())
        made = _copy(criterion, frame=copied, proposed_by=None, proposed_at=None, version=1)
        made.save(force_insert=True)
        CriterionLevel.objects.bulk_create([_copy(level, criterion=made) for level in levels])
    record_moment(at=now, actor=by, verb="remixed", thing=copied)
    return copied


def _copy(row: Any, **changed: Any) -> Any:
    """Return an unsaved row like this one, with a key of its own."""
    values = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in {"id", "district", *changed}
    }
    return type(row)(**values, **changed)


@transaction.atomic
def take_away_frame(*, frame: Frame, by: Person, now: datetime) -> None:
    """Take a frame away that nobody has answered; it can be brought back."""
    if Project.objects.filter(frame=frame).exists():
        raise ActionRefused(_("Learners have answered it already. You can close it."))
    frame.removed_at = now
    frame.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="took away", thing=frame)


@transaction.atomic
def bring_back_frame(*, frame_id: UUID, by: Person, now: datetime) -> Frame:
    """Bring back an own frame that was taken away."""
    frame = Frame.objects.filter(pk=frame_id, by=by, removed_at__isnull=False).first()
    if frame is None:
        raise ActionRefused(_("This is there already."))
    frame.removed_at = None
    frame.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="brought back", thing=frame)
    return frame
