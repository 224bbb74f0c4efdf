"""Pages of a team: asking classmates, joining, declining, leaving, roles that go round, and one's own goal in it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.studio.access import get_project_for
from trellis.studio.access_projects import get_team_work, goals_to_serve
from trellis.studio.actions import team as actions
from trellis.studio.actions.serving import serve_goal
from trellis.studio.forms_projects import AskForm, GoalForm, RolesForm
from trellis.studio.queries import team_work as queries
from trellis.studio.views.refusing import refuse
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Ask classmates into the team."""
    found = get_team_work(request.person, project_id, request.today).project
    form = AskForm(request.POST or None, people=queries.people_to_ask(found, request.person, request.today))
    if request.method == "POST" and form.is_valid():
        people = list(form.cleaned_data["people"])
        try:
            asked = actions.ask_into_team(project=found, people=people, by=request.person, now=request.now)
            n = len(asked)
            say(request, ngettext("%(n)s person is asked.", "%(n)s people are asked.", n) % {"n": n})
            return redirect("studio:project", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/project_team.html", {"form": form, "project": found})


@require_POST
@login_required
def join(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Say yes or no to a team that asks."""
    found = get_project_for(request.person, project_id, request.today, to="join").project
    joins = request.POST.get("joins") != "no"
    act = actions.join_team if joins else actions.decline_team
    try:
        act(project=found, by=request.person, now=request.now)
        say(request, _("You are in the team.") if joins else _("You said no. They know now."))
    except ActionRefused as refused:
        say(request, refused.sentence)
        return redirect("studio:projects")
    return redirect("studio:project", project_id) if joins else redirect("studio:projects")


@require_POST
@login_required
def leave(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Leave a team."""
    found = get_project_for(request.person, project_id, request.today, to="work").project
    try:
        actions.leave_team(project=found, by=request.person, now=request.now)
        say(request, _("You left the team. They can ask you again."))
    except ActionRefused as refused:
        say(request, refused.sentence)
        return redirect("studio:project", project_id)
    return redirect("studio:projects")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def roles(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Say who has which role in the team."""
    found = get_team_work(request.person, project_id, request.today).project
    running = queries.running_roles(found)
    lines: list[tuple[str, UUID | None]] = [(one.role, one.learner_id) for one in running]
    lines = lines or [(role, None) for role in queries.roles_to_offer(found)]
    form = RolesForm(request.POST or None, roles=lines, team=queries.team_of(found))
    if form.is_bound and form.is_valid():
        try:
            actions.give_roles(project=found, roles=form.roles, by=request.person, now=request.now)
            say(request, _("From today on it is so."))
            return redirect("studio:project-roles", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    context = {"form": form, "project": found, "running": running, "past": queries.past_roles(found)}
    return render(request, "studio/project_roles.html", context)


@require_POST
@login_required
def rotate(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Let the roles go round."""
    found = get_team_work(request.person, project_id, request.today).project
    try:
        actions.rotate_roles(project=found, by=request.person, now=request.now)
        say(request, _("The roles went round."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:project-roles", project_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def goal(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Let a member say which goal of their own plan this project serves."""
    found = get_team_work(request.person, project_id, request.today).project
    initial = {"goal": queries.goal_served(found, request.person)}
    form = GoalForm(request.POST or None, goals=goals_to_serve(request.person), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            serve_goal(project=found, goal=form.cleaned_data["goal"], by=request.person, now=request.now)
            say(request, _("Saved."))
            return redirect("studio:project", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/project_goal.html", {"form": form, "project": found})
