"""Pages of critique: what waits for a learner, giving by one's turn, answering, an educator's words, hiding."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.evidence.access import get_own_reader
from trellis.evidence.coaching import Hint
from trellis.people.requests import SignedIn
from trellis.studio.access_critique import get_critique_for, get_draft_for, get_turn_for
from trellis.studio.actions import critique as actions
from trellis.studio.forms_critique import BecameForm, CritiqueForm, HideForm
from trellis.studio.models import Critique
from trellis.studio.protocols import WAYS, Way, hints_for
from trellis.studio.queries.drafts import critique_home, draft_of, draft_page
from trellis.web.notices import say


@require_safe
@login_required
def home(request: SignedIn) -> HttpResponse:
    """Show a learner whose drafts wait for their look, what they received, and what became of what they gave."""
    get_own_reader(request.person, request.standing, request.today)
    return render(request, "studio/critique.html", {"page": critique_home(request.person, request.today)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give(request: SignedIn, turn_id: UUID) -> HttpResponse:
    """Look at a draft and say what the protocol asks for. A coach asks once before it is sent, and never stops it."""
    turn, reader = get_turn_for(request.person, turn_id, request.today)
    way, page = WAYS[turn.round.protocol], draft_page(reader)
    before = next((one.id for one in page.critiques), None)
    initial = {} if before is None else _words_of(get_critique_for(request.person, before, request.today)[0], way)
    form = CritiqueForm(request.POST or None, way=way, initial=initial)
    hints: tuple[Hint, ...] = ()
    if form.is_bound and form.is_valid():
        hints = _hints(form, way)
        if not hints:
            try:
                actions.give_critique(turn=turn, parts=form.parts, by=request.person, now=request.now)
                say(request, _("Sent. You hear what the team makes of it."))
                return redirect("studio:critique")
            except ActionRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    context = {"form": form, "page": page, "draft": turn.draft, "way": way, "hints": hints, "reader": reader}
    return render(request, "studio/critique_give.html", {**context, "round": turn.round})


def _words_of(critique: Critique, way: Way) -> dict[str, Any]:
    return {part.name: getattr(critique, part.name) for part in way.parts}


def _hints(form: CritiqueForm, way: Way) -> tuple[Hint, ...]:
    """Return what the coach asks, once; nothing where a part is missing, which the action says itself."""
    is_whole = all(form.parts[name].strip() for name in way.needed)
    return hints_for(way, form.parts) if is_whole and not form.cleaned_data["asked_again"] else ()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def advise(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """Let an educator of the team give words on a draft."""
    reader = get_draft_for(request.person, draft_id, request.today, to="advise")
    way = WAYS["kind"]
    form = CritiqueForm(request.POST or None, way=way)
    if form.is_bound and form.is_valid():
        try:
            actions.advise(draft=reader.draft, parts=form.parts, by=request.person, now=request.now)
            say(request, _("Sent. The team says what it makes of it."))
            return redirect("studio:draft", draft_id)
        except ActionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    context = {"form": form, "page": draft_page(reader), "draft": reader.draft, "way": way, "reader": reader}
    return render(request, "studio/critique_give.html", context)


@require_POST
@login_required
def answer(request: SignedIn, critique_id: UUID) -> HttpResponse:
    """Say what the team made of words on its draft."""
    critique, reader = get_critique_for(request.person, critique_id, request.today, to="answer")
    form = BecameForm(request.POST, versions=draft_page(reader).later)
    if not form.is_valid():
        say(request, _("Choose a draft of this project."))
        return _back(critique)
    changed_in = draft_of(critique.draft.project_id, form.cleaned_data["changed_in"])
    try:
        words = form.cleaned_data["became"]
        actions.say_what_became(
            critique=critique, became=words, changed_in=changed_in, by=request.person, now=request.now
        )
        say(request, _("%(name)s reads what you made of it.") % {"name": critique.by.first_name})
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _back(critique)


@require_POST
@login_required
def hide(request: SignedIn, critique_id: UUID) -> HttpResponse:
    """Hide words that do not help, with a reason."""
    critique, _reader = get_critique_for(request.person, critique_id, request.today, to="hide")
    form = HideForm(request.POST)
    form.is_valid()
    try:
        reason = form.cleaned_data.get("reason", "")
        actions.hide_critique(critique=critique, reason=reason, by=request.person, now=request.now)
        say(request, _("Hidden."), undo=reverse("studio:show-critique", args=[critique_id]))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _back(critique)


@require_POST
@login_required
def show(request: SignedIn, critique_id: UUID) -> HttpResponse:
    """Show hidden words again."""
    critique, _reader = get_critique_for(request.person, critique_id, request.today, to="hide")
    actions.show_critique(critique=critique, by=request.person, now=request.now)
    say(request, _("They are shown again."))
    return _back(critique)


def _back(critique: Critique) -> HttpResponse:
    return redirect(f"{reverse('studio:draft', args=[critique.draft_id])}#c-{critique.pk}")
