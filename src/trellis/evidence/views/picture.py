"""The picture of a class: who is ready for what, ideas to take up, and each learner's next step."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from trellis.evidence.access_lessons import get_lesson_class_for
from trellis.evidence.picture_html import learners_html, lines_html
from trellis.evidence.queries.lessons import ideas_of
from trellis.evidence.queries.picture import class_picture
from trellis.people.requests import SignedIn


@require_safe
@login_required
def picture(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Show who leads a class what can be done next, and with whom."""
    school_class = get_lesson_class_for(request.person, request.standing, class_id, request.today)
    found = class_picture(request.person, school_class, request.today, request.now)
    context = {
        "school_class": school_class,
        "lines": lines_html(found.lines),
        "learners": learners_html(found.learners, reverse("school:people"), request.today),
        "ideas": ideas_of(school_class, request.today),
        "left_out": found.left_out,
    }
    return render(request, "evidence/picture.html", context)
