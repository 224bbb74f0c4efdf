"""Writing a frame: what it is about, the eight dimensions, competencies, phases and variations."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.requests import SignedIn
from trellis.plan.queries.beginnings import picking
from trellis.studio.access import get_frame_for
from trellis.studio.access_frames import get_phase_for, get_variation_for
from trellis.studio.actions import criteria as part_actions
from trellis.studio.actions import frames as actions
from trellis.studio.forms_frames import CompetenciesForm, DimensionsForm, FrameForm, PhaseForm, VariationForm
from trellis.studio.models import Frame, Variation
from trellis.studio.queries.frame_choices import classes_to_answer, competencies_of_frame, learners_to_vary
from trellis.studio.queries.frames import dimension_lines, frame_page
from trellis.studio.rhythm_svg import rhythm
from trellis.web.notices import say

SEARCH = "search"


def _led(request: SignedIn, frame_id: UUID) -> Frame:
    return get_frame_for(request.person, request.standing, frame_id, request.today, to="lead")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Write what a frame is about; the other parts stand below on the same page."""
    found = _led(request, frame_id)
    form = FrameForm(
        request.POST or None, classes=classes_to_answer(request.person, request.today), initial=_as_it_stands(found)
    )
    if form.is_bound and form.is_valid():
        values, expected = form.cleaned_data, form.cleaned_data["version"] or found.version
        given = {"values": values, "classes": values["classes"], "expected": expected}
        try:
            actions.change_frame(frame=found, **given, by=request.person, now=request.now)
            say(request, _("Saved."))
            return redirect("studio:edit-frame", frame_id)
        except ActionRefused as refused:
            refuse(form, refused)
    page = frame_page(found, request.person, leads=True)
    context = {"frame": found, "form": form, "page": page, "rhythm": rhythm(page.phases)}
    return render(request, "studio/frame_form.html", context)


def _as_it_stands(found: Frame) -> dict[str, Any]:
    names = ("title", "question", "words", "starts_on", "ends_on", "criteria_until", "version")
    classes = found.class_links.values_list("school_class_id", flat=True)
    return {**{name: getattr(found, name) for name in names}, "classes": list(classes)}


def refuse(form: Any, refused: ActionRefused) -> None:
    """Say why at the field; a save from an older page shows what stands there and can be sent again."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    if isinstance(refused, StaleVersion):
        row: Any = refused.current
        data = form.data.copy()
        data["version"] = str(row.version)
        form.data = data
        form.stands_there = f"{row.title} {row.words}".strip()


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def dimensions(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Say for each of the eight who decides it."""
    found = _led(request, frame_id)
    form = DimensionsForm(request.POST or None, lines=dimension_lines(found, None))
    if form.is_bound and form.is_valid():
        try:
            actions.decide_dimensions(frame=found, decided=form.decided, by=request.person, now=request.now)
            say(request, _("Saved."))
            return redirect(f"{reverse('studio:edit-frame', args=[frame_id])}#dimensions")
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/dimensions.html", {"frame": found, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def competencies(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Choose what every answer works on, by searching."""
    found = _led(request, frame_id)
    form, is_search = CompetenciesForm(request.POST or None), request.POST.get("do") == SEARCH
    if form.is_bound and form.is_valid() and not is_search:
        chosen = form.cleaned_data["competencies"]
        actions.choose_competencies(frame=found, competencies=chosen, by=request.person, now=request.now)
        say(request, _("Saved."))
        return redirect(f"{reverse('studio:edit-frame', args=[frame_id])}#competencies")
    if request.method == "POST":
        picked = request.POST.getlist("competencies")
    else:
        picked = [str(one.pk) for one in competencies_of_frame(found)]
    context = {"frame": found, "picking": picking(request.standing, picked, request.POST.get("find", ""))}
    only = request.htmx and is_search
    return render(request, "studio/_pick.html" if only else "studio/frame_competencies.html", context)


# --- Phases ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add_phase(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Add a phase at the end."""
    found = _led(request, frame_id)
    form = PhaseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            part_actions.add_phase(frame=found, values=form.cleaned_data, by=request.person, now=request.now)
            return redirect(f"{reverse('studio:edit-frame', args=[frame_id])}#phases")
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/phase_form.html", {"frame": found, "form": form, "phase": None})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def phase(request: SignedIn, phase_id: UUID) -> HttpResponse:
    """Say a phase anew."""
    found = get_phase_for(request.person, request.standing, phase_id, request.today)
    names = ("title", "words", "together", "screen", "minutes", "starts_on")
    form = PhaseForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if form.is_bound and form.is_valid():
        try:
            part_actions.change_phase(phase=found, values=form.cleaned_data, by=request.person, now=request.now)
            return redirect(f"{reverse('studio:edit-frame', args=[found.frame_id])}#phases")
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/phase_form.html", {"frame": found.frame, "form": form, "phase": found})


@require_POST
@login_required
def move_phase(request: SignedIn, phase_id: UUID) -> HttpResponse:
    """Move a phase one place up or down."""
    found = get_phase_for(request.person, request.standing, phase_id, request.today)
    places = -1 if request.POST.get("to") == "up" else 1
    part_actions.move_phase(phase=found, by_places=places, by=request.person, now=request.now)
    return redirect(f"{reverse('studio:edit-frame', args=[found.frame_id])}#phases")


@require_POST
@login_required
def take_out_phase(request: SignedIn, phase_id: UUID) -> HttpResponse:
    """Take a phase out."""
    found = get_phase_for(request.person, request.standing, phase_id, request.today)
    part_actions.remove_phase(phase=found, by=request.person, now=request.now)
    return redirect(f"{reverse('studio:edit-frame', args=[found.frame_id])}#phases")


# --- Variations --------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def vary(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Give a group or one learner other choices in the same frame."""
    return _varied(request, _led(request, frame_id), None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_variation(request: SignedIn, variation_id: UUID) -> HttpResponse:
    """Say anew what differs, for whom and why."""
    found = get_variation_for(request.person, request.standing, variation_id, request.today)
    return _varied(request, found.frame, found)


def _varied(request: SignedIn, found: Frame, variation: Variation | None) -> HttpResponse:
    learners = learners_to_vary(found, request.person, request.today)
    initial: dict[str, Any] = {}
    if variation is not None:
        whom = variation.learner_links.values_list("learner_id", flat=True)
        initial = {"title": variation.title, "reason": variation.reason, "learners": list(whom)}
    lines = dimension_lines(found, variation)
    form = VariationForm(request.POST or None, learners=learners, lines=lines, initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        said = {"title": data["title"], "reason": data["reason"], "learners": list(data["learners"])}
        said |= {"decided": form.decided, "competencies": list(data["competencies"]), "variation": variation}
        try:
            part_actions.vary(frame=found, **said, by=request.person, now=request.now)
            say(request, _("Saved. Only they and you see it."))
            return redirect("studio:edit-frame", found.pk)
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/variation_form.html", {"frame": found, "form": form, "variation": variation})


@require_POST
@login_required
def end_variation(request: SignedIn, variation_id: UUID) -> HttpResponse:
    """Let the frame hold for everybody again."""
    found = get_variation_for(request.person, request.standing, variation_id, request.today)
    part_actions.end_variation(variation=found, by=request.person, now=request.now)
    say(request, _("The frame holds for them as for everybody."))
    return redirect("studio:edit-frame", found.frame_id)
