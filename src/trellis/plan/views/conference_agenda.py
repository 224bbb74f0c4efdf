"""Pages on which the learner chooses what a conference is about."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.plan.access import Reader
from trellis.plan.access_conferences import get_conference_for, get_topic_for
from trellis.plan.actions import conferences as actions
from trellis.plan.forms_conferences import TopicsForm, WordsForm
from trellis.plan.models import Conference
from trellis.plan.queries.conference_choices import choices_for, facets_to_choose, goals_to_choose
from trellis.plan.queries.conferences import conference_page
from trellis.web.notices import say

_STEPS = {"up": -1, "down": 1}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Tick goals and entries of the profile; what is on the agenda already stands beside, in its order."""
    found, reader = get_conference_for(request.person, conference_id, request.today, to="lead")
    form = TopicsForm(request.POST or None, goals=goals_to_choose(found), facets=facets_to_choose(found))
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("goals", "facets")}
        try:
            actions.choose_topics(conference=found, **given, by=request.person, now=request.now)
            say(request, _("Your agenda is saved."))
        except ActionRefused as refusal:
            messages.error(request, str(refusal.sentence))
        return redirect("plan:conference-agenda", found.pk)
    return _page(request, found, reader, WordsForm())


def _page(request: SignedIn, found: Conference, reader: Reader, form: WordsForm) -> HttpResponse:
    page = conference_page(reader, found, request.now)
    shown = {"page": page, "choices": choices_for(found), "form": form}
    return render(request, "plan/conference_agenda.html", shown)


@login_required
@require_POST
def add(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Put something on the agenda in one's own words."""
    found, reader = get_conference_for(request.person, conference_id, request.today, to="lead")
    form = WordsForm(request.POST)
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            made = actions.add_topic(conference=found, words=words, by=request.person, now=request.now)
            say(request, _("It is on your agenda."), undo=reverse("plan:remove-topic", args=[made.pk]))
            return redirect("plan:conference-agenda", found.pk)
        except ActionRefused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
    return _page(request, found, reader, form)


@login_required
@require_POST
def move(request: SignedIn, topic_id: UUID) -> HttpResponse:
    """Move a topic one place up or down; htmx gets the list back."""
    topic, conference = get_topic_for(request.person, topic_id, request.today, to="lead")
    steps = _STEPS.get(request.POST.get("to", ""), 0)
    try:
        actions.move_topic(topic=topic, conference=conference, steps=steps, by=request.person, now=request.now)
    except ActionRefused as refusal:
        messages.error(request, str(refusal.sentence))
    if not request.htmx:
        return redirect(f"{reverse('plan:conference-agenda', args=[conference.pk])}#agenda")
    _found, reader = get_conference_for(request.person, conference.pk, request.today, to="lead")
    page = conference_page(reader, conference, request.now)
    return render(request, "plan/_conference_order.html", {"page": page, "moved": topic.pk, "to": steps})


@login_required
@require_POST
def remove(request: SignedIn, topic_id: UUID) -> HttpResponse:
    """Take a topic off the agenda; undo puts it back."""
    topic, conference = get_topic_for(request.person, topic_id, request.today, to="lead")
    try:
        actions.remove_topic(topic=topic, conference=conference, by=request.person, now=request.now)
        say(request, _("It is off your agenda."), undo=reverse("plan:bring-back-topic", args=[topic.pk]))
    except ActionRefused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("plan:conference-agenda", conference.pk)


@login_required
@require_POST
def bring_back(request: SignedIn, topic_id: UUID) -> HttpResponse:
    """Put a topic back on the agenda."""
    topic, conference = get_topic_for(request.person, topic_id, request.today, to="lead")
    try:
        actions.bring_back_topic(topic=topic, conference=conference, by=request.person, now=request.now)
        say(request, _("It is on your agenda again."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("plan:conference-agenda", conference.pk)
