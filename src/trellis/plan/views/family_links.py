"""Links for a family member without an account: asked, confirmed, shown once, ended; and the page behind the link."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.people.access import guardians_of, require
from trellis.people.requests import SignedIn
from trellis.plan.access import get_family_link_for, get_goal_for, get_plan_for, get_reader_for, may_confirm_link
from trellis.plan.actions.family_links import (
    ask_family_link,
    confirm_family_link,
    enter_by_family_link,
    revoke_family_link,
)
from trellis.plan.actions.negotiation import agree
from trellis.plan.forms_frame import FamilyLinkForm, LinkVoiceForm
from trellis.plan.models import FamilyLink, Voice
from trellis.plan.queries.board import plan_board, plans_of
from trellis.plan.queries.family_links import links_of
from trellis.web.notices import say


@require_http_methods(["GET", "POST"])
@login_required
def links(request: SignedIn, learner_id: UUID, term_id: UUID) -> HttpResponse:
    """Show the links to a plan, and ask for one."""
    reader = get_reader_for(request.person, learner_id, request.today)
    plan = get_plan_for(reader, term_id)
    form = FamilyLinkForm(request.POST or None, guardians=guardians_of(reader.learner, request.today))
    if request.method == "POST" and form.is_valid():
        guardian = form.cleaned_data["guardian"]
        try:
            ask_family_link(plan=plan, guardian=guardian, by=request.person, now=request.now, today=request.today)
            say(request, _("An educator can confirm it now."))
            return redirect("plan:family-links", learner_id, term_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    context = {
        "reader": reader,
        "learner": reader.learner,
        "plan": plan,
        "form": form,
        "links": links_of(plan, request.now),
        "may_confirm": may_confirm_link(reader),
    }
    return render(request, "plan/family_links.html", context)


@require_POST
@never_cache
@login_required
def confirm(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Confirm a link for the school, and show its address this one time."""
    link, reader = get_family_link_for(request.person, link_id, request.today)
    require(may_confirm_link(reader))
    back = reverse("plan:family-links", args=[reader.learner.pk, link.plan.term_id])
    try:
        token = confirm_family_link(link=link, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, refused.sentence)
        return redirect(back)
    address = request.build_absolute_uri(reverse("plan:with", args=[token]))
    context = {"learner": reader.learner, "link": link, "address": address, "back": back}
    return render(request, "plan/family_link_made.html", context)


@require_POST
@login_required
def revoke(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Close a link at once; everybody with a voice in the plan may."""
    link, reader = get_family_link_for(request.person, link_id, request.today)
    revoke_family_link(link=link, by=request.person, now=request.now)
    say(request, _("The link is closed."))
    return redirect("plan:family-links", reader.learner.pk, link.plan.term_id)


@require_http_methods(["GET", "POST"])
@never_cache
def with_family(request: HttpRequest, token: str) -> HttpResponse:
    """Show one plan to whoever holds a living link, in the family's language, and take their voice."""
    now = timezone.now()
    link = enter_by_family_link(token, now)
    if link is None:
        return render(request, "plan/family_link_over.html", status=404)
    today = link.guardian.district.today(now)
    with translation.override(link.guardian.language or link.guardian.district.language):
        answer = _speak(request, link, token, today) if request.method == "POST" else None
        response = answer or _page(request, link, token, today)
    # The address is a secret and goes nowhere. With "no-referrer" a browser would not say where the words come from
    # either, and they would be refused as forged.
    response["Referrer-Policy"] = "strict-origin"
    response["Content-Language"] = link.guardian.language or link.guardian.district.language
    return response


def _page(request: HttpRequest, link: FamilyLink, token: str, today: date) -> HttpResponse:
    reader = get_reader_for(link.guardian, link.plan.learner_id, today)
    context = {
        "link": link,
        "token": token,
        "reader": reader,
        "learner": reader.learner,
        "board": plan_board(reader, link.plan, plans_of(reader.learner), today),
        "said": request.GET.get("said", ""),
    }
    return render(request, "plan/with_family.html", context)


def _speak(request: HttpRequest, link: FamilyLink, token: str, today: date) -> HttpResponse | None:
    """Take the family's voice about one goal; only of the plan that the link is for."""
    form = LinkVoiceForm(request.POST)
    goal_id = _uuid(request.POST.get("goal", ""))
    if goal_id is None or not form.is_valid():
        return None
    goal, _reader = get_goal_for(link.guardian, goal_id, today)
    require(goal.plan_id == link.plan_id)
    given = {"version": form.cleaned_data["version"], "words": form.cleaned_data["words"]}
    try:
        agree(goal=goal, **given, voice=Voice.FAMILY, by=link.guardian, now=timezone.now(), today=today, link=link)
    except ActionRefused:
        return redirect(f"{reverse('plan:with', args=[token])}?said=changed#g-{goal_id}")
    return redirect(f"{reverse('plan:with', args=[token])}?said=yes#g-{goal_id}")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
