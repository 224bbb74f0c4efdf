"""Who decided what about a project: written down for each of the team as soon as it is under way."""

from __future__ import annotations

from datetime import datetime

from trellis.core.actions import record_moment
from trellis.core.decisions import record_decision
from trellis.core.models import DecidedBy, Lens
from trellis.people.models import Person
from trellis.studio.access_projects import people_of
from trellis.studio.choosing import dimensions_for
from trellis.studio.models import LENS_OF, Choice, Dimension, Project, ProposalAnswer


def settle_decisions(
    project: Project, *, verb: str, by: Person, now: datetime, changed: ProposalAnswer | None = None
) -> None:
    """Write down for every member what the team chose, what the frame fixed, and what was changed together.

    One moment for each member, because a decision is about a learner; the action that calls it writes no other.
    """
    choices = list(Choice.objects.filter(project=project).order_by("name"))
    fixed = [one for one in dimensions_for(project.frame, project.opened_by) if one.is_fixed]
    made = [(LENS_OF[one.name], _who(one, changed), one.reason[:300], [_basis(one)]) for one in choices]
    made += [(LENS_OF[one.name], DecidedBy.EDUCATOR, "", ["frame"]) for one in fixed]
    if changed is not None and not any(who == DecidedBy.TOGETHER for _lens, who, _why, _on in made):
        made.append((Lens.DESIGN, DecidedBy.TOGETHER, changed.changes[:300], ["proposal"]))
    for learner in people_of(project):
        context = {"decisions": len(made), "with_changes": changed is not None}
        moment = record_moment(at=now, actor=by, verb=verb, thing=project, learner=learner, context=context)
        for lens, who, why, basis in made:
            record_decision(moment=moment, lens=lens, decided_by=who, reason=why, basis=basis)


def _who(choice: Choice, changed: ProposalAnswer | None) -> DecidedBy:
    """What was put otherwise after an educator asked for changes was decided together."""
    is_later = changed is not None and choice.at > changed.at
    return DecidedBy.TOGETHER if is_later else DecidedBy.LEARNER


def _basis(choice: Choice) -> str:
    return "options" if choice.mode == Dimension.Mode.CHOOSE else "own choice"
