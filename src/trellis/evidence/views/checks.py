"""Pages of quick checks: those of a class, one of them for who answers and who leads, and ideas to take up."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.evidence.access_lessons import get_check_for, get_lesson_class_for, get_misconception_for
from trellis.evidence.actions import lessons as actions
from trellis.evidence.forms_lessons import AnswerForm, CheckForm, IdeaForm
from trellis.evidence.models import Check
from trellis.evidence.queries.lessons import answers_of, checks_of, options_of, own_answer, result_of
from trellis.evidence.queries.noticing import to_tap
from trellis.people.requests import SignedIn
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def checks(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Show the checks of a class, and open another."""
    school_class = get_lesson_class_for(request.person, request.standing, class_id, request.today)
    seen = to_tap(school_class, request.today)
    form = CheckForm(request.POST or None, seen=seen, initial={"kind": Check.Kind.THUMBS})
    if form.is_bound and form.is_valid():
        try:
            asked = {name: form.cleaned_data[name] for name in ("text", "kind", "options")}
            what = {"school_class": school_class, "competency_id": form.competency_id, **asked}
            check = actions.open_check(**what, by=request.person, now=request.now)
            say(request, _("It is open. The class finds it on Today."))
            return redirect("evidence:check", check.pk)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    context = {"school_class": school_class, "form": form, "checks": checks_of(school_class, request.today)}
    return render(request, "evidence/checks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: SignedIn, check_id: UUID) -> HttpResponse:
    """Show one check: to who learns there a form to answer, to who leads what to do with it, to all what was shown."""
    to = "answer" if request.method == "POST" else "see"
    found, leading = get_check_for(request.person, request.standing, check_id, request.today, to=to)
    before = None if leading else own_answer(found, request.person)
    initial = {"option": before.option, "words": before.words} if before else {}
    form = AnswerForm(request.POST or None, options=options_of(found), initial=initial)
    if form.is_bound and form.is_valid():
        try:
            said = {"option": form.cleaned_data.get("option"), "words": form.cleaned_data["words"]}
            actions.answer_check(check=found, **said, by=request.person, now=request.now)
            say(request, _("Your answer is there. Nobody in the class sees whose it is."))
            return redirect("evidence:check", check_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    result = result_of(found) if leading or found.shown_at else None
    context = {"check": found, "leading": leading, "form": form, "answered": before, "result": result}
    return render(request, "evidence/check.html", context)


@require_POST
@login_required
def step(request: SignedIn, check_id: UUID, step: str) -> HttpResponse:
    """Show what the class thinks, close a check, or open it again."""
    found, _leading = get_check_for(request.person, request.standing, check_id, request.today, to="lead")
    steps = {"show": actions.show_check, "close": actions.close_check, "open": actions.open_check_again}
    if step not in steps:
        raise Http404
    steps[step](check=found, by=request.person, now=request.now)
    said = {"show": _("Everybody in the class sees it now."), "close": _("Closed."), "open": _("It is open again.")}
    undo = reverse("evidence:check-step", args=[check_id, "open"]) if step == "close" else ""
    say(request, said[step], undo=undo)
    return redirect("evidence:check", check_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def who(request: SignedIn, check_id: UUID) -> HttpResponse:
    """Show who answered what, to who leads alone; keep an idea with who had it, for planning groups."""
    found, _leading = get_check_for(request.person, request.standing, check_id, request.today, to="lead")
    answers = answers_of(found)
    form = IdeaForm(request.POST or None, learners=[(one.learner_id, one.name) for one in answers])
    if form.is_bound and form.is_valid():
        try:
            idea = {"words": form.cleaned_data["words"], "learners": form.learner_ids}
            actions.keep_idea(check=found, **idea, by=request.person, now=request.now)
            say(request, _("Kept. It stands in the class picture, for you and who teaches with you."))
            return redirect("evidence:picture", found.school_class_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "evidence/check_who.html", {"check": found, "answers": answers, "form": form})


@require_POST
@login_required
def settle(request: SignedIn, misconception_id: UUID) -> HttpResponse:
    """Say that an idea was taken up, or take that back."""
    asked = (request.person, request.standing, misconception_id, request.today)
    idea, school_class = get_misconception_for(*asked)
    is_settled = request.POST.get("do") != "again" and idea.settled_at is None
    actions.settle_idea(idea=idea, is_settled=is_settled, by=request.person, now=request.now)
    again = reverse("evidence:settle", args=[misconception_id])
    say(request, _("Taken up.") if is_settled else _("It is back."), undo=again if is_settled else "")
    return redirect("evidence:picture", school_class.pk)
