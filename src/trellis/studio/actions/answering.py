"""What an educator answers to a proposal: go, go with changes, let us talk, or not like this and what instead."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.people.models import Person
from trellis.studio.actions.deciding import settle_decisions
from trellis.studio.actions.projects import fitting
from trellis.studio.models import Project, ProposalAnswer
from trellis.studio.telling_projects import ANSWERED, tell_team

Verdict = ProposalAnswer.Verdict
MOST = 2_000
_STATE = {
    Verdict.GO: Project.State.GOING,
    Verdict.CHANGES: Project.State.TALKING,
    Verdict.TALK: Project.State.TALKING,
    Verdict.NO: Project.State.TALKING,
}


@transaction.atomic
def answer_proposal(
    *,
    project: Project,
    version: int,
    verdict: str,
    reason: str = "",
    alternative: str = "",
    changes: str = "",
    by: Person,
    now: datetime,
) -> ProposalAnswer:
    """Answer the version of a proposal that one has read. Raises ``ActionRefused``.

    A no needs a reason and an alternative; changes say what. A team can propose anew after anything but a go.
    """
    project = Project.objects.select_for_update(of=("self",)).select_related("frame").get(pk=project.pk)
    if project.state not in {Project.State.PROPOSED, Project.State.TALKING}:
        raise ActionRefused(_("This does not wait for an answer any more."))
    if project.version != version:
        raise ActionRefused(_("The team has changed it since you opened this page. Read it again, then answer."))
    texts = {
        "reason": fitting(reason, "reason", MOST),
        "alternative": fitting(alternative, "alternative", MOST),
        "changes": fitting(changes, "changes", MOST),
    }
    _refuse_bare(verdict, texts)
    answer = ProposalAnswer.objects.create(
        project=project, version=version, by=by, verdict=verdict, at=now, **_kept(verdict, texts)
    )
    project.state = _STATE[Verdict(verdict)]
    project.going_at = now if verdict == Verdict.GO else None
    project.save(update_fields=["state", "going_at"])
    if verdict == Verdict.GO:
        settle_decisions(project, verb="project.going", by=by, now=now)
    else:
        context = {"verdict": str(verdict)}
        record_moment(at=now, actor=by, verb="project.answered", thing=project, context=context)
    tell_team(project, ANSWERED, by, now)
    return answer


def _refuse_bare(verdict: str, texts: dict[str, str]) -> None:
    if verdict not in Verdict.values:
        raise ActionRefused(_("Choose an answer."), "verdict")
    if verdict == Verdict.NO and not texts["reason"]:
        raise ActionRefused(_("Say why not: the team can learn from the reason."), "reason")
    if verdict == Verdict.NO and not texts["alternative"]:
        raise ActionRefused(_("Say what could be done instead. A no needs a way on."), "alternative")
    if verdict == Verdict.CHANGES and not texts["changes"]:
        raise ActionRefused(_("Say what should change."), "changes")
    if verdict == Verdict.TALK and not texts["reason"]:
        raise ActionRefused(_("Say what you would like to talk about."), "reason")


def _kept(verdict: str, texts: dict[str, str]) -> dict[str, str]:
    """Keep what belongs to the answer: somebody who thinks better of a no leaves no alternative behind."""
    kept = {"reason": texts["reason"]}
    if verdict == Verdict.NO:
        kept["alternative"] = texts["alternative"]
    if verdict == Verdict.CHANGES:
        kept["changes"] = texts["changes"]
    return kept
