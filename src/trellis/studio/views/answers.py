"""Pages around a proposal and its end: an educator's answer, accepted changes, looks back, finish and let go."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.studio.access import get_project_for
from trellis.studio.access_projects import get_part_of, get_team_work
from trellis.studio.actions import projects as actions
from trellis.studio.actions.answering import answer_proposal
from trellis.studio.actions.looking_back import look_back_on_choices
from trellis.studio.forms_projects import AnswerForm, EndForm, LookBackForm
from trellis.studio.models import Project, ProposalAnswer
from trellis.studio.queries.projects import choices_of, project_page
from trellis.studio.views.refusing import refuse
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Answer a proposal: go, go with changes, let us talk, or not like this and what instead."""
    reader = get_project_for(request.person, project_id, request.today, to="answer")
    form = AnswerForm(request.POST or None, initial={"version": reader.project.version})
    if form.is_bound and form.is_valid():
        try:
            answer_proposal(project=reader.project, **form.cleaned_data, by=request.person, now=request.now)
            say(request, _("The team reads your answer now."))
            return redirect("studio:project", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    page = project_page(reader, request.now)
    return render(request, "studio/project_answer.html", {"form": form, "page": page, "project": page.project})


@require_POST
@login_required
def accept(request: SignedIn, project_id: UUID, answer_id: UUID) -> HttpResponse:
    """Take up the changes with which an educator said go."""
    reader = get_team_work(request.person, project_id, request.today)
    found = get_part_of(reader, ProposalAnswer, answer_id)
    try:
        actions.accept_changes(answer=found, by=request.person, now=request.now)
        say(request, _("You take the changes up. Your project is under way."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:project", project_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def look_back(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Look back on the choices: were they good ones, and what next time?"""
    reader = get_project_for(request.person, project_id, request.today, to="work")
    form = LookBackForm(request.POST or None, choices=choices_of(reader.project))
    if form.is_bound and form.is_valid():
        try:
            look_back_on_choices(project=reader.project, said=form.said, by=request.person, now=request.now)
            say(request, _("Kept. Think of it when you choose the next time."))
            return redirect("studio:project", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/project_look_back.html", {"form": form, "project": reader.project})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def finish(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Finish a project with a look back."""
    return _end(request, project_id, Project.State.FINISHED)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def let_go(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Let a project go, with a look back that says why."""
    return _end(request, project_id, Project.State.LET_GO)


def _end(request: SignedIn, project_id: UUID, state: str) -> HttpResponse:
    found = get_team_work(request.person, project_id, request.today).project
    form = EndForm(request.POST or None, initial={"words": found.looking_back})
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            actions.end_project(
                project=found, state=state, looking_back=words, by=request.person, now=request.now
            )  # fmt: skip
            said = _("Finished. Well done!") if state == Project.State.FINISHED else _("You let this project go.")
            say(request, said, undo=reverse("studio:take-up-project", args=[project_id]))
            return redirect("studio:project", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    context = {"form": form, "project": found, "is_finished": state == Project.State.FINISHED}
    return render(request, "studio/project_end.html", context)


@require_POST
@login_required
def throw_away(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    found = get_team_work(request.person, project_id, request.today).project
    try:
        actions.throw_away_project(project=found, by=request.person, now=request.now)
        say(request, _("The draft is gone."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:projects")


@require_POST
@login_required
def take_up(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Go on with a project that was over."""
    found = get_project_for(request.person, project_id, request.today, to="work").project
    try:
        actions.take_up_project(project=found, by=request.person, now=request.now)
        say(request, _("It goes on."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:project", project_id)
