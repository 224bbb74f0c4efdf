"""Pages of themes: the rounds of a class, one of them, proposing, saying what one thinks, concerns, deciding."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.studio.access_themes import (
    get_concern_for,
    get_theme_for,
    get_theme_round_for,
    get_themes_class_for,
)
from trellis.studio.actions import themes as actions
from trellis.studio.forms_themes import AnswerForm, DecideForm, RoundForm, StanceForm, ThemeForm
from trellis.studio.models import Theme, ThemeRound
from trellis.studio.queries.themes import rounds_of_class, themes_page
from trellis.web.notices import say

FEWEST, MOST = 1, 6


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_class(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Show what a class chose and chooses; who leads its lessons asks it for the time to come."""
    to = "lead" if request.method == "POST" else "see"
    asked = (request.person, request.standing, class_id, request.today)
    school_class, leading = get_themes_class_for(*asked, to=to)
    form = RoundForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            title = form.cleaned_data["title"]
            made = actions.open_theme_round(school_class=school_class, title=title, by=request.person, now=request.now)
            say(request, _("Your class is asked."))
            return redirect("studio:theme-round", made.pk)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    rounds = rounds_of_class(school_class)
    context = {"school_class": school_class, "leads": leading, "rounds": rounds, "form": form}
    return render(request, "studio/themes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def round_(request: SignedIn, round_id: UUID) -> HttpResponse:
    """Show what is proposed and what stands against it; a learner proposes here while ideas are collected."""
    to = "take part" if request.method == "POST" else "see"
    found, leading = get_theme_round_for(request.person, request.standing, round_id, request.today, to=to)
    form = ThemeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.propose_theme(of_round=found, **form.cleaned_data, by=request.person, now=request.now)
            say(request, _("Your class sees it."), undo=reverse("studio:remove-theme", args=[made.pk]))
            return redirect("studio:theme-round", round_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    page = themes_page(found, request.person, request.today, leads=leading)
    return render(request, "studio/theme_round.html", {"page": page, "round": found, "form": form, "leads": leading})


@require_POST
@login_required
def step(request: SignedIn, round_id: UUID, step: str) -> HttpResponse:
    """Lead a class from collecting to considering, back again, or take a decision back."""
    steps: dict[str, Any] = {
        "consider": actions.consider_themes,
        "collect": actions.collect_again,
        "reopen": actions.reopen_themes,
    }
    if step not in steps:
        raise Http404
    found, _leading = get_theme_round_for(request.person, request.standing, round_id, request.today, to="lead")
    try:
        steps[step](of_round=found, by=request.person, now=request.now)
        say(request, _("Your class is at this step now: “%(step)s”") % {"step": found.get_state_display()})
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:theme-round", round_id)


@require_safe
@login_required
def theme(request: SignedIn, theme_id: UUID) -> HttpResponse:
    """Lead to a theme among the others."""
    found, _leading = get_theme_for(request.person, request.standing, theme_id, request.today)
    return _back(found)


@require_POST
@login_required
def remove(request: SignedIn, theme_id: UUID) -> HttpResponse:
    """Take a theme away."""
    found, _leading = get_theme_for(request.person, request.standing, theme_id, request.today, to="change")
    try:
        actions.remove_theme(theme=found, by=request.person, now=request.now)
        say(request, _("Taken away."), undo=reverse("studio:bring-theme-back", args=[theme_id]))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:theme-round", found.round_id)


@require_POST
@login_required
def bring_back(request: SignedIn, theme_id: UUID) -> HttpResponse:
    """Bring a theme back."""
    found, _leading = get_theme_for(request.person, request.standing, theme_id, request.today, to="bring back")
    try:
        actions.bring_theme_back(theme=found, by=request.person, now=request.now)
        say(request, _("It is back."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _back(found)


@require_POST
@login_required
def say_to(request: SignedIn, theme_id: UUID) -> HttpResponse:
    """Say that one wants a theme, can live with it, or has a concern."""
    found, _leading = get_theme_for(request.person, request.standing, theme_id, request.today, to="take part")
    form = StanceForm(request.POST)
    data = form.cleaned_data if form.is_valid() else {"stance": "", "words": ""}
    try:
        actions.say_to_theme(theme=found, **data, by=request.person, now=request.now)
        say(request, _("Noted. You can change it until it is decided."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _back(found)


@require_POST
@login_required
def answer(request: SignedIn, voice_id: UUID) -> HttpResponse:
    """Answer a concern."""
    found = get_concern_for(request.person, request.standing, voice_id, request.today)
    form = AnswerForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        actions.answer_concern(voice=found, words=words, by=request.person, now=request.now)
        say(request, _("Whose concern it is reads this, and can say that it stays."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _back(found.theme)


@require_POST
@login_required
def keep(request: SignedIn, voice_id: UUID) -> HttpResponse:
    """Say that one's concern stays."""
    found = get_concern_for(request.person, request.standing, voice_id, request.today, to="keep")
    try:
        actions.keep_concern(voice=found, by=request.person, now=request.now)
        say(request, _("Your concern stays. It is answered before anything is decided."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _back(found.theme)


def _back(found: Theme) -> HttpResponse:
    return redirect(f"{reverse('studio:theme-round', args=[found.round_id])}#t-{found.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decide(request: SignedIn, round_id: UUID) -> HttpResponse:
    """Confirm with the class what becomes of every theme, and why."""
    found, _leading = get_theme_round_for(request.person, request.standing, round_id, request.today, to="lead")
    if found.state != ThemeRound.State.CONSIDERING:
        return redirect("studio:theme-round", round_id)
    page = themes_page(found, request.person, request.today, leads=True, places=_places(request))
    form = DecideForm(request.POST or None, page=page)
    if form.is_bound and form.is_valid():
        try:
            actions.decide_themes(of_round=found, outcomes=form.outcomes, by=request.person, now=request.now)
            undo = reverse("studio:theme-step", args=[round_id, "reopen"])
            say(request, _("Decided. Your class reads what became of each, and why."), undo=undo)
            return redirect("studio:theme-round", round_id)
        except ActionRefused as refused:
            form.add_error(f"became-{refused.field}" if refused.field else None, str(refused.sentence))
    return render(request, "studio/themes_decide.html", {"page": page, "round": found, "form": form})


def _places(request: SignedIn) -> int:
    """Return how many themes there is time for, as the address says."""
    given = request.GET.get("places", "")
    return min(max(int(given), FEWEST), MOST) if given.isdecimal() and len(given) < 3 else 2
