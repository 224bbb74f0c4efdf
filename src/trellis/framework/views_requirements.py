"""Pages on which coordinators say what graduation asks for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.framework import actions
from trellis.framework import queries_requirements as queries
from trellis.framework.access import get_requirement_for, require_shaper
from trellis.framework.forms import SearchForm
from trellis.framework.forms_requirements import RequirementForm, as_it_stands, as_sent, points_sent, search_sent
from trellis.framework.models import Requirement
from trellis.framework.queries_search import Question, choices_of_frameworks, search
from trellis.framework.queries_words import reader_language
from trellis.people.requests import SignedIn
from trellis.web.notices import say

SAVE = "save"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedIn) -> HttpResponse:
    """Add a requirement: search, tick, say how much of it."""
    require_shaper(request.standing)
    form = _form(request, None)
    if form.is_bound and form.is_valid():
        try:
            actions.create_requirement(**_words(request, form), by=request.person, now=request.now)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            say(request, _("Graduation asks for it now."))
            return redirect("framework:requirements")
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedIn, requirement_id: UUID) -> HttpResponse:
    """Change a requirement as a whole; a save from an older page is answered with both."""
    requirement = get_requirement_for(request.standing, requirement_id, to="edit")
    form, stale = _form(request, requirement), False
    if form.is_bound and form.is_valid():
        try:
            _save(request, requirement, form)
        except StaleVersion as refused:
            stale, form = True, _answer_to(request, requirement_id, form.points)
            form.add_error(None, str(refused.sentence))
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            say(request, _("What graduation asks for is saved."))
            return redirect(f"{reverse('framework:requirements')}#r-{requirement_id}")
    return _form_page(request, form, get_requirement_for(request.standing, requirement_id), stale=stale)


def _form(request: SignedIn, requirement: Requirement | None) -> RequirementForm:
    """Return the form as it stands, as it was sent to be saved, or as it was sent by one of its other buttons."""
    if request.method != "POST":
        points = queries.points_of(requirement) if requirement else {}
        return RequirementForm(initial=as_it_stands(requirement), points=points)
    do = request.POST.get("do", "")
    points = points_sent(request.POST, do)
    if do == SAVE:
        return RequirementForm(request.POST, points=points)
    return RequirementForm(initial=as_sent(request.POST), points=points)


def _save(request: SignedIn, requirement: Requirement, form: RequirementForm) -> None:
    actions.edit_requirement(
        requirement=requirement,
        **_words(request, form),
        expected_version=form.cleaned_data["version"] or 0,
        by=request.person,
        now=request.now,
    )


def _words(request: SignedIn, form: RequirementForm) -> dict[str, Any]:
    asked = form.cleaned_data
    there = queries.competencies_by_id(request.standing, form.points)
    return {
        "title": asked["title"],
        "description": asked["description"],
        "rule": asked["rule"],
        "needed": asked["needed"],
        "parts": [actions.PartDraft(there[key], int(points)) for key, points in form.points.items() if key in there],
    }


def _answer_to(request: SignedIn, requirement_id: UUID, points: Mapping[UUID, str]) -> RequirementForm:
    """Return the form with what was just written, ready to be saved over what stands there now."""
    data = request.POST.copy()
    data["version"] = str(get_requirement_for(request.standing, requirement_id).version)
    answer = RequirementForm(data, points=points)
    answer.is_valid()
    return answer


def _form_page(
    request: SignedIn, form: RequirementForm, requirement: Requirement | None, *, stale: bool = False
) -> HttpResponse:
    language, do = reader_language(), request.POST.get("do", "")
    finder = SearchForm(search_sent(request.POST, do), frameworks=choices_of_frameworks(request.standing, language))
    question: Question = finder.question()
    context = {
        "form": form,
        "requirement": requirement,
        "parts": queries.chosen_parts(request.standing, form.points, language),
        "rule_words": queries.rule_in_words(form.chosen_rule, form.typed_number, form.points.values()),
        "finder": finder,
        "question": question,
        "results": None if question.is_empty else search(request.standing, question, language),
        "both": queries.both(request.standing, requirement, form.points, language) if stale and requirement else None,
        "is_open": len(form.points) <= 12 or do.startswith("out:"),
    }
    only_parts = "HX-Request" in request.headers and not form.is_bound
    template = "framework/requirement_form.html"
    return render(request, f"{template}#parts" if only_parts else template, context)


@require_POST
@login_required
def move(request: SignedIn, requirement_id: UUID) -> HttpResponse:
    """Let a requirement change places with its neighbour."""
    requirement = get_requirement_for(request.standing, requirement_id, to="move")
    up = request.POST.get("do") == "up"
    actions.move_requirement(requirement=requirement, up=up, by=request.person, now=request.now)
    return redirect(f"{reverse('framework:requirements')}#r-{requirement_id}")


@require_POST
@login_required
def remove(request: SignedIn, requirement_id: UUID) -> HttpResponse:
    """Take a requirement out; the next page offers to undo it."""
    requirement = get_requirement_for(request.standing, requirement_id, to="remove")
    actions.remove_requirement(requirement=requirement, by=request.person, now=request.now)
    undo = reverse("framework:bring-back-requirement", args=[requirement_id])
    say(request, _("Graduation no longer asks for it."), undo=undo)
    return redirect("framework:requirements")


@require_POST
@login_required
def bring_back(request: SignedIn, requirement_id: UUID) -> HttpResponse:
    """Undo: have a removed requirement again."""
    require_shaper(request.standing)
    removed = queries.removed_requirement(requirement_id)
    if removed is None:
        raise Http404
    actions.bring_back_requirement(removed=removed, by=request.person, now=request.now)
    say(request, _("Graduation asks for it again."))
    return redirect("framework:requirements")
