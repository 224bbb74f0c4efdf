"""Pages of critique rounds: those of a frame, preparing one, seeing who looks at what, changing a turn, note sheets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.studio.access import get_frame_for
from trellis.studio.access_critique import get_dealt_turn_for, get_round_for
from trellis.studio.actions import rounds as actions
from trellis.studio.forms_critique import GiverForm, RoundForm
from trellis.studio.protocols import WAYS
from trellis.studio.queries import rounds as queries
from trellis.studio.queries.drafts import turns_of
from trellis.web.notices import say

FIRST_SEED = 1
STEPS = frozenset({"again", "late", "open", "close", "reopen"})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rounds(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Show the rounds of a frame, and prepare another."""
    frame = get_frame_for(request.person, request.standing, frame_id, request.today, to="lead")
    form = RoundForm(request.POST or None, on=request.today)
    if form.is_bound and form.is_valid():
        by: dict[str, Any] = {"by": request.person, "now": request.now, "today": request.today}
        try:
            made = actions.prepare_round(frame=frame, seed=FIRST_SEED, **form.cleaned_data, **by)
            say(request, _("Dealt. Look at it and change what you like; then open it."))
            return redirect("studio:round", made.pk)
        except ActionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    found = queries.rounds_of(frame)
    context = {"frame": frame, "form": form, "rounds": found, "ways": WAYS, "n_drafts": len(queries.teams_of(frame))}
    return render(request, "studio/rounds.html", context)


@require_safe
@login_required
def round_(request: SignedIn, round_id: UUID) -> HttpResponse:
    """Show who looks at what, and what waits for a look; a learner goes to their own turns."""
    found, leading = get_round_for(request.person, round_id, request.today)
    if not leading:
        return redirect("studio:critique")
    page = queries.round_page(found, request.today)
    return render(request, "studio/round.html", {"page": page, "round": found, "frame": found.frame})


@require_POST
@login_required
def step(request: SignedIn, round_id: UUID, step: str) -> HttpResponse:
    """Deal a prepared round anew, deal to who came late, open, close or open again."""
    found, _leading = get_round_for(request.person, round_id, request.today, to="lead")
    if step not in STEPS:
        raise Http404
    done: dict[str, Any] = {"of_round": found, "by": request.person, "now": request.now}
    undo = ""
    try:
        if step == "again":
            actions.deal_again(**done, seed=found.seed + 1, today=request.today)
            words = _("Dealt anew.")
        elif step == "late":
            n = actions.deal_to_late(**done, today=request.today)
            words = ngettext("%(n)s look was added.", "%(n)s looks were added.", n) % {"n": n}
        else:
            words, undo = _opened_or_closed(done, step)
        say(request, words, undo=undo)
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:round", round_id)


def _opened_or_closed(done: dict[str, Any], step: str) -> tuple[str, str]:
    """Open, close or open again; return what to say, and where it is undone."""
    if step == "open":
        actions.open_round(**done)
        return _("It is open. Everybody is told which drafts wait for them."), ""
    if step == "close":
        actions.close_round(**done)
        return _("It is over. What was said stays."), reverse("studio:round-step", args=[done["of_round"].pk, "reopen"])
    actions.reopen_round(**done)
    return _("It is open again."), ""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def turn(request: SignedIn, turn_id: UUID) -> HttpResponse:
    """Let somebody else look at a draft."""
    found = get_dealt_turn_for(request.person, turn_id, request.today)
    form = GiverForm(request.POST or None, people=queries.givers_for(found, request.today))
    if form.is_bound and form.is_valid():
        by: dict[str, Any] = {"by": request.person, "now": request.now, "today": request.today}
        try:
            actions.give_turn_to(turn=found, giver_id=form.cleaned_data["giver"], **by)
            say(request, _("Changed."))
            return redirect(f"{reverse('studio:round', args=[found.round_id])}#d-{found.draft_id}")
        except ActionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    return render(request, "studio/turn.html", {"turn": found, "form": form})


@require_safe
@login_required
def notes(request: SignedIn, round_id: UUID) -> HttpResponse:
    """Print note sheets: for each draft of a round, or for a learner those of their own turns."""
    found, leading = get_round_for(request.person, round_id, request.today)
    if leading:
        sheets: Any = queries.round_page(found, request.today).drafts
    else:
        sheets = [one for one in turns_of(request.person, request.today) if one.round_id == found.pk]
    context = {"round": found, "way": WAYS[found.protocol], "sheets": sheets, "leading": leading}
    return render(request, "studio/round_notes.html", context)
