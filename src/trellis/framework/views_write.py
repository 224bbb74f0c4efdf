"""Pages on which educators and coordinators write competencies of their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.framework import actions, queries
from trellis.framework.access import get_competency_for, get_framework_for
from trellis.framework.forms import CompetencyForm, SearchForm
from trellis.framework.forms_around import Around, around_sent
from trellis.framework.forms_requirements import search_sent
from trellis.framework.models import Competency, Framework
from trellis.framework.queries_requirements import chosen_parts, competencies_by_id, local_neighbours
from trellis.framework.queries_search import choices_of_frameworks, search
from trellis.framework.queries_tree import TOP, places_to_choose
from trellis.framework.queries_words import reader_language, title_of
from trellis.framework.statements import render_statement
from trellis.people.requests import SignedIn
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: SignedIn, framework_id: UUID) -> HttpResponse:
    """Write a competency of the school's own into a framework."""
    framework = get_framework_for(request.standing, framework_id, to="write")
    under = request.POST.get("parent") or request.GET.get("under", TOP)
    places = places_to_choose(framework, under, reader_language())
    form = _form(request, {"parent": under}, places)
    if _is_saved(request) and form.is_valid():
        try:
            written = _write(request, framework, form)
        except ActionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
        else:
            say(request, _("It is in the framework."), undo=reverse("framework:retire", args=[written.pk]))
            return redirect("framework:competency", written.pk)
    return _form_page(request, form, framework)


def _is_saved(request: SignedIn) -> bool:
    """Say whether the form was sent to be kept; its other buttons only show the page again."""
    return request.method == "POST" and not {"preview", "do"} & set(request.POST)


def _form(request: SignedIn, initial: dict[str, object], places: list[tuple[str, str]] | None = None) -> CompetencyForm:
    """Return the form as it stands, as it was sent to be judged, or as it was sent by a button of its search."""
    if "do" in request.POST:
        sent = {name: request.POST.get(name, "") for name in ("statement", "code", "parent", "version")}
        return CompetencyForm(places=places, initial={**initial, **sent, "grades": request.POST.getlist("grades")})
    return CompetencyForm(request.POST or None, places=places, initial=initial)


def _neighbours(request: SignedIn) -> dict[str, Any]:
    around = around_sent(request.POST, "")
    there = competencies_by_id(request.standing, (*around.before, *around.after))
    return {
        "builds_on": [there[key] for key in around.before if key in there],
        "opens": [there[key] for key in around.after if key in there],
    }


def _write(request: SignedIn, framework: Framework, form: CompetencyForm) -> Competency:
    asked = form.cleaned_data
    parent = get_competency_for(request.standing, UUID(asked["parent"])) if asked["parent"] else None
    return actions.write_local_competency(
        framework=framework,
        parent=parent,
        code=asked["code"],
        statement=asked["statement"],
        education_levels=asked["grades"],
        **_neighbours(request),
        by=request.person,
        now=request.now,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedIn, competency_id: UUID) -> HttpResponse:
    """Change the words of a local competency; a save from an older page is answered with both texts."""
    competency = get_competency_for(request.standing, competency_id, to="edit")
    form = _form(request, _as_initial(competency))
    current: Competency | None = None
    if _is_saved(request) and form.is_valid():
        try:
            _edit(request, competency, form)
        except StaleVersion as stale:
            current = get_competency_for(request.standing, competency_id)
            form = _answer_to(request.POST, form, current, str(stale.sentence))
        except ActionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
        else:
            say(request, _("Your words are saved."))
            return redirect("framework:competency", competency.pk)
    return _form_page(request, form, competency.framework, competency=competency, current=current)


def _edit(request: SignedIn, competency: Competency, form: CompetencyForm) -> None:
    asked = form.cleaned_data
    actions.edit_local_competency(
        competency=competency,
        code=asked["code"],
        statement=asked["statement"],
        education_levels=asked["grades"],
        **_neighbours(request),
        expected_version=asked["version"] or 0,
        by=request.person,
        now=request.now,
    )


def _as_initial(competency: Competency) -> dict[str, object]:
    return {
        "statement": competency.statement,
        "code": competency.code,
        "grades": competency.education_levels,
        "version": competency.version,
    }


def _answer_to(sent: QueryDict, form: CompetencyForm, current: Competency, sentence: str) -> CompetencyForm:
    """Return the form with the text just written, ready to be saved over what stands there now."""
    data = sent.copy()
    data["version"] = str(current.version)
    answer = CompetencyForm(data, initial=form.initial)
    answer.is_valid()
    answer.add_error(None, sentence)
    return answer


def _form_page(
    request: SignedIn,
    form: CompetencyForm,
    framework: Framework,
    *,
    competency: Competency | None = None,
    current: Competency | None = None,
) -> HttpResponse:
    language = reader_language()
    statement = form["statement"].value() or ""
    context = {
        "form": form,
        "framework": framework,
        "title": title_of(framework, language),
        "source": queries.source_of(framework, language),
        "competency": competency,
        "current": current,
        **_finder(request, competency, language),
        "preview": mark_safe(render_statement(statement)) if statement else "",  # noqa: S308 - made safe
    }
    only_preview = "HX-Request" in request.headers and "preview" in request.POST
    return render(request, "framework/write.html#preview" if only_preview else "framework/write.html", context)


def _finder(request: SignedIn, competency: Competency | None, language: str) -> dict[str, object]:
    """Return what comes before and after so far, and the search that finds more."""
    do = request.POST.get("do", "")
    if request.method == "POST":
        around = around_sent(request.POST, do)
    else:
        around = Around(*local_neighbours(competency)) if competency else Around()
    finder = SearchForm(search_sent(request.POST, do), frameworks=choices_of_frameworks(request.standing, language))
    question = finder.question()
    return {
        "before": chosen_parts(request.standing, dict.fromkeys(around.before, ""), language),
        "after": chosen_parts(request.standing, dict.fromkeys(around.after, ""), language),
        "finder": finder,
        "question": question,
        "chosen": {*around.before, *around.after, *([competency.pk] if competency else [])},
        "results": None if question.is_empty else search(request.standing, question, language),
    }


@require_POST
@login_required
def retire(request: SignedIn, competency_id: UUID) -> HttpResponse:
    """Take a local competency out of use; the next page offers to undo it."""
    competency = get_competency_for(request.standing, competency_id, to="edit")
    actions.retire_competency(competency=competency, by=request.person, now=request.now)
    say(request, _("It is no longer in use."), undo=reverse("framework:bring-back", args=[competency.pk]))
    return redirect("framework:competency", competency.pk)


@require_POST
@login_required
def bring_back(request: SignedIn, competency_id: UUID) -> HttpResponse:
    """Undo: use a retired local competency again."""
    competency = get_competency_for(request.standing, competency_id, to="edit")
    actions.bring_back_competency(competency=competency, by=request.person, now=request.now)
    say(request, _("It is in use again."))
    return redirect("framework:competency", competency.pk)
