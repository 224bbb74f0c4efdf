"""Pages of frames: the lists, beginning one, reading it, and what becomes of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.studio.access import get_frame_for, leads, may_answer
from trellis.studio.access_frames import get_theme_to_frame, require_educator
from trellis.studio.actions import frames as actions
from trellis.studio.forms_frames import NewFrameForm, days_from
from trellis.studio.models import Frame
from trellis.studio.queries.frame_choices import classes_to_answer, school_of, school_scale
from trellis.studio.queries.frames import frame_page, frames_for_educator
from trellis.studio.rhythm_svg import rhythm
from trellis.studio.starters import KEYS, template, templates
from trellis.web.notices import say


@require_safe
@login_required
def frames(request: SignedIn) -> HttpResponse:
    """Show an educator the frames they lead, what colleagues share, and the templates."""
    require_educator(request.standing)
    found = frames_for_educator(request.person, request.standing, request.today)
    return render(request, "studio/frames.html", {"list": found, "templates": templates(get_language() or "en")})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedIn) -> HttpResponse:
    """Begin a frame: from nothing, a template, or a theme that a class chose."""
    require_educator(request.standing)
    key = request.GET.get("template", "")
    content = template(key, get_language() or "en") if key in KEYS else {}
    classes = classes_to_answer(request.person, request.today)
    theme = get_theme_to_frame(request.GET.get("theme", ""), {one.pk for one in classes})
    initial: dict[str, Any] = {"title": theme.title if theme else content.get("title", ""), **days_from(request.today)}
    initial["classes"] = [theme.round.school_class_id] if theme else [one.pk for one in classes][:1]
    form = NewFrameForm(request.POST or None, classes=classes, initial=initial)
    if form.is_bound and form.is_valid():
        made = _begin(request, form, content, theme)
        if made is not None:
            return redirect("studio:edit-frame", made.pk)
    return render(request, "studio/frame_new.html", {"form": form, "content": content, "theme": theme})


def _begin(request: SignedIn, form: NewFrameForm, content: dict[str, Any], theme: Any) -> Frame | None:
    school = school_of(request.person, request.today)
    if school is None:
        form.add_error(None, _("You work at no school at the moment."))
        return None
    given = {**form.cleaned_data, "content": content, "theme": theme, "question": theme.title if theme else ""}
    try:
        return actions.create_frame(**given, school=school, scale=school_scale(), by=request.person, now=request.now)
    except ActionRefused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
        return None


@require_safe
@login_required
def frame(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Show a frame as its reader meets it."""
    found = get_frame_for(request.person, request.standing, frame_id, request.today)
    is_led = leads(request.person, found, request.today)
    page = frame_page(found, request.person, leads=is_led)
    context = {
        "frame": found,
        "page": page,
        "leads": is_led,
        "may_answer": may_answer(request.person, found, request.today),
        "may_propose": found.criteria_until is not None and found.criteria_until >= request.today,
        "rhythm": rhythm(page.phases),
        "is_educator": "educator" in request.standing.kinds,
    }
    return render(request, "studio/frame.html", context)


@require_safe
@login_required
def sheet(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Show a frame as a sheet for print, with the pages of its field log."""
    found = get_frame_for(request.person, request.standing, frame_id, request.today)
    page = frame_page(found, request.person, leads=leads(request.person, found, request.today))
    return render(request, "studio/frame_sheet.html", {"frame": found, "page": page, "lines": range(6)})


def _led(request: SignedIn, frame_id: UUID) -> Frame:
    return get_frame_for(request.person, request.standing, frame_id, request.today, to="lead")


@require_POST
@login_required
def publish(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Open a frame to its classes, or make a draft of it again."""
    found = _led(request, frame_id)
    again = reverse("studio:publish-frame", args=[frame_id])
    try:
        if found.state == Frame.State.DRAFT:
            actions.publish_frame(frame=found, by=request.person, now=request.now)
            say(request, _("Published. Learners can answer it now."), undo=again)
        else:
            actions.take_back_frame(frame=found, by=request.person, now=request.now)
            say(request, _("It is a draft again. Only you see it."), undo=again)
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:frame", frame_id)


@require_POST
@login_required
def close(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Close a frame to new answers, or open it again."""
    found, is_over = _led(request, frame_id), request.POST.get("do") == "close"
    actions.close_frame(frame=found, is_over=is_over, by=request.person, now=request.now)
    say(request, _("Closed. What is under way goes on.") if is_over else _("Open again."))
    return redirect("studio:frame", frame_id)


@require_POST
@login_required
def share(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Show a frame to the educators of the school, or keep it."""
    found = _led(request, frame_id)
    is_shared = found.shared_at is None
    actions.share_frame(frame=found, is_shared=is_shared, by=request.person, now=request.now)
    again = reverse("studio:share-frame", args=[frame_id])
    words = _("Your colleagues see it and can make their own from it.") if is_shared else _("Kept to your classes.")
    say(request, words, undo=again)
    return redirect("studio:frame", frame_id)


@require_POST
@login_required
def remix(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Make a frame of one's own from this one, with credit."""
    found = get_frame_for(request.person, request.standing, frame_id, request.today, to="remix")
    school = school_of(request.person, request.today) or found.school
    days = days_from(request.today)
    made = actions.remix_frame(frame=found, **days, school=school, by=request.person, now=request.now)
    say(request, _("This one is yours. Change what you like; it says after whom."))
    return redirect("studio:edit-frame", made.pk)


@require_POST
@login_required
def take_away(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Take a frame away that nobody answered."""
    found = _led(request, frame_id)
    try:
        actions.take_away_frame(frame=found, by=request.person, now=request.now)
        say(request, _("Taken away."), undo=reverse("studio:bring-back-frame", args=[frame_id]))
    except ActionRefused as refused:
        say(request, refused.sentence)
        return redirect("studio:frame", frame_id)
    return redirect("studio:frames")


@require_POST
@login_required
def bring_back(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Bring back an own frame that was taken away."""
    require_educator(request.standing)
    try:
        actions.bring_back_frame(frame_id=frame_id, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, refused.sentence)
        return redirect("studio:frames")
    return redirect("studio:frame", frame_id)
