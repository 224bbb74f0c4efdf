"""The board of a frame: many variants in one view, one project after the other, and what is common to several."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.evidence.access import get_artefact_for
from trellis.evidence.access_lessons import get_lesson_class_for
from trellis.evidence.actions.feedback import Named, give_feedback
from trellis.evidence.queries.voices import competency_of, level_of
from trellis.people.requests import SignedIn
from trellis.studio.access_critique import get_board_frame_for, get_board_project_for, get_mini_lesson_for
from trellis.studio.actions import board as actions
from trellis.studio.board_html import RowMaker
from trellis.studio.forms_board import BoardFeedbackForm, MiniLessonForm
from trellis.studio.models import Frame
from trellis.studio.queries import board as queries
from trellis.studio.queries.board_project import BoardProject, board_project, classes_to_plan_for, own_feedback
from trellis.studio.queries.suggesting import Suggestion, find_suggestion, kept_suggestions
from trellis.web.notices import say


@require_safe
@login_required
def board(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Show every project of a frame in one view, and what is common to several."""
    frame = get_board_frame_for(request.person, request.standing, frame_id, request.today)
    page = queries.board(request.person, frame, _wanted(request), request.today)
    context = {
        "frame": frame,
        "page": page,
        "rows": RowMaker(page, request.today).rows(),
        "common": kept_suggestions(request.person, page, request.today),
    }
    return render(request, "studio/board.html", context)


def _wanted(request: SignedIn) -> queries.Filter:
    """Return what the address narrows the board to; what is no state and no class narrows nothing."""
    state = request.GET.get("state", "")
    known = {queries.YOU, *(str(one) for one in queries.State)}
    return queries.Filter(state if state in known else "", _id(request.GET.get("class", "")))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def project(request: SignedIn, frame_id: UUID, project_id: UUID) -> HttpResponse:
    """Show one project beside the frame's criteria, take words about it, and lead on to the next."""
    asked = (request.person, request.standing, frame_id, project_id, request.today)
    frame, reader = get_board_project_for(*asked)
    page = board_project(reader, frame, request.today)
    whole = queries.board(request.person, frame, _wanted(request), request.today)
    following = whole.after(reader.project.title, project_id)
    form = BoardFeedbackForm(request.POST or None, page=page)
    if form.is_bound and form.is_valid():
        try:
            _give(request, page, form)
            say(request, _("Sent. The team says what helped."))
            goes_on = following is not None and "next" in request.POST.getlist("then")
            return redirect(_address(frame, following.id if following and goes_on else project_id, whole))
        except ActionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    context = {"frame": frame, "page": page, "project": reader.project, "form": form, "board": whole}
    said = own_feedback(request.person, [one.id for one in page.artefacts])
    return render(request, "studio/board_project.html", {**context, "following": following, "said": said})


def _address(frame: Frame, project_id: UUID, whole: queries.Board) -> str:
    return reverse("studio:board-project", args=[frame.pk, project_id]) + whole.filter.query


def _give(request: SignedIn, page: BoardProject, form: BoardFeedbackForm) -> None:
    """Give feedback by the rules of the room evidence: its own rights, its own action."""
    data = form.cleaned_data
    found, reader = get_artefact_for(request.person, data["artefact"], request.today, to="respond")
    named = None
    competency_id, _colon, level_id = (data.get("level") or "").partition(":")
    if level_id and (level := level_of(level_id)) is not None:
        named = Named(competency_of(UUID(competency_id)), level, data["reason"])
    words: dict[str, Any] = {"works": form.said_about(page), "following": data["next"], "named": named}
    give_feedback(
        artefact=found,
        learner=reader.learner,
        is_educator=reader.is_educator,
        by=request.person,
        now=request.now,
        **words,
    )


# --- What is common to several -----------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Take a suggested mini-lesson up for a class, or let it go for good."""
    frame = get_board_frame_for(request.person, request.standing, frame_id, request.today)
    given = request.POST if request.method == "POST" else request.GET
    whole = queries.board(request.person, frame, queries.Filter(), request.today)
    found = find_suggestion(request.person, whole, given.get("kind", ""), given.get("key", ""), request.today)
    if found is None:
        say(request, _("This was answered already, or is settled."))
        return redirect("studio:board", frame_id)
    named: dict[str, Any] = {"frame": frame, "kind": found.kind, "key": found.key, "words": found.words}
    if given.get("do") == "decline" and request.method == "POST":
        made = actions.decline_mini_lesson(**named, by=request.person, now=request.now)
        say(request, _("It is not suggested again."), undo=reverse("studio:mini-lesson-back", args=[made.pk]))
        return redirect("studio:board", frame_id)
    classes = classes_to_plan_for(request.person, frame, request.today)
    form = MiniLessonForm(request.POST or None, classes=classes, day=request.today, initial=_initial(found))
    if form.is_bound and form.is_valid() and _planned(request, form, named):
        return redirect("studio:board", frame_id)
    return render(request, "studio/mini_lesson.html", {"frame": frame, "form": form, "suggestion": found})


def _initial(found: Suggestion) -> dict[str, str]:
    return {"text": found.words, "kind": found.kind, "key": found.key}


def _planned(request: SignedIn, form: MiniLessonForm, named: dict[str, Any]) -> bool:
    """Plan the mini-lesson for a class whose lessons one leads; False where it is refused, with the form saying why."""
    data = form.cleaned_data
    school_class = get_lesson_class_for(request.person, request.standing, data["school_class"], request.today)
    about: dict[str, Any] = {**named, "text": data["text"], "on": data["on"], "school_class": school_class}
    try:
        made = actions.plan_mini_lesson(**about, by=request.person, now=request.now, today=request.today)
    except ActionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
        return False
    said = _("It stands among the questions of %(title)s.") % {"title": school_class.title}
    say(request, said, undo=reverse("studio:mini-lesson-back", args=[made.pk]))
    return True


@require_POST
@login_required
def undo(request: SignedIn, answer_id: UUID) -> HttpResponse:
    """Take an answer to a suggestion back: it is open again."""
    found = get_mini_lesson_for(request.person, answer_id, request.today)
    actions.take_answer_back(answer=found, by=request.person, now=request.now)
    say(request, _("It is suggested again."))
    return redirect("studio:board", found.frame_id)
