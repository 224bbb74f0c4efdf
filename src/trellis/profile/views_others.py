"""The profile of a learner as others see it, and what they noticed."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.profile import actions, queries
from trellis.profile.access import Reader, get_own_reader, get_reader_for, may_notice
from trellis.profile.forms import NoticeForm
from trellis.web.notices import say


@require_safe
@login_required
def profile(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show what a learner shows to whoever asks; the learner goes to their own page."""
    reader = get_reader_for(request.person, learner_id, request.today)
    if reader.is_learner:
        get_own_reader(request.person, request.today)
        return redirect("profile:me")
    return _page(request, reader, NoticeForm())


def _page(request: SignedIn, reader: Reader, form: NoticeForm) -> HttpResponse:
    cards = queries.cards_for(reader, request.now)
    context = {
        "learner": reader.learner,
        "ties": reader.ties,
        "groups": queries.groups_of(cards, all_kinds=False),
        "noticed": queries.noticed_by(request.person, reader.learner),
        "form": form,
    }
    return render(request, "profile/profile.html", context)


@require_POST
@login_required
def notice(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Say what strength one noticed."""
    reader = get_reader_for(request.person, learner_id, request.today)
    if not may_notice(reader):
        raise PermissionDenied
    form = NoticeForm(request.POST)
    if form.is_valid():
        try:
            actions.notice_strength(
                learner=reader.learner, words=form.cleaned_data["words"], by=request.person, now=request.now
            )
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    if not form.is_valid():
        return _page(request, reader, form)
    name = reader.learner.first_name
    say(request, _("Said. %(name)s decides whether to keep it.") % {"name": name})
    return redirect("profile:profile", reader.learner.pk)
