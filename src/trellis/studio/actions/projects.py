"""What a team does with its project as a whole: begin it, write it, propose it, accept changes, end it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.studio.actions.deciding import settle_decisions
from trellis.studio.choosing import Choices, Held, dimensions_for, open_ones
from trellis.studio.models import Choice, DimensionName, Frame, Member, Project, ProjectCompetency, ProposalAnswer
from trellis.studio.telling_projects import ACCEPTED, PROPOSED, tell_educators

WORDS = ("title", "question", "words", "first_steps")
MOST = {"title": 200, "question": 300, "words": 5_000, "first_steps": 3_000, "looking_back": 5_000}
OVER = (Project.State.FINISHED, Project.State.LET_GO)
TOO_LONG = _("This is too long: at most %(n)s letters fit here.")


@dataclass(frozen=True, slots=True)
class Written:
    """What a team writes: its words, its choices by dimension, and the competencies it aims for."""

    title: str
    question: str = ""
    words: str = ""
    first_steps: str = ""
    choices: Choices = field(default_factory=dict)
    competencies: Collection[Competency] = ()

    def columns(self) -> dict[str, str]:
        """Return the words, cleaned; raises ``ActionRefused``."""
        found = {name: fitting(getattr(self, name), name, MOST[name]) for name in WORDS}
        if not found["title"]:
            raise ActionRefused(_("Give it a name. You can change it later."), "title")
        return found


def fitting(text: str, name: str, most: int) -> str:
    """Return a text without space around it; refuse one that does not fit."""
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise ActionRefused(TOO_LONG % {"n": most}, name)
    return text


@transaction.atomic
def begin_project(*, frame: Frame | None, written: Written, by: Person, now: datetime) -> Project:
    """Begin an answer to a frame, or something from nothing: a draft that its team alone sees."""
    columns = written.columns()
    project = Project.objects.create(frame=frame, opened_by=by, made_at=now, **columns)
    Member.objects.create(project=project, learner=by, asked_by=by, asked_at=now, joined_at=now)
    n = _keep_choices(project, dimensions_for(frame, by), written.choices, by, now)
    _aim_for(project, written.competencies)
    context = {"framed": frame is not None, "choices": n}
    record_moment(at=now, actor=by, verb="project.begun", thing=project, learner=by, context=context)
    return project


@transaction.atomic
def change_project(*, project: Project, expected: int, written: Written, by: Person, now: datetime) -> Project:
    """Write a project anew: its words, choices and competencies. Raises ``StaleVersion`` where somebody was faster.

    What an educator said yes to stays said: choices under way can still be put into other words by the team.
    """
    refuse_over(project)
    for name, text in written.columns().items():
        setattr(project, name, text)
    save_version(project, expected=expected, fields=WORDS)
    held = dimensions_for(project.frame, project.opened_by or by)
    n = _keep_choices(project, held, written.choices, by, now)
    _aim_for(project, written.competencies)
    record_moment(
        at=now, actor=by, verb="project.changed", thing=project, learner=by, context={"choices": n}
    )  # fmt: skip
    return project


def refuse_over(project: Project) -> None:
    """Refuse what cannot be done any more with a project that is over."""
    if project.state in OVER:
        raise ActionRefused(_("This project is over. Look at what you made, or begin another."))


def _keep_choices(project: Project, held: list[Held], choices: Choices, by: Person, now: datetime) -> int:
    """Keep what was chosen for what is open; return how many stand. A choice without a reason is none yet."""
    before = {row.name: row for row in Choice.objects.filter(project=project)}
    n = 0
    for one in open_ones(held):
        said = choices.get(one.name)
        words = fitting(said.words, f"choice-{one.name}", 500) if said else ""
        reason = fitting(said.reason, f"because-{one.name}", 2_000) if said else ""
        if not words and not reason:
            if said is not None and one.name in before:
                before[one.name].delete()
            continue
        n += 1
        _keep_choice(project, one, before.get(one.name), said=(words, reason), by=by, now=now)
    return n


def _keep_choice(
    project: Project, held: Held, row: Choice | None, *, said: tuple[str, str], by: Person, now: datetime
) -> None:
    words, reason = said
    if not words:
        raise ActionRefused(_("Say what you choose: you have written why."), f"choice-{held.name}")
    if not reason:
        raise ActionRefused(_("Say why. A reason of a few words is enough."), f"because-{held.name}")
    if held.is_of_options and words not in held.options:
        raise ActionRefused(_("Choose one of these."), f"choice-{held.name}")
    if row is None:
        Choice.objects.create(
            project=project, name=held.name, mode=held.mode, words=words, reason=reason, by=by, at=now
        )  # fmt: skip
    elif (row.words, row.reason) != (words, reason):
        expected = row.version
        row.words, row.reason, row.mode, row.by, row.at = words, reason, held.mode, by, now
        save_version(row, expected=expected, fields=["words", "reason", "mode", "by", "at"])


def _aim_for(project: Project, competencies: Collection[Competency]) -> None:
    wanted = {one.pk for one in competencies}
    ProjectCompetency.objects.filter(project=project).exclude(competency__in=wanted).delete()
    there = set(ProjectCompetency.objects.filter(project=project).values_list("competency_id", flat=True))
    ProjectCompetency.objects.bulk_create(
        ProjectCompetency(project=project, competency_id=pk) for pk in sorted(wanted - there)
    )


@transaction.atomic
def propose_project(*, project: Project, by: Person, now: datetime) -> Project:
    """Put a draft before the educators; after a talk or a no, put it there anew. Raises ``ActionRefused``.

    What the frame leaves open is chosen by then, each with a reason; from nothing, a question and first steps do.
    """
    project = Project.objects.select_for_update(of=("self",)).select_related("frame").get(pk=project.pk)
    if project.state not in {Project.State.DRAFT, Project.State.TALKING}:
        raise ActionRefused(_("It has been proposed already."))
    _refuse_unready(project, by)
    project.state, project.proposed_at = Project.State.PROPOSED, now
    project.save(update_fields=["state", "proposed_at"])
    n = Member.objects.filter(project=project, joined_at__isnull=False, left_at__isnull=True).count()
    context = {"learners": n, "framed": project.frame_id is not None}
    record_moment(at=now, actor=by, verb="project.proposed", thing=project, learner=by, context=context)
    tell_educators(project, PROPOSED, by, now)
    return project


def _refuse_unready(project: Project, by: Person) -> None:
    chosen = set(Choice.objects.filter(project=project).values_list("name", flat=True))
    held = dimensions_for(project.frame, project.opened_by or by)
    needed = open_ones(held) if project.frame_id else []
    missing = [one.label for one in needed if one.name not in chosen and one.name != DimensionName.QUESTION]
    if missing:
        raise ActionRefused(_("Still to choose: %(what)s.") % {"what": ", ".join(missing)})
    if not project.question:
        raise ActionRefused(_("Write your question first: it leads the work."))
    if not project.first_steps:
        raise ActionRefused(_("Write your first steps, so that you can begin right after the yes."))


@transaction.atomic
def accept_changes(*, answer: ProposalAnswer, by: Person, now: datetime) -> Project:
    """Take up the changes with which an educator said go: the project is under way, decided together."""
    found = ProposalAnswer.objects.select_for_update(of=("self",)).select_related("project__frame").get(pk=answer.pk)
    project = found.project
    newest = project.answers.order_by("-at", "-pk").first()
    if found.verdict != ProposalAnswer.Verdict.CHANGES or found.accepted_at is not None or newest != found:
        raise ActionRefused(_("There is nothing to accept any more. Look at the newest answer."))
    if project.state not in {Project.State.PROPOSED, Project.State.TALKING}:
        raise ActionRefused(_("This project is under way already."))
    found.accepted_at = now
    found.save(update_fields=["accepted_at"])
    project.state, project.going_at = Project.State.GOING, now
    project.save(update_fields=["state", "going_at"])
    settle_decisions(project, verb="project.changes-accepted", by=by, now=now, changed=found)
    tell_educators(project, ACCEPTED, by, now)
    return project


@transaction.atomic
def end_project(*, project: Project, state: str, looking_back: str, by: Person, now: datetime) -> Project:
    """Finish a project, or let it go, each with a look back of the team. Raises ``ActionRefused``."""
    words = fitting(looking_back, "looking_back", MOST["looking_back"])
    project = Project.objects.select_for_update().get(pk=project.pk)
    refuse_over(project)
    if project.state == Project.State.DRAFT:
        raise ActionRefused(_("It is only a draft. You can throw it away."))
    if state == Project.State.FINISHED and project.state != Project.State.GOING:
        raise ActionRefused(_("It can be finished once it is under way. You can let it go at any time."))
    if not words:
        raise ActionRefused(_("Look back in a few words: what did you learn? What would you do another time?"), "words")
    project.state, project.ended_at, project.looking_back = state, now, words
    project.save(update_fields=["state", "ended_at", "looking_back"])
    verb = "project.finished" if state == Project.State.FINISHED else "project.let-go"
    record_moment(at=now, actor=by, verb=verb, thing=project, learner=by)
    return project


@transaction.atomic
def throw_away_project(*, project: Project, by: Person, now: datetime) -> None:
    """Throw a draft away: nobody but its team has ever seen it. Raises ``ActionRefused`` for anything else."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.state != Project.State.DRAFT:
        raise ActionRefused(_("It was proposed. You can let it go, with a look back."))
    record_moment(at=now, actor=by, verb="project.thrown-away", thing=project, learner=by)
    project.delete()


@transaction.atomic
def take_up_project(*, project: Project, by: Person, now: datetime) -> Project:
    """Go on with a project that was over: the undo of its end. What was said looking back stays."""
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.state not in OVER:
        raise ActionRefused(_("It is not over."))
    project.state = Project.State.GOING if project.going_at else Project.State.PROPOSED
    project.ended_at = None
    project.save(update_fields=["state", "ended_at"])
    record_moment(at=now, actor=by, verb="project.taken-up", thing=project, learner=by)
    return project
