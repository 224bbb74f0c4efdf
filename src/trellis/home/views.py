"""Today for each role, and the first steps of a coordinator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.actions import ActionRefused
from trellis.core.dates import hour_in
from trellis.evidence.actions.policy import begin_purposes
from trellis.evidence.queries.feedback import waiting_feedback
from trellis.evidence.queries.lessons import waiting_checks
from trellis.evidence.queries.reports import EvidenceWaits, evidence_waiting
from trellis.framework.actions import adopt_starter_framework
from trellis.home import queries, queries_plans
from trellis.home.forms import DistrictForm
from trellis.home.queries_setup import coordinator_today, set_up_tasks
from trellis.home.queries_studio import educator_studio, learner_studio
from trellis.people.access import COORDINATOR, DISTRICT, EDUCATOR, FAMILY, LEARNER, MENTOR, require_district_coordinator
from trellis.people.actions import create_school, settle_district
from trellis.people.requests import SignedIn
from trellis.school.actions import create_term, make_sample_class
from trellis.school.forms import NameForm, TermForm
from trellis.studio.access_projects import projects_mentored
from trellis.talk.queries import n_reports_waiting
from trellis.web.notices import say

# In this order somebody with several roles gets the first one, and may switch.
HOMES = (LEARNER, EDUCATOR, COORDINATOR, FAMILY, MENTOR, DISTRICT)


@login_required
@require_safe
def today(request: SignedIn) -> HttpResponse:
    """Show the home page of what somebody is; with several roles ``?as=`` chooses."""
    mine = [kind for kind in HOMES if kind in request.standing.kinds]
    asked = request.GET.get("as", "")
    kind = asked if asked in mine else next(iter(mine), "")
    of_learner = kind == LEARNER
    frame = queries.frame_of_learner(request.standing) if of_learner else (queries.frameworks(request.standing), ())
    context = {
        "greeting": greeting(hour_in(request.district.time_zone, request.now)),
        "others": [(other, other.label) for other in mine if other != kind],
        "frameworks": frame[0],
        "fields": frame[1],
        "today": _READ[kind](request) if kind else None,
        "plans": _PLANS[kind](request) if kind in _PLANS else None,
        "feedback": waiting_feedback(request.person) if kind in {LEARNER, EDUCATOR} else None,
        "checks": waiting_checks(request.person, request.today) if of_learner else (),
        "projects": projects_mentored(request.person, request.today) if kind == MENTOR else (),
        "studio": _STUDIO[kind](request) if kind in _STUDIO else None,
        "n_reports": _n_reports(request) if kind in {EDUCATOR, COORDINATOR} else 0,
        "waits": _evidence_waits(request) if kind in {EDUCATOR, COORDINATOR} else None,
    }
    return render(request, f"home/{kind or 'nobody'}.html", context)


_READ: dict[str, Callable[[SignedIn], Any]] = {
    LEARNER: lambda request: queries.learner_today(request.person, request.today),
    EDUCATOR: lambda request: queries.educator_today(request.person, request.today),
    COORDINATOR: lambda request: coordinator_today(
        request.person, request.standing, request.district, request.today, request.now
    ),
    FAMILY: lambda request: _children(request),  # noqa: PLW0108 (defined below)
    MENTOR: lambda request: queries.mentor_today(request.person, request.today),
    DISTRICT: lambda request: queries.district_today(request.today),
}


_PLANS: dict[str, Callable[[SignedIn], Any]] = {
    LEARNER: lambda request: queries_plans.learner_plan(request.person, request.today, request.now),
    EDUCATOR: lambda request: queries_plans.educator_plans(request.person, request.today, request.now),
    COORDINATOR: lambda request: queries_plans.plan_stages(request.standing, request.today),
}


_STUDIO: dict[str, Callable[[SignedIn], Any]] = {
    LEARNER: lambda request: learner_studio(request.person, request.now),
    EDUCATOR: lambda request: educator_studio(request.person, request.today),
}


def _n_reports(request: SignedIn) -> int:
    return n_reports_waiting(request.person, request.standing, request.today)


def _evidence_waits(request: SignedIn) -> EvidenceWaits:
    return evidence_waiting(request.person, request.standing, request.today)


def _children(request: SignedIn) -> list[tuple[queries.Child, queries_plans.ChildPlan | None]]:
    plans = queries_plans.family_plans(request.person, request.today, request.now)
    return [(child, plans.get(child.id)) for child in queries.family_today(request.person, request.today)]


def greeting(hour: int) -> str:
    """Return how one greets at this hour."""
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


@login_required
@require_safe
def setup(request: SignedIn) -> HttpResponse:
    """Lead to the first step that is not done yet, or to the list when all are."""
    require_district_coordinator(request.standing)
    tasks = set_up_tasks(request.district, request.today, request.now)
    step = next((task for task in tasks if not task.is_done and task.key in _STEPS), None)
    return redirect(step.url) if step else redirect("home:today")


@login_required
@require_http_methods(["GET", "POST"])
def setup_step(request: SignedIn, step: str) -> HttpResponse:
    """Show or save one of the first steps; each is saved on its own and can be left at any time."""
    require_district_coordinator(request.standing)
    if step not in _STEPS:
        raise Http404
    form, is_settings = _form_of(request, step), step == "district" and request.district.set_up_at is not None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _STEPS[step](request, form.cleaned_data if form is not None else request.POST)
            return redirect("home:setup-step", step) if is_settings else redirect("home:setup")
        except ActionRefused as refusal:
            _refuse(request, form, refusal)
    tasks = [t for t in set_up_tasks(request.district, request.today, request.now) if t.key in _STEPS]
    context = {"step": step, "form": form, "tasks": tasks, "is_settings": is_settings, **_around(step)}
    return render(request, "home/setup.html", context)


def _refuse(request: SignedIn, form: forms.Form | None, refusal: ActionRefused) -> None:
    if form is None:
        say(request, refusal.sentence)
    else:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))


def _around(step: str) -> dict[str, Any]:
    names = list(_STEPS)
    here = names.index(step)
    return {
        "number": here + 1,
        "n_steps": len(names),
        "before": reverse("home:setup-step", args=[names[here - 1]]) if here else "",
        "after": reverse("home:setup-step", args=[names[here + 1]]) if here + 1 < len(names) else reverse("home:today"),
    }


def _form_of(request: SignedIn, step: str) -> forms.Form | None:
    given, district = request.POST or None, request.district
    if step == "district":
        initial = {"name": district.name, "time_zone": district.time_zone, "language": district.language}
        return DistrictForm(given, initial=initial)
    if step == "school":
        return NameForm(given)
    return TermForm(given) if step == "term" else None


def _save_district(request: SignedIn, given: Any) -> None:
    settle_district(district=request.district, by=request.person, now=request.now, **given)
    begin_purposes(by=request.person, now=request.now)
    say(request, _("Saved."))


def _save_school(request: SignedIn, given: Any) -> None:
    create_school(name=given["name"], by=request.person, now=request.now)
    say(request, _("The school is there. You can add more later."))


def _save_term(request: SignedIn, given: Any) -> None:
    term = {name: given[name] for name in ("title", "kind", "starts_on", "ends_on")}
    create_term(**term, by=request.person, now=request.now)
    say(request, _("The term is there."))


def _save_framework(request: SignedIn, _given: Any) -> None:
    adopt_starter_framework(district_id=request.district.pk, by=request.person, now=request.now)
    say(request, _("The starter framework is yours now. Change what you like."))


def _save_people(request: SignedIn, _given: Any) -> None:
    make_sample_class(by=request.person, on=request.today, now=request.now)
    say(request, _("A sample class is there, to look around with."))


_STEPS: dict[str, Callable[[SignedIn, Any], None]] = {
    "district": _save_district,
    "school": _save_school,
    "term": _save_term,
    "framework": _save_framework,
    "people": _save_people,
}
