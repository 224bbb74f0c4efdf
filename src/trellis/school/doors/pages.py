"""Pages on which educators and coordinators open doors for learners: codes, pictures, cards, mentors."""

from __future__ import annotations

import random
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.actions import end_mentorship
from trellis.people.doors.qr import code_picture
from trellis.people.requests import SignedIn
from trellis.people.secrets import PICTURES
from trellis.people.signing_in import give_pictures, make_cards, open_accounts, revoke_card
from trellis.people.signing_in_mentors import invite_mentor, withdraw_invitation
from trellis.school.access import get_class_for
from trellis.school.actions import issue_class_code
from trellis.school.doors.access import (
    get_learner_in,
    get_learner_to_let_in,
    get_mentee_for,
    learners_in,
    live_code,
    live_codes_of,
    live_mentorships,
    open_invitations,
)
from trellis.school.doors.forms import InviteMentorForm
from trellis.school.doors.queries import PrintedCard, class_doors
from trellis.school.models import SchoolClass

CHANCE = random.SystemRandom()


def _class(request: SignedIn, class_id: UUID) -> SchoolClass:
    return get_class_for(request.person, request.standing, class_id, request.today, to="edit")


@login_required
@require_safe
def doors(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Show the class's code and how each learner can sign in."""
    school_class = _class(request, class_id)
    shown = class_doors(school_class, request.today, request.now)
    return render(request, "school/doors/doors.html", {"school_class": school_class, "doors": shown})


@login_required
@require_POST
def new_code(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Replace the class's code."""
    school_class = _class(request, class_id)
    issue_class_code(school_class=school_class, by=request.person, now=request.now)
    messages.success(request, _("There is a new code. The one before no longer works."))
    return redirect("school:class-doors", class_id)


@login_required
@never_cache
@require_POST
def new_cards(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Make new cards for the whole class and show the sheet once."""
    school_class = _class(request, class_id)
    people = list(learners_in(school_class, request.today))
    accounts = open_accounts(people=people, by=request.person, now=request.now)
    tokens = make_cards(people=people, by=request.person, now=request.now)
    address = request.build_absolute_uri
    cards = [
        PrintedCard(
            person,
            accounts[person.pk].username,
            code_picture(address(reverse("people:card", args=[tokens[person.pk]]))),
        )
        for person in people
    ]
    shown = {"school_class": school_class, "cards": cards, "code": live_code(school_class, request.now)}
    return render(request, "school/doors/cards.html", {**shown, "door": address(reverse("school:class-code"))})


@login_required
@never_cache
@require_POST
def new_pictures(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Give one learner, or all who have none, new pictures and show them once."""
    school_class = _class(request, class_id)
    if request.POST.get("learner"):
        people = [get_learner_in(school_class, _uuid(request.POST["learner"]), request.today)]
    else:
        people = list(learners_in(school_class, request.today).exclude(account__picture_secret__gt=""))
    accounts = open_accounts(people=people, by=request.person, now=request.now)
    given = [
        (person, _worded(give_pictures(account=accounts[person.pk], by=request.person, now=request.now, chance=CHANCE)))
        for person in people
    ]
    shown = {"school_class": school_class, "given": given, "code": live_code(school_class, request.now)}
    return render(request, "school/doors/pictures.html", shown)


@login_required
@never_cache
@require_POST
def new_pictures_for(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Give one learner new pictures from their own page, and show them once."""
    learner = get_learner_to_let_in(request.person, request.standing, learner_id, request.today)
    account = open_accounts(people=[learner], by=request.person, now=request.now)[learner.pk]
    given = _worded(give_pictures(account=account, by=request.person, now=request.now, chance=CHANCE))
    codes = live_codes_of(learner, request.today, request.now)
    shown = {"learner": learner, "given": [(learner, given)], "code": codes.first()}
    return render(request, "school/doors/pictures.html", shown)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _worded(pictures: tuple[str, ...]) -> list[tuple[str, object]]:
    return [(name, PICTURES[name]) for name in pictures]


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
    form, link = InviteMentorForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            link = invite_mentor(
                learner=learner,
                by=request.person,
                now=request.now,
                make_link=lambda token: request.build_absolute_uri(reverse("people:invitation", args=[token])),
                **form.cleaned_data,
            )
            form = InviteMentorForm()
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    shown = {"learner": learner, "form": form, "link": link, "sends_mail": settings.SENDS_MAIL}
    shown["invitations"] = open_invitations(learner, request.now)
    return render(request, "school/doors/mentors.html", {**shown, "links": live_mentorships(learner, request.today)})


@login_required
@require_POST
def withdraw(request: SignedIn, learner_id: UUID, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    learner = get_mentee_for(request.person, request.standing, learner_id, request.today)
    invitation = get_object_or_404(open_invitations(learner, request.now), pk=invitation_id)
    withdraw_invitation(invitation=invitation, by=request.person, now=request.now)
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
