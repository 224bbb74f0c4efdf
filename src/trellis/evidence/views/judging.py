"""Judging oneself, taking that back, and putting two voices that differ on the next conference."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.evidence.access import get_artefact_for, get_judgement_for
from trellis.evidence.actions.judging import judge_own, put_on_agenda, take_back_judgement
from trellis.evidence.forms_artefacts import JudgeForm
from trellis.evidence.models import Judgement
from trellis.evidence.queries.agenda import gap_topics
from trellis.evidence.queries.artefact import ArtefactPage, Judged, artefact_page
from trellis.evidence.queries.voices import competency_of, goal_of, judgements_of, level_of
from trellis.framework.queries_competency import levels_for
from trellis.framework.queries_words import reader_language
from trellis.people.requests import SignedIn
from trellis.plan.actions.conferences import remove_topic
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def judge(request: SignedIn, artefact_id: UUID, kind: str, thing_id: UUID) -> HttpResponse:
    """Let a learner judge their own work: which words of the scale fit, or their own criteria, and why."""
    found, reader = get_artefact_for(request.person, artefact_id, request.today, to="judge")
    if not reader.is_learner:
        raise PermissionDenied
    page = artefact_page(found, reader)
    thing = _thing_of(page, kind, thing_id)
    columns, levels = _judged(thing)
    form = JudgeForm(request.POST if request.method == "POST" else None, levels=levels, team=page.team)
    if form.is_bound and form.is_valid():
        columns["level"] = level_of(form.cleaned_data.get("level", ""))
        together = form.cleaned_data.get("together", False)
        words = {"reason": form.cleaned_data["reason"], "together": together, "by": request.person, "now": request.now}
        try:
            made = judge_own(artefact=found, learner=reader.learner, **columns, **words)
            say(request, _("Your judgement stands beside it."), undo=reverse("evidence:judged-back", args=[made.pk]))
            return redirect(f"{reverse('evidence:artefact', args=[artefact_id])}#voices")
        except ActionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    mine = _said_before(request, page, thing)
    return render(request, "evidence/judge.html", {"form": form, "page": page, "thing": thing, "mine": mine})


def _said_before(request: SignedIn, page: ArtefactPage, thing: Judged) -> Judgement | None:
    """Return what the learner said of it before, which a newer judgement revisits."""
    said = judgements_of(page.artefact, page.reader)
    found = [one for one in said if one.by_id == request.person.pk and one.team is None]
    return next((one for one in found if thing.id in {one.competency_id, one.goal_id}), None)


def _thing_of(page: ArtefactPage, kind: str, thing_id: UUID) -> Judged:
    for one in page.judged_by:
        if (one.kind, one.id) == (kind, thing_id):
            return one
    raise Http404


def _judged(thing: Judged) -> tuple[dict[str, Any], Any]:
    """Return what is judged as the action wants it, and the levels it is judged by."""
    if thing.kind == "goal":
        return {"goal": goal_of(thing.id)}, ()
    competency = competency_of(thing.id)
    return {"competency": competency}, levels_for(competency, reader_language())


@require_POST
@login_required
def take_back(request: SignedIn, judgement_id: UUID) -> HttpResponse:
    """Take one's own judgement back."""
    found, reader = get_judgement_for(request.person, judgement_id, request.today, to="revisit")
    if not reader.is_learner or found.purpose != Judgement.Purpose.AS or found.artefact_id is None:
        raise PermissionDenied
    take_back_judgement(judgement=found, by=request.person, now=request.now)
    say(request, _("Taken back."))
    return redirect("evidence:artefact", found.artefact_id)


@require_POST
@login_required
def to_conference(request: SignedIn, artefact_id: UUID, competency_id: UUID) -> HttpResponse:
    """Put two voices that differ on the next conference, in one tap; what stands there names no level."""
    of = request.POST.get("of", "")
    learner_id = UUID(of) if _is_id(of) else None
    found, reader = get_artefact_for(request.person, artefact_id, request.today, to="judge", of=learner_id)
    back = f"{reverse('evidence:artefact', args=[artefact_id])}?of={reader.learner.pk}#voices"
    judged = {one.competency_id: one.competency for one in judgements_of(found, reader)}
    competency = judged.get(competency_id)
    if competency is None:
        raise Http404
    try:
        topic = put_on_agenda(learner=reader.learner, competency=competency, by=request.person, now=request.now)
        undo = reverse("evidence:off-agenda", args=[artefact_id, topic.pk])
        say(request, _("It is on the agenda of the next conference."), undo=undo)
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect(back)


@require_POST
@login_required
def off_agenda(request: SignedIn, artefact_id: UUID, topic_id: UUID) -> HttpResponse:
    """Take it off the agenda again, as an undo."""
    found, reader = get_artefact_for(request.person, artefact_id, request.today, to="judge")
    competencies = [one.competency for one in judgements_of(found, reader) if one.competency is not None]
    topic = next((one for one in gap_topics(reader.learner, competencies) if one.pk == topic_id), None)
    if topic is None:  # whatever else stands on an agenda is the learner's, and has its own page
        raise Http404
    try:
        remove_topic(topic=topic, conference=topic.conference, by=request.person, now=request.now)
        say(request, _("It is off the agenda."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("evidence:artefact", found.pk)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
