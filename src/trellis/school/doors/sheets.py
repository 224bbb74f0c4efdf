"""Sheets to print: sign-in cards and pictures. Each is made by a button and stays to be printed for some minutes."""

from __future__ import annotations

import random
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.people.doors.kept import keep, kept
from trellis.people.models import Person
from trellis.people.requests import SignedIn
from trellis.people.signing_in import give_pictures, make_cards, open_accounts
from trellis.school.access import get_class_for
from trellis.school.doors.access import get_learner_in, get_learner_to_let_in, learners_in, live_code, live_codes_of
from trellis.school.doors.queries import given_pictures, holding_a_card, printed_cards
from trellis.school.models import SchoolClass

CHANCE = random.SystemRandom()


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Make cards for the class, for those without, or for one learner; then show the sheet while it is kept."""
    school_class = get_class_for(request.person, request.standing, class_id, request.today, to="edit")
    name = f"cards:{class_id}"
    if request.method == "POST":
        return _make_cards(request, school_class, name)
    address = request.build_absolute_uri
    tokens = kept(request, name, now=request.now) or {}
    made = printed_cards(tokens, lambda token: address(reverse("people:card", args=[token])))
    if not made:
        return _gone(request, "school:class-doors", class_id)
    shown = {"school_class": school_class, "cards": made, "code": live_code(school_class, request.now)}
    return render(request, "school/doors/cards.html", {**shown, "door": address(reverse("school:class-code"))})


def _make_cards(request: SignedIn, school_class: SchoolClass, name: str) -> HttpResponse:
    people = _asked_for(request, school_class)
    if "missing" in request.POST:
        holding = holding_a_card(people)
        people = [person for person in people if person.pk not in holding]
    if not people:
        messages.info(request, _("Everybody has a card already."))
        return redirect("school:class-doors", school_class.pk)
    open_accounts(people=people, by=request.person, now=request.now)
    tokens = make_cards(people=people, by=request.person, now=request.now)
    keep(request, name, {str(person): token for person, token in tokens.items()}, now=request.now)
    return redirect("school:class-cards", school_class.pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Give one learner, or all who have none, new pictures; then show them while they are kept."""
    school_class = get_class_for(request.person, request.standing, class_id, request.today, to="edit")
    name = f"pictures:{class_id}"
    if request.method == "POST":
        people = _asked_for(request, school_class)
        if "learner" not in request.POST:
            lacking = learners_in(school_class, request.today).exclude(account__picture_secret__gt="")
            people = list(lacking)
        if not people:
            messages.info(request, _("Everybody has pictures already."))
            return redirect("school:class-doors", class_id)
        _give(request, people, name)
        return redirect("school:new-pictures", class_id)
    given = given_pictures(kept(request, name, now=request.now) or {})
    if not given:
        return _gone(request, "school:class-doors", class_id)
    shown = {"school_class": school_class, "given": given, "code": live_code(school_class, request.now)}
    return render(request, "school/doors/pictures.html", shown)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pictures_for(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Give one learner new pictures from their own page; then show them while they are kept."""
    learner = get_learner_to_let_in(request.person, request.standing, learner_id, request.today)
    name = f"pictures-for:{learner_id}"
    if request.method == "POST":
        _give(request, [learner], name)
        return redirect("school:learner-pictures", learner_id)
    given = given_pictures(kept(request, name, now=request.now) or {})
    if not given:
        return _gone(request, "school:person", learner_id)
    codes = live_codes_of(learner, request.today, request.now)
    return render(request, "school/doors/pictures.html", {"learner": learner, "given": given, "code": codes.first()})


def _give(request: SignedIn, people: list[Person], name: str) -> None:
    accounts = open_accounts(people=people, by=request.person, now=request.now)
    given = {
        str(person.pk): give_pictures(account=accounts[person.pk], by=request.person, now=request.now, chance=CHANCE)
        for person in people
    }
    keep(request, name, given, now=request.now)


def _asked_for(request: SignedIn, school_class: SchoolClass) -> list[Person]:
    if "learner" in request.POST:
        return [get_learner_in(school_class, _uuid(request.POST), request.today)]
    return list(learners_in(school_class, request.today))


def _uuid(form: QueryDict) -> UUID:
    try:
        return UUID(form.get("learner", ""))
    except ValueError:
        return UUID(int=0)


def _gone(request: SignedIn, where: str, thing: UUID) -> HttpResponse:
    """Lead back from a sheet that nobody made, or whose minutes are over."""
    messages.info(request, _("That sheet is no longer shown. What is printed on it still works; make a new one here."))
    return redirect(where, thing)
