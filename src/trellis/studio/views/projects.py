"""Pages of projects: the list, beginning one, one project, writing it anew, proposing it, its sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.access import LEARNER
from trellis.people.requests import SignedIn
from trellis.plan.queries.beginnings import competencies_to_choose, picking
from trellis.school.ties import EDUCATOR, FAMILY, get_tied_learner
from trellis.studio.access import get_frame_for, get_project_for
from trellis.studio.access_projects import get_team_work, may_take_part, require_learner
from trellis.studio.actions import projects as actions
from trellis.studio.choosing import dimensions_for
from trellis.studio.forms_projects import ProjectForm
from trellis.studio.models import Frame, Project
from trellis.studio.queries import team_work
from trellis.studio.queries.project_list import projects_of, projects_seen, projects_with
from trellis.studio.queries.projects import as_written, project_page
from trellis.studio.telling_projects import PROJECT
from trellis.studio.views.refusing import refuse
from trellis.talk.actions import visit_thread
from trellis.talk.queries import conversation
from trellis.web.notices import say

SEARCH, PROPOSE = "search", "propose"


@require_safe
@login_required
def projects(request: SignedIn) -> HttpResponse:
    """Show a learner their own projects and what they may answer; to all others what they may follow."""
    is_learner = LEARNER in request.standing.kinds
    read = projects_of if is_learner else projects_seen
    page = read(request.person, request.today)
    return render(request, "studio/projects.html", {"page": page, "is_learner": is_learner})


@require_safe
@login_required
def of_learner(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show family and educators the projects of one learner."""
    learner, _ties = get_tied_learner(request.person, learner_id, request.today, FAMILY, EDUCATOR)
    page = projects_with(request.person, learner, request.today)
    return render(request, "studio/projects.html", {"page": page, "is_learner": False, "learner": learner})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Answer a frame with a project of one's own."""
    frame = get_frame_for(request.person, request.standing, frame_id, request.today, to="answer")
    return _begin(request, frame)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin_own(request: SignedIn) -> HttpResponse:
    """Start a project from nothing."""
    require_learner(request.standing)
    return _begin(request, None)


def _begin(request: SignedIn, frame: Frame | None) -> HttpResponse:
    form = _form(request, frame, {"question": frame.question if frame else ""})
    if form.is_bound and form.is_valid():
        try:
            made = actions.begin_project(frame=frame, written=form.written, by=request.person, now=request.now)
            return _kept(request, made)
        except ActionRefused as refused:
            refuse(form, refused)
    return _form_page(request, form, {"frame": frame})


def _form(request: SignedIn, frame: Frame | None, initial: dict[str, Any], project: Project | None = None) -> Any:
    opener = (project.opened_by if project else None) or request.person
    known: dict[str, Any] = {
        "held": dimensions_for(frame, opener),
        "competencies": competencies_to_choose(request.standing),
    }
    if request.method != "POST":
        return ProjectForm(initial=initial, **known)
    if request.POST.get("do") == SEARCH:
        return ProjectForm(initial=_as_sent(request.POST), **known)
    return ProjectForm(request.POST, **known)


def _as_sent(data: QueryDict) -> dict[str, Any]:
    return {name: data.getlist(name) if name == "competencies" else data.get(name, "") for name in data}


def _form_page(request: SignedIn, form: ProjectForm, context: dict[str, Any]) -> HttpResponse:
    find = request.POST.get("find", request.GET.get("find", ""))[:200].strip()
    frame: Frame | None = context["frame"]
    context |= {"form": form, "picking": picking(request.standing, form.picked, find)}
    context["fixed"] = [one for one in dimensions_for(frame, request.person) if one.is_fixed]
    only_picking = request.htmx and request.POST.get("do") == SEARCH
    return render(request, "plan/_pick.html" if only_picking else "studio/project_form.html", context)


def _kept(request: SignedIn, project: Project) -> HttpResponse:
    """Say where it stands now; propose it at once where that was asked."""
    if request.POST.get("do") != PROPOSE:
        say(request, _("Kept. Only your team sees it until you propose it."))
        return redirect("studio:project", project.pk)
    return _proposed(request, project)


def _proposed(request: SignedIn, project: Project) -> HttpResponse:
    try:
        actions.propose_project(project=project, by=request.person, now=request.now)
        say(request, _("Proposed. Your educators and your families can read it now."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:project", project.pk)


@require_safe
@login_required
def project(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Show a project to whoever may open it: its team, educators, families, and its mentors of today."""
    reader = get_project_for(request.person, project_id, request.today)
    page = project_page(reader, request.now)
    context = {"page": page, "project": page.project, "reader": reader}
    if may_take_part(request.person, project_id, request.today):
        context["conversation"] = conversation(PROJECT, project_id, request.person, request.today, now=request.now)
        visit_thread(subject_kind=PROJECT, subject_id=project_id, person=request.person, now=request.now)
    return render(request, "studio/project.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Write a project anew; where somebody of the team was faster, both texts are shown."""
    found = get_team_work(request.person, project_id, request.today).project
    form, stale = _form(request, found.frame, as_written(found), found), None
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or found.version
        given = {"expected": version, "written": form.written, "by": request.person, "now": request.now}
        try:
            actions.change_project(project=found, **given)
            say(request, _("Saved."))
            return _proposed(request, found) if request.POST.get("do") == PROPOSE else _back(found)
        except StaleVersion as refused:
            stale = refused.current
            form = _over_newer(form, stale)
        except ActionRefused as refused:
            refuse(form, refused)
    return _form_page(request, form, {"frame": found.frame, "project": found, "stale": stale})


def _back(project: Project) -> HttpResponse:
    return redirect("studio:project", project.pk)


def _over_newer(form: ProjectForm, newer: Any) -> ProjectForm:
    """Keep what was typed and let the next save be over what stands now, which the page shows beside it."""
    sent: Any = form.data
    data = sent.copy()
    data["version"] = str(newer.version)
    form.data = data
    form.add_error(None, _("Somebody of your team saved this since you opened it. Both texts are below."))
    return form


@require_POST
@login_required
def propose(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Put a project before the educators."""
    return _proposed(request, get_team_work(request.person, project_id, request.today).project)


@require_safe
@login_required
def sheet(request: SignedIn, project_id: UUID) -> HttpResponseBase:
    """Show the project on a sheet to print: question, choices, milestones, notes, sources."""
    reader = get_project_for(request.person, project_id, request.today)
    page = project_page(reader, request.now)
    context = {"page": page, "project": page.project, "reader": reader, "notes": team_work.all_notes(page.project)}
    return render(request, "studio/project_sheet.html", context)
