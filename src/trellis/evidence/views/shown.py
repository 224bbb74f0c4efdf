"""The page of an artefact: several views answer with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from trellis.evidence.access import Reader
from trellis.evidence.actions.reading_artefacts import note_artefact_read
from trellis.evidence.beside import beside
from trellis.evidence.models import Artefact
from trellis.evidence.queries.agenda import gaps_on_agenda
from trellis.evidence.queries.artefact import SEEN, artefact_page
from trellis.evidence.queries.feedback import feedback_lines, open_requests, request_to
from trellis.evidence.queries.voices import judgements_of, own_words, two_voices
from trellis.evidence.telling import ARTEFACT
from trellis.people.requests import SignedIn
from trellis.school.ties import FAMILY
from trellis.talk.queries import conversation


def artefact_shown(request: SignedIn, artefact: Artefact, reader: Reader) -> HttpResponse:
    """Answer with the page of an artefact, as far as its reader sees it."""
    page = artefact_page(artefact, reader)
    talk = None
    if reader.ties and not page.is_draft:
        talk = conversation(ARTEFACT, artefact.pk, request.person, request.today, now=request.now)
    asked = request_to(request.person, artefact) if not reader.is_learner else None
    context: dict[str, Any] = {
        "page": page,
        "artefact": artefact,
        "reader": reader,
        "learner": reader.learner,
        **_judged(artefact, reader, request.now),
        "feedback": feedback_lines(artefact, reader),
        "requests": open_requests(artefact) if reader.is_learner else (),
        "asked": asked,
        "may_respond": not page.is_draft and (reader.is_educator or (asked is not None and FAMILY not in reader.ties)),
        "conversation": talk,
        "seen": SEEN,
        "beside": beside(request.person, artefact.pk, request.today),
    }
    answer = render(request, "evidence/artefact.html", context)
    note_artefact_read(artefact=artefact, words=bool(talk and talk.n_new), by=request.person, now=request.now)
    return answer


def _judged(artefact: Artefact, reader: Reader, now: datetime) -> dict[str, Any]:
    """Both voices on an artefact, and which of their gaps are on an agenda already."""
    judgements = judgements_of(artefact, reader) if reader.ties else []
    voices = two_voices(judgements, reader)
    differing = [one.competency for one in judgements if one.competency is not None] if voices else []
    return {
        "voices": voices,
        "own_words": own_words(judgements, reader),
        "agenda": gaps_on_agenda(reader.learner, differing, now) if differing else (None, set()),
    }
