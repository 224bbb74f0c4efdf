"""Pages on which coordinators shape the scales, and on which people say what a level looks like."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.framework import actions, queries_scales
from trellis.framework.access import (
    get_competency_for,
    get_framework_for,
    get_scale_for,
    require_shaper,
    visible_scales,
)
from trellis.framework.forms_scales import (
    MOST_LEVELS,
    DescriptorsForm,
    ScaleForm,
    UseScaleForm,
    beside_what_stands,
    rearranged,
    scale_as_sent,
)
from trellis.framework.models import Competency, Framework, Scale
from trellis.framework.queries_words import in_language, reader_language, statement_plain, title_of
from trellis.people.requests import SignedIn
from trellis.web.notices import say

SAVE = "save"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_scale(request: SignedIn) -> HttpResponse:
    """Write a scale of the district's own."""
    require_shaper(request.standing)
    form = _scale_form(request, None)
    if form.is_bound and form.is_valid():
        try:
            actions.create_scale(
                title=form.cleaned_data["title"], levels=form.drafts(), by=request.person, now=request.now
            )
        except ActionRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            say(request, _("The scale is there. Choose below which frameworks use it."))
            return redirect("framework:scales")
    return _scale_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_scale(request: SignedIn, scale_id: UUID) -> HttpResponse:
    """Change a scale with its levels; a save from an older page is answered with both."""
    scale = get_scale_for(request.standing, scale_id, to="edit")
    form, is_stale = _scale_form(request, scale), False
    if form.is_bound and form.is_valid():
        try:
            _save_scale(request, scale, form)
        except (StaleVersion, actions.LevelInUse) as refused:
            is_stale, form = isinstance(refused, StaleVersion), _answer_to(request, scale_id, refused)
        except ActionRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            say(request, _("The scale is saved."))
            return redirect("framework:scales")
    return _scale_page(request, form, get_scale_for(request.standing, scale_id), is_stale=is_stale)


def _scale_form(request: SignedIn, scale: Scale | None) -> ScaleForm:
    """Return the form as it was sent, as it was rearranged, or as the scale stands."""
    do = request.POST.get("do", "")
    if request.method == "POST" and do != SAVE:
        return rearranged(request.POST, do)
    initial, rows = scale_as_sent(scale, queries_scales.levels_of(scale) if scale else ())
    return ScaleForm(request.POST if request.method == "POST" else None, initial=initial, levels=rows)


def _save_scale(request: SignedIn, scale: Scale, form: ScaleForm) -> None:
    actions.edit_scale(
        scale=scale,
        title=form.cleaned_data["title"],
        levels=form.drafts(),
        expected_version=form.cleaned_data["version"] or 0,
        by=request.person,
        now=request.now,
    )


def _answer_to(request: SignedIn, scale_id: UUID, refused: ActionRefused) -> ScaleForm:
    current = get_scale_for(request.standing, scale_id)
    return beside_what_stands(request.POST, current, queries_scales.levels_of(current), str(refused.sentence))


def _scale_page(request: SignedIn, form: ScaleForm, scale: Scale | None, *, is_stale: bool = False) -> HttpResponse:
    levels = queries_scales.levels_of(scale) if scale else []
    described = queries_scales.described_by_level(levels)
    context = {
        "form": form,
        "scale": scale,
        "rows": [(row, described.get(str(row["id"].value()), 0)) for row in form.levels.forms],
        "may_add": len(form.levels.forms) < MOST_LEVELS,
        "unsaved": request.method == "POST" and not form.is_bound,
        "standing_now": queries_scales.compared(levels, form.words()) if is_stale else None,
    }
    only_levels = "HX-Request" in request.headers and context["unsaved"]
    return render(request, "framework/scale_form.html#levels" if only_levels else "framework/scale_form.html", context)


