"""Pages of a project's mentors: a team asks, an educator answers, a stranger comes in by a link."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.people.doors import guard
from trellis.people.doors.entering import enter
from trellis.people.doors.kept import keep, kept
from trellis.people.doors.letters import sends_letters
from trellis.people.requests import Request, SignedIn
from trellis.studio.access_projects import get_mentor_link_for, get_team_work, mentors_to_ask
from trellis.studio.actions import mentors as actions
from trellis.studio.forms_projects import ComeInForm, MentorAnswerForm, MentorWishForm
from trellis.studio.models import ProjectMentor
from trellis.studio.views.refusing import refuse
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Ask for a mentor; an educator answers."""
    found = get_team_work(request.person, project_id, request.today).project
    form = MentorWishForm(request.POST or None, mentors=mentors_to_ask(request.person, request.today))
    if form.is_bound and form.is_valid():
        try:
            actions.ask_mentor(project=found, **form.cleaned_data, by=request.person, now=request.now)
            say(request, _("Your educators know your wish. They invite, or say why not."))
            return redirect("studio:project", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/mentor_ask.html", {"form": form, "project": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Let a mentor in until a day, or say why not."""
    link, reader = get_mentor_link_for(request.person, link_id, request.today, to="answer")
    form = MentorAnswerForm(request.POST or None, initial={"ends_on": link.ends_on})
    if form.is_bound and form.is_valid():
        try:
            return _answered(request, link, form)
        except ActionRefused as refused:
            refuse(form, refused)
    held = kept(request, f"project-mentor:{link_id}", now=request.now) or {}
    context = {"form": form, "link": link, "project": reader.project, "address": held.get("link", "")}
    return render(request, "studio/mentor_answer.html", {**context, "sends_mail": sends_letters()})


def _answered(request: SignedIn, link: ProjectMentor, form: MentorAnswerForm) -> HttpResponse:
    data = form.cleaned_data
    if request.POST.get("do") == "decline":
        actions.decline_mentor(link=link, reason=data["reason"], by=request.person, now=request.now)
        say(request, _("The team reads your reason."))
        return redirect("studio:project", link.project_id)
    address = request.build_absolute_uri(reverse("studio:mentor-door", args=["TOKEN"]))
    token = actions.approve_mentor(
        link=link, ends_on=data["ends_on"], by=request.person, now=request.now, address=address
    )  # fmt: skip
    if not token:
        say(request, _("They see the project from now on, until the day."))
        return redirect("studio:project", link.project_id)
    held = {"link": address.replace("TOKEN", token)}
    keep(request, f"project-mentor:{link.pk}", held, now=request.now)
    return redirect("studio:answer-mentor", link.pk)


@require_POST
@login_required
def end(request: SignedIn, link_id: UUID) -> HttpResponse:
    """End it today."""
    link, reader = get_mentor_link_for(request.person, link_id, request.today, to="end")
    try:
        actions.end_mentor(link=link, by=request.person, now=request.now)
        say(request, _("%(name)s sees nothing of this project any more.") % {"name": link.name})
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:project", reader.project.pk)


@require_POST
@login_required
def take_back(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Take back a wish that nobody has answered."""
    link, reader = get_mentor_link_for(request.person, link_id, request.today, to="take back")
    actions.take_back_wish(link=link, by=request.person, now=request.now)
    say(request, _("Your wish is taken back."))
    return redirect("studio:project", reader.project.pk)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: Request, token: str) -> HttpResponse:
    """Let somebody into the one project an educator invited them to: as a newcomer, or with their account."""
    if guard.is_locked(request, guard.INVITATION):
        return HttpResponse(status=429)
    link = actions.find_project_invitation(token, timezone.now())
    if link is None:
        guard.count_failure(request, guard.INVITATION)
        return _secret(render(request, "people/invitation_refused.html", status=404))
    if request.user.is_authenticated:
        return _come_in(cast("SignedIn", request), link)
    form = ComeInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = actions.come_in_as_newcomer(link=link, now=timezone.now(), **form.cleaned_data)
            return enter(request, account, door="invitation", shared=False)
        except ActionRefused as refused:
            refuse(form, refused)
    return _secret(render(request, "studio/mentor_door.html", {"link": link, "form": form, "here": request.path}))


def _come_in(request: SignedIn, link: ProjectMentor) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            actions.come_in_as(link=link, mentor=request.person, now=request.now)
            return redirect("studio:project", link.project_id)
        except ActionRefused as refused:
            problem = str(refused.sentence)
    return _secret(render(request, "studio/mentor_inside.html", {"link": link, "problem": problem}))


def _secret(response: HttpResponse) -> HttpResponse:
    # The address is the secret: it does not travel on as a referrer.
    response["Referrer-Policy"] = "strict-origin"
    return response
