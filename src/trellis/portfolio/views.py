"""Pages of showcases: a learner's own, one of them, what it is called, whom it is open to."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.access import LEARNER
from trellis.people.requests import SignedIn
from trellis.portfolio import actions
from trellis.portfolio.access import get_showcase_for, require_learner, showcases_shown
from trellis.portfolio.forms import ShowcaseForm
from trellis.portfolio.models import Showcase
from trellis.portfolio.queries import ShownFile, copies_of, family_shelves, live_links, own_cards, showcase_page
from trellis.portfolio.showcase_html import order_html, things_html
from trellis.school.ties import EDUCATOR, FAMILY, get_tied_learner
from trellis.web.notices import say


@require_safe
@login_required
def mine(request: SignedIn) -> HttpResponse:
    """Show a learner their showcases; a family those that their children opened to them."""
    if FAMILY in request.standing.kinds and LEARNER not in request.standing.kinds:
        children = family_shelves(request.person, request.today)
        return render(request, "portfolio/family.html", {"children": children})
    require_learner(request.standing)
    return render(request, "portfolio/showcases.html", {"cards": own_cards(request.person, request.today)})


@require_safe
@login_required
def of_learner(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show the showcases that a learner opened to their family or their educators."""
    learner, _ties = get_tied_learner(request.person, learner_id, request.today, FAMILY, EDUCATOR)
    shown = showcases_shown(request.person, learner, request.today).order_by("-made_at", "-pk")
    return render(request, "portfolio/of_learner.html", {"learner": learner, "shown": list(shown)})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedIn) -> HttpResponse:
    """Begin a showcase."""
    require_learner(request.standing)
    form = ShowcaseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        title, words = form.cleaned_data["title"], form.cleaned_data["words"]
        try:
            made = actions.make_showcase(title=title, words=words, by=request.person, now=request.now)
            return redirect("portfolio:add", made.pk)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "portfolio/showcase_form.html", {"form": form, "showcase": None})


def file_address(showcase: Showcase, file: ShownFile) -> str:
    """Return where a file of a showcase is fetched by somebody signed in."""
    return reverse("portfolio:file", args=[showcase.pk, file.id])


@require_safe
@login_required
def showcase(request: SignedIn, showcase_id: UUID) -> HttpResponse:
    """Show a showcase; to its learner with everything that can be done with it."""
    reader = get_showcase_for(request.person, showcase_id, request.today)
    page = showcase_page(reader.showcase)
    context: dict[str, Any] = {"reader": reader, "showcase": reader.showcase, "page": page}
    if reader.is_learner:
        context |= {"links": live_links(reader.showcase, request.today), "copies": copies_of(reader.showcase)}
    context["things"] = things_html(page, partial(file_address, reader.showcase))
    return render(request, "portfolio/showcase.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: SignedIn, showcase_id: UUID) -> HttpResponse:
    """Say anew what a showcase is called, and put its things in order."""
    found = get_showcase_for(request.person, showcase_id, request.today, to="change").showcase
    there = {"title": found.title, "words": found.words, "version": found.version}
    form = ShowcaseForm(request.POST or None, initial=there)
    stands: Any = None
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        said = {"title": data["title"], "words": data["words"], "expected": data["version"] or found.version}
        try:
            actions.change_showcase(showcase=found, **said, by=request.person, now=request.now)
            say(request, _("Saved."))
            return redirect("portfolio:showcase", showcase_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
            stands = with_both_texts(form, refused)
    context = {"form": form, "showcase": found, "stands": stands, "items": order_html(showcase_page(found))}
    return render(request, "portfolio/showcase_form.html", context)


def with_both_texts(form: Any, refused: ActionRefused) -> Any:
    """Let a stale form be sent again and return what stands there now; None where the refusal was another."""
    if not isinstance(refused, StaleVersion):
        return None
    data = form.data.copy()
    data["version"] = str(refused.current.version)  # type: ignore[attr-defined]
    form.data = data
    return refused.current


@require_POST
@login_required
def open_to(request: SignedIn, showcase_id: UUID) -> HttpResponse:
    """Open a showcase to family or educators in one tap, or close it."""
    found = get_showcase_for(request.person, showcase_id, request.today, to="change").showcase
    is_open = request.POST.get("open") == "yes"
    to = request.POST.get("to", "")
    try:
        actions.open_showcase(showcase=found, to=to, is_open=is_open, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, refused.sentence)
    else:
        words = {
            ("family", True): _("Your family sees it now."),
            ("family", False): _("Your family does not see it any more."),
            ("educators", True): _("Your educators see it now."),
            ("educators", False): _("Your educators do not see it any more."),
        }
        say(request, words[to, is_open])
    return redirect("portfolio:showcase", showcase_id)


@require_POST
@login_required
def take_away(request: SignedIn, showcase_id: UUID) -> HttpResponse:
    """Take a showcase away; it can be brought back."""
    found = get_showcase_for(request.person, showcase_id, request.today, to="change").showcase
    actions.take_away_showcase(showcase=found, by=request.person, now=request.now)
    undo = reverse("portfolio:bring-back", args=[showcase_id])
    say(request, _("Taken away. Its links are closed, and nobody sees it any more."), undo=undo)
    return redirect("portfolio:showcases")


@require_POST
@login_required
def bring_back(request: SignedIn, showcase_id: UUID) -> HttpResponse:
    """Bring back a showcase."""
    found = get_showcase_for(request.person, showcase_id, request.today, to="bring back").showcase
    if found.removed_at is None:
        raise Http404
    actions.bring_back_showcase(showcase=found, by=request.person, now=request.now)
    say(request, _("It is back. Make new links for those who should see it."))
    return redirect("portfolio:showcase", showcase_id)
