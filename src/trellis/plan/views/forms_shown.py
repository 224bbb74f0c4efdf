"""The form of a goal as pages show it: filled from what stands or from what was sent, with the competencies to pick."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from trellis.people.requests import SignedIn
from trellis.plan.actions.merging import ClausesClash
from trellis.plan.clauses import as_kept, changed_clauses
from trellis.plan.forms import GoalForm
from trellis.plan.models import Clause, Goal
from trellis.plan.queries.beginnings import (
    competencies_to_choose,
    picking,
    requirement_choices,
    requirements_to_choose,
)
from trellis.plan.queries.goal import BothTexts, both_texts, stored_clauses, version_clauses

LISTS = (Clause.COMPETENCIES, Clause.REQUIREMENTS)
SEARCH = "search"


def initial_of(goal: Goal) -> dict[str, Any]:
    """Return what stands in a goal, for its form."""
    return {**stored_clauses(goal), "version": goal.version}


def goal_form(request: SignedIn, initial: dict[str, Any], form_class: type[GoalForm] = GoalForm) -> GoalForm:
    """Return the form; one of its search buttons keeps what was typed without checking it yet."""
    standing = request.standing
    known: dict[str, Any] = {
        "competencies": competencies_to_choose(standing),
        "requirements": requirements_to_choose(standing),
        "choices": requirement_choices(standing),
    }
    if request.method != "POST":
        return form_class(initial=initial, **known)
    if request.POST.get("do") == SEARCH:
        return form_class(initial=_as_sent(request.POST), **known)
    return form_class(request.POST, **known)


def _as_sent(data: QueryDict) -> dict[str, Any]:
    return {name: data.getlist(name) if name in LISTS else data.get(name, "") for name in (*Clause.values, "version")}


def form_context(request: SignedIn, template: str, form: GoalForm, context: dict[str, Any]) -> HttpResponse:
    """Answer with the page of the form, or with the picking of competencies alone when a script asks for it."""
    find = request.POST.get("find", request.GET.get("find", ""))[:200].strip()
    context |= {
        "form": form,
        "picking": picking(request.standing, form.picked, find, form.ticked_requirements),
        "reasons": {name: request.POST.get(f"because-{name}", "") for name in Clause.values},
    }
    only_picking = request.htmx and request.POST.get("do") == SEARCH
    return render(request, "plan/_pick.html" if only_picking else template, context)


def show_clash(form: GoalForm, clash: ClausesClash, read_version: int) -> tuple[BothTexts, ...]:
    """Return both texts of what two people rewrote; what only the other one changed enters the form as it is now."""
    goal = clash.current
    assert isinstance(goal, Goal)  # noqa: S101 - the class says so, for the type checker
    stored, yours = stored_clauses(goal), as_kept(form.clauses)
    base = version_clauses(goal, read_version) or {}
    data = QueryDict(mutable=True)  # keeps the several values of one field apart
    data.update(form.data)
    for name in changed_clauses(base, stored):
        if name in clash.clauses or changed_clauses({name: base.get(name)}, {name: yours.get(name)}):
            continue
        if name in LISTS:
            data.setlist(name, stored[name])
        else:
            data[name] = stored[name] or ""
    data["version"] = str(goal.version)
    form.data = data
    return both_texts(stored, yours, clash.clauses)
