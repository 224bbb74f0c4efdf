"""One competency of one learner: both voices side by side, what all evidence says together, and what it rests on."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trellis.evidence.access_growth import get_growth_reader_for
from trellis.evidence.growth_words import GrowthWords
from trellis.evidence.modelling import model_of
from trellis.evidence.queries.competency import heard_about
from trellis.evidence.queries.growing import rule_of
from trellis.framework.access import get_competency_for
from trellis.framework.queries_words import reader_language
from trellis.people.requests import SignedIn


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
    context = {"reader": reader, "heard": heard, "words": GrowthWords(reader, heard, model)}
    return render(request, "evidence/competency.html", context)
