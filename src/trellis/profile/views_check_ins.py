"""Check-ins: a learner answers and sees the own trend; who asks reads what learners were told they would read."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.profile import actions_check_ins as actions
from trellis.profile import queries_check_ins as queries
from trellis.profile.access import get_own_reader, get_round_for, get_round_to_answer, may_ask
from trellis.profile.forms_check_ins import AnswerForm, CheckInForm
from trellis.profile.questions import questions_of
from trellis.web.notices import say


@require_safe
@login_required
def mine(request: SignedIn) -> HttpResponse:
    """Show a learner their own answers over time. Only once they were shown can others read them."""
    get_own_reader(request.person, request.today)
    context = {
        "rounds": queries.open_rounds(request.person, request.today),
        "trends": queries.trends_of(request.person),
        "said": queries.said_lately(request.person),
        "width": queries.WIDTH,
        "height": queries.HEIGHT,
    }
    answered = render(request, "profile/my_check_ins.html", context)
    actions.see_trend(learner=request.person, now=request.now)
    return answered


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: SignedIn, check_in_id: UUID) -> HttpResponse:
    """Ask a learner on a calm page that says first who will read the answers."""
    asked = get_round_to_answer(request.person, check_in_id, request.today)
    before = queries.answer_of(asked, request.person)
    questions = questions_of(asked.questions)
    data = request.POST if request.method == "POST" else None
    form = AnswerForm(data, questions=questions, values=before.values if before else {})
    if form.is_valid():
        try:
            actions.answer_check_in(check_in=asked, learner=request.person, values=form.cleaned_data, now=request.now)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            say(request, _("Thank you. Here is how your answers look over time: you see it first."))
            return redirect("profile:my-check-ins")
    readers = queries.readers_of(asked, request.person, request.today)
    return render(request, "profile/answer.html", {"check_in": asked, "form": form, "readers": readers})


@require_safe
@login_required
def index(request: SignedIn) -> HttpResponse:
    """Show who asks, and educators who are told, the rounds that they may look at."""
    if not may_ask(request.person, request.standing, request.today):
        raise Http404
    rounds = queries.rounds_seen(request.person, request.standing, request.today)
    return render(request, "profile/check_ins.html", {"rounds": rounds})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedIn) -> HttpResponse:
    """Ask a class or a school."""
    if not may_ask(request.person, request.standing, request.today):
        raise Http404
    classes, schools = queries.whom_to_ask(request.person, request.standing, request.today)
    data = request.POST if request.method == "POST" else None
    form = CheckInForm(data, classes=classes, schools=schools, today=request.today)
    if form.is_valid():
        try:
            made = actions.open_check_in(by=request.person, now=request.now, **form.given())
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            say(request, _("Asked."), undo=reverse("profile:withdraw-check-in", args=[made.pk]))
            return redirect("profile:check-in", made.pk)
    return render(request, "profile/new_check_in.html", {"form": form})


@require_safe
@login_required
def check_in(request: SignedIn, check_in_id: UUID) -> HttpResponse:
    """Show the answers of a round by name, or counts to who runs the school."""
    found = get_round_for(request.person, request.standing, check_in_id, request.today)
    context = {
        "check_in": found,
        "questions": questions_of(found.questions),
        "said": queries.answers_by_name(request.person, found, request.today),
        "counts": queries.counted_answers(request.standing, found),
        "is_mine": found.author_id == request.person.pk,
    }
    return render(request, "profile/check_in.html", context)


@require_POST
@login_required
def withdraw(request: SignedIn, check_in_id: UUID) -> HttpResponse:
    """Take back a round that nobody has answered."""
    found = get_round_for(request.person, request.standing, check_in_id, request.today, to="withdraw")
    try:
        actions.withdraw_check_in(check_in=found, by=request.person, now=request.now)
    except ActionRefused as refused:
        messages.warning(request, str(refused.sentence))
        return redirect("profile:check-in", found.pk)
    say(request, _("Taken back. Nobody is asked."))
    return redirect("profile:check-ins")
