"""Pages of announced judgements: those of a class, one of them, announcing, taking back, judging one learner."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.evidence.access_sealing import (
    get_announcement_for,
    get_announcing_class_for,
    get_judged_learner_for,
)
from trellis.evidence.actions.announcing import announce, judge_of, own_judgement, withdraw_announcement
from trellis.evidence.forms_announcing import AnnounceForm, JudgeForm
from trellis.evidence.queries.announcements import (
    announcement_page,
    announcements_of,
    level_choices,
    levels_to_choose,
    named_competency,
    own_line,
    said_in_words,
)
from trellis.people.requests import SignedIn
from trellis.plan.queries.beginnings import competencies_to_choose, picking
from trellis.web.notices import say

SEARCH = "search"


@require_safe
@login_required
def of_class(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Show what is announced in a class."""
    school_class, announces = get_announcing_class_for(request.person, request.standing, class_id, request.today)
    context = {"school_class": school_class, "announces": announces, "page": announcements_of(school_class)}
    return render(request, "evidence/announcements.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def new(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Let an educator announce a judgement; the search button keeps what was typed."""
    to_announce = (request.person, request.standing, class_id, request.today)
    school_class, _announces = get_announcing_class_for(*to_announce, to="announce")
    known = {"competencies": competencies_to_choose(request.standing)}
    if request.POST.get("do") == SEARCH:
        typed = {name: request.POST.get(name, "") for name in ("title", "words", "on")}
        form = AnnounceForm(initial={**typed, "competencies": request.POST.getlist("competencies")}, **known)
    else:
        form = AnnounceForm(request.POST or None, **known)
    if form.is_bound and form.is_valid():
        about = {"school_class": school_class, **form.cleaned_data}
        try:
            made = announce(**about, by=request.person, now=request.now, today=request.today)
            say(request, _("The class and the families are told."))
            return redirect("evidence:announcement", made.pk)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    picks = picking(request.standing, form.picked, request.POST.get("find", "")[:200].strip())
    context = {"school_class": school_class, "form": form, "picking": picks}
    return render(request, "evidence/announce.html", context)


@require_safe
@login_required
def announcement(request: SignedIn, announcement_id: UUID) -> HttpResponse:
    """Show one announcement: what is judged and how; to its educators the class, at home what was judged."""
    row, judges = get_announcement_for(request.person, request.standing, announcement_id, request.today)
    page = announcement_page(row, request.person, request.today, judges=judges)
    context = {"announcement": row, "judges": judges, "page": page, "is_due": request.today >= row.on}
    return render(request, "evidence/announcement.html", context)


@require_POST
@login_required
def withdraw(request: SignedIn, announcement_id: UUID) -> HttpResponse:
    """Take an announcement back, as long as nobody was judged by it."""
    row, _judges = get_announcement_for(request.person, request.standing, announcement_id, request.today, to="judge")
    try:
        withdraw_announcement(announcement=row, by=request.person, now=request.now)
        say(request, _("It is taken back."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("evidence:announcements", row.school_class_id)


@require_http_methods(["GET", "POST"])
@login_required
def judge(request: SignedIn, announcement_id: UUID, learner_id: UUID, competency_id: UUID) -> HttpResponse:
    """Let an educator say what a learner can do, or revisit what they said before."""
    who = (request.person, request.standing, announcement_id, learner_id, request.today)
    row, learner = get_judged_learner_for(*who)
    competency = named_competency(row, competency_id)
    if competency is None:
        raise Http404
    before = own_judgement(row, learner, competency, request.person)
    levels = {str(level.pk): level for level in levels_to_choose(competency)}
    form = JudgeForm(request.POST or None, before=before, levels=level_choices(list(levels.values())))
    if request.method == "POST" and form.is_valid():
        level, reason = levels[form.cleaned_data["level"]], form.cleaned_data["reason"]
        what = {"announcement": row, "learner": learner, "competency": competency, "level": level, "reason": reason}
        try:
            judge_of(**what, by=request.person, now=request.now, today=request.today, revisits=form.revisited)
            say(request, _("It is said. The learner and the family are told."))
            return redirect("evidence:announcement", row.pk)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    context = {"announcement": row, "learner": learner, "competency": said_in_words(competency), "form": form}
    return render(request, "evidence/announced_judge.html", {**context, "before": own_line(before)})
