"""Links to a showcase and the page behind them; copies to take along."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.files.serving import send_file
from trellis.people.preferences import language_of_pages
from trellis.people.requests import SignedIn
from trellis.portfolio import actions
from trellis.portfolio.access import get_link_for, get_showcase_for, get_shown_file
from trellis.portfolio.forms import LinkForm
from trellis.portfolio.models import ShowcaseLink
from trellis.portfolio.queries import ShownFile, copy_of, live_links, showcase_page
from trellis.portfolio.showcase_html import things_html
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def links(request: SignedIn, showcase_id: UUID) -> HttpResponse:
    """Show who is let in, and make a link; its address is shown this one time."""
    found = get_showcase_for(request.person, showcase_id, request.today, to="change").showcase
    form, address = LinkForm(request.POST or None, today=request.today), ""
    if form.is_bound and form.is_valid():
        try:
            token = actions.make_link(
                showcase=found, **form.cleaned_data, by=request.person, now=request.now, today=request.today
            )
            address = request.build_absolute_uri(reverse("portfolio:by-link", args=[token]))
            form = LinkForm(today=request.today)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    context = {"showcase": found, "form": form, "links": live_links(found, request.today), "address": address}
    return render(request, "portfolio/links.html", context)


@require_POST
@login_required
def close(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Close a link at once."""
    link = get_link_for(request.person, link_id, request.today)
    actions.end_link(link=link, by=request.person, now=request.now)
    say(request, _("The link is closed."))
    return redirect("portfolio:links", link.showcase_id)


@require_POST
@login_required
def copy(request: SignedIn, showcase_id: UUID) -> HttpResponse:
    """Ask for a copy as PDF or as a folder of web pages."""
    found = get_showcase_for(request.person, showcase_id, request.today, to="change").showcase
    kind, language = request.POST.get("kind", ""), get_language() or "en"
    try:
        made = actions.ask_copy(showcase=found, kind=kind, language=language, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, refused.sentence)
        return redirect("portfolio:showcase", showcase_id)
    return redirect("portfolio:copy-state", showcase_id, made.pk)


@require_safe
@never_cache
@login_required
def copy_part(request: SignedIn, showcase_id: UUID, copy_id: UUID) -> HttpResponse:
    """Show how far a copy is, and the copy once it is there."""
    found = get_showcase_for(request.person, showcase_id, request.today, to="change").showcase
    made = copy_of(found, copy_id)
    if made is None:
        raise Http404
    template = "portfolio/_copy.html" if request.htmx else "portfolio/copy.html"
    return render(request, template, {"showcase": found, "copy": made})


# --- Whoever holds a link ----------------------------------------------------------------------------


def _file_address(token: str, file: ShownFile) -> str:
    return reverse("portfolio:file-by-link", args=[token, file.id])


def _entered(token: str) -> ShowcaseLink | None:
    return actions.enter_by_link(token, timezone.now())


@require_safe
@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show one showcase to whoever holds a living link."""
    link = _entered(token)
    if link is None:
        return render(request, "portfolio/closed.html", status=404)
    learner = link.showcase.learner
    language = language_of_pages(learner)
    with translation.override(language):
        page = showcase_page(link.showcase)
        context = {"link": link, "page": page, "things": things_html(page, partial(_file_address, token))}
        response = render(request, "portfolio/by_link.html", context)
    # The address is a secret and goes nowhere; nothing of it is to be found by searching.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Content-Language"] = language
    return response


@require_safe
@never_cache
def file_by_link(request: SignedIn, token: str, file_id: UUID) -> HttpResponseBase:
    """Send a file of a showcase to whoever holds a living link to it."""
    link = _entered(token)
    if link is None:
        raise Http404
    return send_file(request, get_shown_file(link.showcase, file_id))
