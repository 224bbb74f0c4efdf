"""The words of a school's vocabulary, for who runs a school."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.people.access import require_coordinator
from trellis.people.requests import SignedIn
from trellis.profile import actions_tags as actions
from trellis.profile.access import get_tag
from trellis.profile.forms import TagForm
from trellis.profile.queries import all_tags
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def tags(request: SignedIn) -> HttpResponse:
    """Show the vocabulary and add to it."""
    require_coordinator(request.standing)
    form = TagForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            tag = actions.add_tag(by=request.person, now=request.now, **form.cleaned_data)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            say(request, _("Added."), undo=reverse("profile:retire-tag", args=[tag.pk]))
            return redirect("profile:tags")
    return render(request, "profile/tags.html", {"tags": all_tags(), "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedIn, tag_id: UUID) -> HttpResponse:
    """Say a word otherwise."""
    require_coordinator(request.standing)
    tag = get_tag(tag_id)
    start = {"words": tag.words, "spanish": tag.translations.get("es", "")}
    form = TagForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        try:
            actions.change_tag(tag=tag, by=request.person, now=request.now, **form.cleaned_data)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            say(request, _("Changed."))
            return redirect("profile:tags")
    return render(request, "profile/tag.html", {"tag": tag, "form": form})


@require_POST
@login_required
def retire(request: SignedIn, tag_id: UUID) -> HttpResponse:
    """Offer a word no longer."""
    require_coordinator(request.standing)
    tag = get_tag(tag_id)
    actions.retire_tag(tag=tag, by=request.person, now=request.now)
    say(request, _("Offered no longer."), undo=reverse("profile:use-tag-again", args=[tag.pk]))
    return redirect("profile:tags")


@require_POST
@login_required
def use_again(request: SignedIn, tag_id: UUID) -> HttpResponse:
    """Offer a retired word again."""
    require_coordinator(request.standing)
    tag = get_tag(tag_id)
    actions.use_tag_again(tag=tag, by=request.person, now=request.now)
    say(request, _("Offered again."), undo=reverse("profile:retire-tag", args=[tag.pk]))
    return redirect("profile:tags")
