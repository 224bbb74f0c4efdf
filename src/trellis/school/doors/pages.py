"""Pages on which educators and coordinators open doors for learners: codes, pictures, cards, mentors."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.actions import end_mentorship
from trellis.people.doors.kept import keep, kept
from trellis.people.doors.letters import sends_letters
from trellis.people.requests import SignedIn
from trellis.people.signing_in import revoke_card
from trellis.people.signing_in_mentors import invite_mentor, withdraw_invitation
from trellis.school.access import get_class_for
from trellis.school.actions import issue_class_code
from trellis.school.doors.access import (
    get_learner_in,
    get_mentee_for,
    live_code,
    live_mentorships,
    open_invitations,
)
from trellis.school.doors.forms import InviteMentorForm
from trellis.school.doors.queries import class_doors
from trellis.school.models import SchoolClass


def _class(request: SignedIn, class_id: UUID) -> SchoolClass:
    return get_class_for(request.person, request.standing, class_id, request.today, to="edit")


@login_required
@require_safe
def doors(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Show the class's code and how each learner can sign in; ``ask`` opens the question before what breaks things."""
    school_class = _class(request, class_id)
    shown = class_doors(school_class, request.today, request.now)
    asked = {"ask": request.GET.get("ask", ""), "asked_of": request.GET.get("learner", "")}
    return render(request, "school/doors/doors.html", {"school_class": school_class, "doors": shown, **asked})


@login_required
@require_POST
def new_code(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Replace the class's code."""
    school_class = _class(request, class_id)
    before = live_code(school_class, request.now)
    issue_class_code(school_class=school_class, by=request.person, now=request.now)
    said = _("There is a new code. The one before no longer works.") if before else _("The class has a code now.")
    messages.success(request, said)
    return redirect("school:class-doors", class_id)


@login_required
@require_POST
def lost_card(request: SignedIn, class_id: UUID, learner_id: UUID) -> HttpResponse:
    """Stop a lost card from working."""
    learner = get_learner_in(_class(request, class_id), learner_id, request.today)
    revoke_card(person=learner, by=request.person, now=request.now)
    messages.success(request, _("The card of %(name)s no longer works.") % {"name": learner.first_name})
    return redirect("school:class-doors", class_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mentors(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show a learner's mentors and invitations, and invite another."""
    learner = get_mentee_for(request.person, request.standing, learner_id, request.today)
    form, name = InviteMentorForm(request.POST or None), f"invitation:{learner_id}"
    if request.method == "POST" and form.is_valid():
        try:
            link = invite_mentor(
                learner=learner,
                by=request.person,
                now=request.now,
                make_link=lambda token: request.build_absolute_uri(reverse("people:invitation", args=[token])),
                **form.cleaned_data,
            )
            keep(request, name, {"link": link}, now=request.now)
            return redirect("school:invite-mentor", learner_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    held = kept(request, name, now=request.now) or {}
    shown = {"learner": learner, "form": form, "link": held.get("link", ""), "sends_mail": sends_letters()}
    shown["invitations"] = open_invitations(learner, request.now)
    return render(request, "school/doors/mentors.html", {**shown, "links": live_mentorships(learner, request.today)})


@login_required
@require_POST
def withdraw(request: SignedIn, learner_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    learner = get_mentee_for(request.person, request.standing, learner_id, request.today)
    invitation = get_object_or_404(open_invitations(learner, request.now), pk=invitation_id)
    withdraw_invitation(invitation=invitation, by=request.person, now=request.now)
    keep(request, f"invitation:{learner_id}", {}, now=request.now)
    messages.success(request, _("The invitation is taken back. Its link no longer opens."))
    return redirect("school:invite-mentor", learner_id)


@login_required
@require_POST
def end(request: SignedIn, learner_id: UUID, mentorship_id: UUID) -> HttpResponse:
    """End a mentorship today."""
    learner = get_mentee_for(request.person, request.standing, learner_id, request.today)
    link = get_object_or_404(live_mentorships(learner, request.today), pk=mentorship_id)
    end_mentorship(link=link, on=request.today, by=request.person, now=request.now)
    messages.success(request, _("%(name)s no longer mentors here.") % {"name": link.mentor.full_name})
    return redirect("school:invite-mentor", learner_id)
