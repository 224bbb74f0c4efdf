"""Pages of a team's work: its board, its milestones, what it links from evidence."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.requests import SignedIn
from trellis.school.stale import show_both
from trellis.studio.access import get_project_for
from trellis.studio.access_projects import get_part_for, get_team_work
from trellis.studio.actions import field_log, work
from trellis.studio.forms_team_work import ChangeMilestoneForm, ChangeTaskForm, LinkForm, MilestoneForm, TaskForm
from trellis.studio.models import Milestone, ProjectArtefact, Task
from trellis.studio.queries import team_work as queries
from trellis.studio.queries.projects import milestones_of
from trellis.studio.views.refusing import refuse
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tasks(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Show the team's board; its members put cards on it."""
    to = "work" if request.method == "POST" else "see"
    reader = get_project_for(request.person, project_id, request.today, to=to)
    form = TaskForm(request.POST or None, team=queries.team_of(reader.project))
    if form.is_bound and form.is_valid():
        try:
            work.add_task(project=reader.project, **form.values, by=request.person, now=request.now)
            return _after(request, project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    return _board(request, project_id, form)


def _board(request: SignedIn, project_id: UUID, form: TaskForm | None = None) -> HttpResponse:
    reader = get_project_for(request.person, project_id, request.today)
    found = reader.project
    form = form or TaskForm(team=queries.team_of(found))
    context = {"reader": reader, "project": found, "form": form, "columns": queries.team_board(found)}
    template = "studio/_team_board.html" if request.htmx else "studio/team_board.html"
    return render(request, template, context)


def _after(request: SignedIn, project_id: UUID) -> HttpResponse:
    return _board(request, project_id) if request.htmx else redirect("studio:tasks", project_id)


@require_POST
@login_required
def move_task(request: SignedIn, task_id: UUID) -> HttpResponse:
    """Put a card into another column, one up or one down, or at a place."""
    task, reader = get_part_for(request.person, Task, task_id, request.today)
    column = request.POST.get("column", task.column)
    place = queries.place_of_task(task, request.POST.get("to", ""))
    try:
        work.move_task(task=task, column=column, place=place, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _after(request, reader.project.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def task(request: SignedIn, task_id: UUID) -> HttpResponse:
    """Say a card otherwise; an older page shows both texts."""
    found, reader = get_part_for(request.person, Task, task_id, request.today)
    initial = {"title": found.title, "doer": found.doer_id or "", "version": found.version}
    form = ChangeTaskForm(request.POST or None, team=queries.team_of(reader.project), initial=initial)
    stale = None
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            work.change_task(task=found, expected=version, **form.values, by=request.person, now=request.now)
            return redirect("studio:tasks", reader.project.pk)
        except StaleVersion as refused:
            stale = show_both(form, refused)
        except ActionRefused as refused:
            refuse(form, refused)
    context = {"form": form, "stale": stale, "project": reader.project, "task": found}
    return render(request, "studio/task_form.html", context)


@require_POST
@login_required
def remove_task(request: SignedIn, task_id: UUID) -> HttpResponse:
    """Take a card out, or bring it back."""
    found, reader = get_part_for(request.person, Task, task_id, request.today)
    out = found.removed_at is None
    work.remove_task(task=found, removed=out, by=request.person, now=request.now)
    undo = reverse("studio:remove-task", args=[task_id])
    say(request, _("Taken out.") if out else _("It is back."), undo=undo if out else "")
    return redirect("studio:tasks", reader.project.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def milestones(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Set milestones, and say which are reached."""
    found = get_team_work(request.person, project_id, request.today).project
    form = MilestoneForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            work.add_milestone(project=found, **form.cleaned_data, by=request.person, now=request.now)
            return redirect("studio:milestones", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    context = {"form": form, "project": found, "milestones": milestones_of(found)}
    return render(request, "studio/milestones.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def milestone(request: SignedIn, milestone_id: UUID) -> HttpResponse:
    """Say a milestone otherwise, or give it another day; an older page shows both texts."""
    found, reader = get_part_for(request.person, Milestone, milestone_id, request.today)
    initial = {"title": found.title, "due_on": found.due_on, "version": found.version}
    form, stale = ChangeMilestoneForm(request.POST or None, initial=initial), None
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        version = given.pop("version")
        try:
            work.change_milestone(milestone=found, expected=version, **given, by=request.person, now=request.now)
            return redirect("studio:milestones", reader.project.pk)
        except StaleVersion as refused:
            stale = show_both(form, refused)
        except ActionRefused as refused:
            refuse(form, refused)
    context = {"form": form, "stale": stale, "project": reader.project, "milestone": found}
    return render(request, "studio/milestone_form.html", context)


@require_POST
@login_required
def reach(request: SignedIn, milestone_id: UUID) -> HttpResponse:
    """Say that a milestone is reached, or take that back."""
    found, reader = get_part_for(request.person, Milestone, milestone_id, request.today)
    work.reach_milestone(milestone=found, reached=found.done_at is None, by=request.person, now=request.now)
    return redirect("studio:milestones", reader.project.pk)


@require_POST
@login_required
def remove_milestone(request: SignedIn, milestone_id: UUID) -> HttpResponse:
    """Take a milestone out, or bring it back."""
    found, reader = get_part_for(request.person, Milestone, milestone_id, request.today)
    out = found.removed_at is None
    work.remove_milestone(milestone=found, removed=out, by=request.person, now=request.now)
    undo = reverse("studio:remove-milestone", args=[milestone_id])
    say(request, _("Taken out.") if out else _("It is back."), undo=undo if out else "")
    return redirect("studio:milestones", reader.project.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def artefacts(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Link what the team has shown in evidence."""
    found = get_team_work(request.person, project_id, request.today).project
    to_link, points = queries.artefacts_not_linked(found), milestones_of(found)
    form = LinkForm(request.POST or None, artefacts=to_link, milestones=points)
    if form.is_bound and form.is_valid():
        try:
            field_log.link_artefact(project=found, **form.values, by=request.person, now=request.now)
            return redirect("studio:project-evidence", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    context = {"form": form, "project": found, "links": queries.linked_artefacts(found), "to_link": len(to_link)}
    return render(request, "studio/project_evidence.html", context)


@require_POST
@login_required
def unlink(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Take a link away; what was shown stays in evidence."""
    found, reader = get_part_for(request.person, ProjectArtefact, link_id, request.today)
    field_log.unlink_artefact(link=found, by=request.person, now=request.now)
    say(request, _("It is not linked any more. It stays in your evidence."))
    return redirect("studio:project-evidence", reader.project.pk)
