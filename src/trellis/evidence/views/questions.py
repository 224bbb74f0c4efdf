"""Pages of questions: those planned for a class by depth, and whose turn it is, for all to see."""

from __future__ import annotations

from random import SystemRandom
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.evidence.access_lessons import class_learners, get_lesson_class_for, get_question_for
from trellis.evidence.actions import lessons as actions
from trellis.evidence.forms_lessons import QuestionForm
from trellis.evidence.models import Question, Turn
from trellis.evidence.queries.lessons import question_of, questions_of, voices_of
from trellis.evidence.queries.noticing import to_tap
from trellis.people.models import Person
from trellis.people.requests import SignedIn
from trellis.school.models import SchoolClass
from trellis.web.notices import say

CHANCE = SystemRandom()
KINDS = {str(kind) for kind in Turn.Kind}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def questions(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Show the questions planned for a class by depth, and plan another."""
    school_class = get_lesson_class_for(request.person, request.standing, class_id, request.today)
    seen = to_tap(school_class, request.today)
    form = QuestionForm(request.POST or None, seen=seen, initial={"on": request.today, "depth": Question.Depth.EXPLAIN})
    if form.is_bound and form.is_valid():
        actions.plan_question(school_class=school_class, **_values(form), by=request.person, now=request.now)
        say(request, _("Planned."))
        return redirect("evidence:questions", class_id)
    depths, past = questions_of(school_class, request.today)
    context = {"school_class": school_class, "form": form, "depths": depths, "past": past}
    return render(request, "evidence/questions.html", context)


def _values(form: QuestionForm) -> dict[str, Any]:
    named = {name: form.cleaned_data[name] for name in ("text", "depth", "on")}
    return {**named, "competency_id": form.competency_id}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: SignedIn, question_id: UUID) -> HttpResponse:
    """Word a question anew."""
    question, school_class = get_question_for(request.person, request.standing, question_id, request.today)
    initial = {name: getattr(question, name) for name in ("text", "depth", "on", "version")}
    initial["competency"] = str(question.competency_id or "")
    form = QuestionForm(request.POST or None, seen=to_tap(school_class, request.today), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            expected = form.cleaned_data["version"] or question.version
            actions.change_question(
                question=question, expected=expected, **_values(form), by=request.person, now=request.now
            )
            say(request, _("Saved."))
            return redirect("evidence:questions", school_class.pk)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "evidence/question_form.html", {"school_class": school_class, "form": form})


@require_POST
@login_required
def remove(request: SignedIn, question_id: UUID) -> HttpResponse:
    """Take a question out of the plan."""
    question, school_class = get_question_for(request.person, request.standing, question_id, request.today)
    actions.remove_question(question=question, by=request.person, now=request.now)
    say(request, _("Taken out."), undo=reverse("evidence:question-back", args=[question_id]))
    return redirect("evidence:questions", school_class.pk)


@require_POST
@login_required
def bring_back(request: SignedIn, question_id: UUID) -> HttpResponse:
    """Put a question back."""
    asked = (request.person, request.standing, question_id, request.today)
    question, school_class = get_question_for(*asked, to="bring back")
    actions.bring_question_back(question=question, by=request.person, now=request.now)
    say(request, _("It is back."))
    return redirect("evidence:questions", school_class.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def voices(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Show whose turn it is, large; count the turn and draw who is next."""
    school_class = get_lesson_class_for(request.person, request.standing, class_id, request.today)
    given = request.POST if request.method == "POST" else request.GET
    question = question_of(school_class, given.get("question", ""))
    away = _known(school_class, given.getlist("away"), request)
    if request.method != "POST":
        called = next(iter(_known(school_class, [given.get("who", "")], request)), None)
        heard = voices_of(school_class, request.today)
        context = {"school_class": school_class, "question": question, "called": called, "away": away, "heard": heard}
        return render(request, "evidence/voices.html", context)
    kind = given.get("kind", "")
    spoke = _known(school_class, given.getlist("who"), request) if kind in KINDS else []
    try:
        counted: dict[str, Any] = {"school_class": school_class, "learners": spoke, "kind": kind, "question": question}
        drawn = actions.take_turn(
            **counted, away=[one.pk for one in away], rng=CHANCE, by=request.person, now=request.now
        )
    except ActionRefused as refused:
        say(request, refused.sentence)
        drawn = None
    return redirect(_address(class_id, drawn, question, away))


def _known(school_class: SchoolClass, keys: list[str], request: SignedIn) -> list[Person]:
    wanted = {key for key in keys if key}
    return [one for one in class_learners(school_class, request.today) if str(one.pk) in wanted] if wanted else []


def _address(class_id: UUID, drawn: Person | None, question: Question | None, away: list[Person]) -> str:
    asked = [("who", str(drawn.pk))] if drawn is not None else [("who", "nobody")]
    asked += [("question", str(question.pk))] if question is not None else []
    asked += [("away", str(one.pk)) for one in away]
    return reverse("evidence:voices", args=[class_id]) + "?" + urlencode(asked)
