"""The page on an educator's phone: tap a learner, tap what was seen, say a sentence; also without a connection."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trellis.core.actions import ActionRefused
from trellis.core.ids import uuid7
from trellis.evidence.access_lessons import get_lesson_class_for
from trellis.evidence.actions.noticing import notice_learner
from trellis.evidence.forms_lessons import NoticeForm
from trellis.evidence.models import Artefact
from trellis.evidence.queries.lessons import competencies_by_id
from trellis.evidence.queries.noticing import notice_page
from trellis.people.requests import SignedIn
from trellis.web.notices import say

FROM_DEVICE = "X-Kept-On-Device"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def notice(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Note what one saw of a learner; a device that kept it sends it here later and is answered in JSON."""
    school_class = get_lesson_class_for(request.person, request.standing, class_id, request.today)
    page = notice_page(request.person, school_class, request.today)
    given: dict[str, Any] = {"learners": page.learners, "seen": page.seen, "on": request.today}
    form = NoticeForm(request.POST or None, initial={"key": uuid7()}, **given)
    if form.is_bound and form.is_valid():
        try:
            data: dict[str, Any] = {name: form.cleaned_data[name] for name in ("words", "happened_on", "key")}
            seen = competencies_by_id(form.competency_ids)
            whom: dict[str, Any] = {"learner": form.whom, "school_class": school_class, "competencies": seen}
            return _noticed(request, class_id, notice_learner(**whom, **data, by=request.person, now=request.now))
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    if form.is_bound and FROM_DEVICE in request.headers:
        return JsonResponse(
            {"refused": [str(error) for errors in form.errors.values() for error in errors]}, status=422
        )
    return render(request, "evidence/notice.html", {"school_class": school_class, "page": page, "form": form})


def _noticed(request: SignedIn, class_id: UUID, artefact: Artefact) -> HttpResponse:
    if FROM_DEVICE in request.headers:
        return JsonResponse({"kept": str(artefact.pk)}, status=201)
    say(request, _("Noted. They can read it now."), undo=reverse("evidence:take-away", args=[artefact.pk]))
    return redirect("evidence:notice", class_id)
