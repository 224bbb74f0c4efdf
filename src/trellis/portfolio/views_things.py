"""What a showcase shows: chosen, written, said, put in order, taken out; and its files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.files.serving import send_file
from trellis.people.requests import SignedIn
from trellis.portfolio import actions
from trellis.portfolio.access import get_item_for, get_showcase_for, get_shown_file
from trellis.portfolio.forms import ItemForm, ThingsForm
from trellis.portfolio.queries import through_the_eyes_of
from trellis.portfolio.views import with_both_texts
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: SignedIn, showcase_id: UUID) -> HttpResponse:
    """Choose what to show, many at once."""
    found = get_showcase_for(request.person, showcase_id, request.today, to="change").showcase
    form = ThingsForm(request.POST or None, showcase=found, today=request.today)
    if form.is_bound and form.is_valid():
        chosen = {"artefacts": form.cleaned_data["artefacts"], "projects": form.cleaned_data["projects"]}
        n = actions.add_things(showcase=found, **chosen, by=request.person, now=request.now)
        say(request, ngettext("%(n)s thing is in your showcase.", "%(n)s things are in your showcase.", n) % {"n": n})
        return redirect("portfolio:showcase", showcase_id)
    return render(request, "portfolio/add.html", {"form": form, "showcase": found})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: SignedIn, showcase_id: UUID) -> HttpResponse:
    """Add words alone."""
    found = get_showcase_for(request.person, showcase_id, request.today, to="change").showcase
    form = ItemForm(request.POST or None)
    if form.is_bound and form.is_valid():
        heading, words = form.cleaned_data["heading"], form.cleaned_data["words"]
        try:
            actions.add_words(showcase=found, heading=heading, words=words, by=request.person, now=request.now)
            return redirect("portfolio:showcase", showcase_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "portfolio/item_form.html", {"form": form, "showcase": found, "item": None})


@require_safe
@login_required
def file(request: SignedIn, showcase_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Send a file of something that a showcase shows."""
    found = get_showcase_for(request.person, showcase_id, request.today).showcase
    with through_the_eyes_of(found.learner):
        stored = get_shown_file(found, file_id)
    return send_file(request, stored)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def say_it(request: SignedIn, item_id: UUID) -> HttpResponse:
    """Say what a thing is called here, and why it is shown."""
    item = get_item_for(request.person, item_id, request.today)
    there = {"heading": item.heading, "words": item.words, "version": item.version}
    form = ItemForm(request.POST or None, initial=there)
    stands: Any = None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        said = {"heading": data["heading"], "words": data["words"], "expected": data["version"] or item.version}
        try:
            actions.say_item(item=item, **said, by=request.person, now=request.now)
            return redirect(_place(item))
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
            stands = with_both_texts(form, refused)
    context = {"form": form, "showcase": item.showcase, "item": item, "stands": stands}
    return render(request, "portfolio/item_form.html", context)


def _place(item: Any) -> str:
    return f"{reverse('portfolio:showcase', args=[item.showcase_id])}#i-{item.pk}"


@require_POST
@login_required
def move(request: SignedIn, item_id: UUID) -> HttpResponse:
    """Move a thing one place up or down."""
    item = get_item_for(request.person, item_id, request.today)
    places = -1 if request.POST.get("to") == "up" else 1
    actions.move_item(item=item, by_places=places, by=request.person, now=request.now)
    return redirect(_place(item))


@require_POST
@login_required
def remove(request: SignedIn, item_id: UUID) -> HttpResponse:
    """Take a thing out; it can be put back."""
    item = get_item_for(request.person, item_id, request.today)
    actions.take_out(item=item, by=request.person, now=request.now)
    undo = reverse("portfolio:put-back", args=[item_id])
    say(request, _("Taken out of your showcase. It stays in your evidence."), undo=undo)
    return redirect("portfolio:showcase", item.showcase_id)


@require_POST
@login_required
def restore(request: SignedIn, item_id: UUID) -> HttpResponse:
    """Put back what was taken out."""
    item = get_item_for(request.person, item_id, request.today, removed=True)
    try:
        actions.put_back(item=item, by=request.person, now=request.now)
        say(request, _("It is back in your showcase."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect(_place(item))
