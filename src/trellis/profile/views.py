"""Pages of one's own profile: "About me", an entry, what was put away, and one page on paper."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.core.audience import Audience
from trellis.files.keeping import keep_uploads
from trellis.people.requests import SignedIn
from trellis.profile import actions, queries
from trellis.profile.access import get_facet_for, get_noticed_for, get_own_reader, get_reader_for
from trellis.profile.forms import FacetForm, NewFacetForm
from trellis.profile.forms_check_ins import chosen_ids
from trellis.profile.models import Facet
from trellis.profile.queries_check_ins import open_rounds
from trellis.web.notices import say


@require_safe
@login_required
def me(request: SignedIn) -> HttpResponse:
    """Show a learner who they are, in their own words."""
    reader = get_own_reader(request.person, request.today)
    cards = queries.cards_for(reader, request.now)
    context = {
        "groups": queries.groups_of(cards, all_kinds=True),
        "lede": queries.who_sees(cards),
        "n_old": sum(card.is_old for card in cards),
        "noticed": queries.noticed_for(request.person),
        "rounds": [one for one in open_rounds(request.person, request.today) if not one.is_answered],
        "n_put_away": queries.n_put_away(request.person),
        "seen": queries.SEEN,
        "back": request.path,
    }
    return render(request, "profile/me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: SignedIn) -> HttpResponse:
    """Write an entry of any kind."""
    get_own_reader(request.person, request.today)
    given = {"initial": {"kind": request.GET.get("kind", Facet.Kind.INTEREST), "audience": Audience.ME}}
    tags = queries.vocabulary()
    form = NewFacetForm(request.POST, request.FILES, tags=tags) if request.method == "POST" else None
    if form is None:
        return _entry_form(request, NewFacetForm(tags=tags, **given), None)
    if form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            facet = actions.write_facet(learner=request.person, by=request.person, now=request.now, **data)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            say(request, _("Added to your profile."), undo=reverse("profile:put-away", args=[facet.pk]))
            return HttpResponseRedirect(f"{reverse('profile:me')}#entry-{facet.pk}")
    keep_uploads(form=form, owner=request.person, now=request.now)
    return _entry_form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedIn, facet_id: UUID) -> HttpResponse:
    """Show an entry with its history to its learner, and let them say it anew."""
    facet = get_facet_for(request.person, facet_id, request.today, to="change")
    start = _as_it_stands(request, facet)
    tags = queries.vocabulary(facet)
    if request.method != "POST":
        return _entry_form(request, FacetForm(tags=tags, initial=start), facet)
    form = FacetForm(request.POST, request.FILES, tags=tags, initial=start)
    if form.is_valid():
        data = dict(form.cleaned_data)
        expected = data.pop("version") or facet.version
        try:
            actions.change_facet(facet=facet, expected=expected, by=request.person, now=request.now, **data)
        except ActionRefused as refused:
            _refuse(form, refused)
        else:
            say(request, _("Changed. How it read before is kept in its history."))
            return HttpResponseRedirect(f"{reverse('profile:me')}#entry-{facet.pk}")
    keep_uploads(form=form, owner=request.person, now=request.now)
    return _entry_form(request, form, get_facet_for(request.person, facet_id, request.today))


def _refuse(form: FacetForm, refused: ActionRefused) -> None:
    """Say why at the field; a save from an older page shows both texts and can be sent again."""
    form.add_error(refused.field, str(refused.sentence))
    if isinstance(refused, StaleVersion) and isinstance(refused.current, Facet):
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(refused.current.version)
        form.data = data
        form.stands_there = refused.current.words  # type: ignore[attr-defined]


def _as_it_stands(request: SignedIn, facet: Facet) -> dict[str, Any]:
    """Return what the form begins with: the entry, or with ``?from=`` how it read before."""
    words = facet.words
    if request.GET.get("from", "").isdigit():
        reader = get_reader_for(request.person, facet.learner_id, request.today)
        number = int(request.GET["from"])
        words = next((one.words for one in queries.history_of(reader, facet) if one.number == number), words)
    return {
        "words": words,
        "aspect": facet.aspect,
        "tags": list(facet.tags.all()),
        "picture": facet.picture,
        "voice": facet.voice,
        "version": facet.version,
    }


def _entry_form(request: SignedIn, form: FacetForm, facet: Facet | None) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "facet": facet}
    if facet is None or facet.kind != Facet.Kind.PREFERENCE:
        context["no_aspect"] = facet is not None
    if facet is not None:
        reader = get_reader_for(request.person, facet.learner_id, request.today)
        context["history"] = queries.history_of(reader, facet)
        context["card"] = queries.card_of(facet, request.now)
        context["seen"] = queries.SEEN
        context["kind"] = queries.KINDS[facet.kind]
    return render(request, "profile/entry.html", context)


@require_POST
@login_required
def audience(request: SignedIn, facet_id: UUID) -> HttpResponse:
    """Change in one tap who can see an entry."""
    facet = get_facet_for(request.person, facet_id, request.today, to="change")
    try:
        actions.change_audience(
            facet=facet, audience=request.POST.get("audience", ""), by=request.person, now=request.now
        )
    except ActionRefused:
        return redirect("profile:me")
    card = queries.card_of(facet, request.now)
    say(request, card.seen[2])
    if request.htmx:
        return render(request, "profile/_answer.html", {"card": card, "seen": queries.SEEN})
    return _back(facet)


@require_POST
@login_required
def put_away(request: SignedIn, facet_id: UUID) -> HttpResponse:
    """Put an entry away."""
    facet = get_facet_for(request.person, facet_id, request.today, to="change")
    actions.put_away_facet(facet=facet, by=request.person, now=request.now)
    say(request, _("Put away. Nobody else sees it any more."), undo=reverse("profile:bring-back", args=[facet.pk]))
    return redirect("profile:me")


@require_POST
@login_required
def bring_back(request: SignedIn, facet_id: UUID) -> HttpResponse:
    """Bring an entry back."""
    facet = get_facet_for(request.person, facet_id, request.today, to="change")
    actions.bring_back_facet(facet=facet, by=request.person, now=request.now)
    say(request, _("It is back in your profile."), undo=reverse("profile:put-away", args=[facet.pk]))
    return _back(facet)


@require_POST
@login_required
def say_still_true(request: SignedIn, facet_id: UUID) -> HttpResponse:
    """Say that an old entry holds."""
    facet = get_facet_for(request.person, facet_id, request.today, to="change")
    actions.still_true(facet=facet, by=request.person, now=request.now)
    say(request, _("Good to know. We ask again in a few months."))
    return _back(facet)


def _back(facet: Facet) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('profile:me')}#entry-{facet.pk}")


@require_safe
@login_required
def put_away_page(request: SignedIn) -> HttpResponse:
    """Show what a learner put away."""
    get_own_reader(request.person, request.today)
    return render(request, "profile/put_away.html", {"cards": queries.put_away_of(request.person, request.now)})


@require_POST
@login_required
def answer_noticed(request: SignedIn, noticed_id: UUID) -> HttpResponse:
    """Keep a strength that somebody noticed, or let it go."""
    noticed = get_noticed_for(request.person, noticed_id)
    keep = request.POST.get("answer") != "let-go"
    actions.answer_strength(noticed=noticed, keep=keep, by=request.person, now=request.now)
    wanted = _wanted(request, request.POST.get("next", ""))
    undo = f"{reverse('profile:reopen-noticed', args=[noticed.pk])}?{urlencode({'next': wanted})}"
    said = _("Kept among your strengths. Only you can see it until you show it.") if keep else _("Let go.")
    say(request, said, undo=undo)
    return HttpResponseRedirect(wanted)


@require_POST
@login_required
def reopen_noticed(request: SignedIn, noticed_id: UUID) -> HttpResponse:
    """Take back an answer to what somebody noticed: it waits again."""
    noticed = get_noticed_for(request.person, noticed_id)
    actions.reopen_strength(noticed=noticed, by=request.person, now=request.now)
    say(request, _("It waits for your answer again."))
    return HttpResponseRedirect(_wanted(request, request.GET.get("next", "")))


def _wanted(request: SignedIn, address: str) -> str:
    """Return where somebody wants to go on, if it is within Trellis; else "About me"."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else reverse("profile:me")


@require_safe
@login_required
def print_me(request: SignedIn) -> HttpResponse:
    """Let a learner choose entries, then show them on one sheet: "This is me"."""
    reader = get_own_reader(request.person, request.today)
    cards = queries.cards_for(reader, request.now)
    chosen = chosen_ids(request.GET.getlist("entry"))
    picked = [card for card in cards if card.id in chosen]
    if not picked:
        groups = queries.groups_of(cards, all_kinds=False)
        return render(request, "profile/choose.html", {"groups": groups, "asked": "sheet" in request.GET})
    context = {"learner": request.person, "groups": queries.groups_of(picked, all_kinds=False)}
    return render(request, "profile/print.html", context)