@require_POST
@login_required
def remove_scale(request: SignedIn, scale_id: UUID) -> HttpResponse:
    """Take away a scale that nothing uses; the next page offers to undo it."""
    scale = get_scale_for(request.standing, scale_id, to="remove")
    try:
        actions.remove_scale(scale=scale, by=request.person, now=request.now)
    except ActionRefused as refused:
        messages.error(request, str(refused.sentence))
        return redirect("framework:edit-scale", scale_id)
    say(request, _("The scale is gone."), undo=reverse("framework:bring-back-scale", args=[scale_id]))
    return redirect("framework:scales")


@require_POST
@login_required
def bring_back_scale(request: SignedIn, scale_id: UUID) -> HttpResponse:
    """Undo: have a removed scale again."""
    require_shaper(request.standing)
    removed = queries_scales.removed_scale(scale_id)
    if removed is None:
        raise Http404
    actions.bring_back_scale(removed=removed, by=request.person, now=request.now)
    say(request, _("The scale is there again."))
    return redirect("framework:scales")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def use_scale(request: SignedIn, framework_id: UUID) -> HttpResponse:
    """Choose the scale on which a framework tells proficiency."""
    framework = get_framework_for(request.standing, framework_id, to="shape")
    language, stale = reader_language(), False
    initial = {"scale": str(framework.scale_id or ""), "version": framework.version}
    scales = [
        (str(scale.pk), queries_scales.scale_title(scale, language)) for scale in visible_scales(request.standing)
    ]
    form = UseScaleForm(request.POST or None, initial=initial, scales=scales)
    if form.is_bound and form.is_valid():
        try:
            _use_scale(request, framework, form)
        except StaleVersion:
            stale = True
            form = UseScaleForm({**form.cleaned_data, "version": str(framework.version)}, scales=scales)
        else:
            say(request, _("The scale is chosen."))
            return redirect("framework:scales")
    context = {"form": form, "framework": framework, "title": title_of(framework, language), "stale": stale}
    return render(request, "framework/use_scale.html", context)


def _use_scale(request: SignedIn, framework: Framework, form: UseScaleForm) -> None:
    chosen = form.cleaned_data["scale"]
    actions.use_scale(
        framework=framework,
        scale=get_scale_for(request.standing, UUID(chosen)) if chosen else None,
        expected_version=form.cleaned_data["version"] or 0,
        by=request.person,
        now=request.now,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def describe(request: SignedIn, competency_id: UUID) -> HttpResponse:
    """Say what each level looks like for one competency; a save from an older page is answered with both texts."""
    competency = get_competency_for(request.standing, competency_id, to="describe")
    levels = queries_scales.levels_to_describe(competency, reader_language())
    form = DescriptorsForm(request.POST or None, version=competency.version, levels=levels)
    stale = False
    if form.is_bound and form.is_valid():
        try:
            _describe(request, competency, form)
        except StaleVersion as refused:
            stale = True
            data = request.POST.copy()
            data["version"] = str(competency.version)
            form = DescriptorsForm(data, version=competency.version, levels=levels)
            form.add_error(None, str(refused.sentence))
        except ActionRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            say(request, _("Your words are saved."))
            return redirect("framework:competency", competency.pk)
    return _describe_page(request, form, competency, stale=stale)


def _describe(request: SignedIn, competency: Competency, form: DescriptorsForm) -> None:
    actions.describe_levels(
        competency=competency,
        texts=form.texts(),
        expected_version=form.cleaned_data["version"] or 0,
        by=request.person,
        now=request.now,
    )


def _describe_page(request: SignedIn, form: DescriptorsForm, competency: Competency, *, stale: bool) -> HttpResponse:
    language = reader_language()
    context = {
        "form": form,
        "competency": competency,
        "plain": statement_plain(competency.statement_plain, competency.translations, language),
        "name": in_language(competency.translations, language, "short_statement", competency.short_statement),
        "title": title_of(competency.framework, language),
        "stale": stale,
    }
    return render(request, "framework/describe.html", context)
