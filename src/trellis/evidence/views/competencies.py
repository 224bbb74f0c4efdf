"""One competency of one learner: both voices side by side, what all evidence says together, and what it rests on."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.evidence.access import Reader
from trellis.evidence.access_growth import get_growth_reader_for
from trellis.evidence.actions.judging import put_on_agenda
from trellis.evidence.growth_words import GrowthWords
from trellis.evidence.modelling import model_of
from trellis.evidence.queries.agenda import gap_topics, gaps_on_agenda
from trellis.evidence.queries.competency import heard_about
from trellis.evidence.queries.growing import rule_of
from trellis.framework.access import get_competency_for
from trellis.framework.models import Competency
from trellis.framework.queries_words import reader_language
from trellis.people.requests import SignedIn
from trellis.plan.actions.conferences import remove_topic
from trellis.web.notices import say


@require_safe
@login_required
def competency(request: SignedIn, learner_id: UUID, competency_id: UUID) -> HttpResponse:
    """Show what a learner and others say about one competency, and why."""
    reader = get_growth_reader_for(request.person, learner_id, request.today)
    found = get_competency_for(request.standing, competency_id)
    heard = heard_about(reader, found, reader_language())
    model = model_of(
        heard.everywhere,
        competencies=[found.pk],
        precedes=heard.precedes,
        n_levels=len(heard.levels),
        chosen=rule_of(reader.learner, request.today),
        now=request.now,
    )
    speaks = heard.is_gap and (reader.is_learner or reader.is_educator)
    agenda = gaps_on_agenda(reader.learner, [found], request.now) if speaks else None
    context = {"reader": reader, "heard": heard, "words": GrowthWords(reader, heard, model), "agenda": agenda}
    return render(request, "evidence/competency.html", context)


@require_POST
@login_required
def to_conference(request: SignedIn, learner_id: UUID, competency_id: UUID) -> HttpResponse:
    """Put two voices that differ on the next conference, in one tap; what stands there names no level."""
    reader, found = _speaking(request, learner_id, competency_id)
    if not heard_about(reader, found, reader_language()).is_gap:
        raise Http404
    try:
        topic = put_on_agenda(learner=reader.learner, competency=found, by=request.person, now=request.now)
        undo = reverse("evidence:gap-off-agenda", args=[learner_id, competency_id, topic.pk])
        say(request, _("It is on the agenda of the next conference."), undo=undo)
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("evidence:competency", learner_id, competency_id)


@require_POST
@login_required
def off_agenda(request: SignedIn, learner_id: UUID, competency_id: UUID, topic_id: UUID) -> HttpResponse:
    """Take it off the agenda again, as an undo."""
    reader, found = _speaking(request, learner_id, competency_id)
    topic = next((one for one in gap_topics(reader.learner, [found]) if one.pk == topic_id), None)
    if topic is None:  # whatever else stands on an agenda is the learner's, and has its own page
        raise Http404
    try:
        remove_topic(topic=topic, conference=topic.conference, by=request.person, now=request.now)
        say(request, _("It is off the agenda."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("evidence:competency", learner_id, competency_id)


def _speaking(request: SignedIn, learner_id: UUID, competency_id: UUID) -> tuple[Reader, Competency]:
    """Return the reader and the competency for the two who meet about it; 403 to the family, who read along."""
    reader = get_growth_reader_for(request.person, learner_id, request.today)
    if not (reader.is_learner or reader.is_educator):
        raise PermissionDenied
    return reader, get_competency_for(request.standing, competency_id)
