"""Pages of notices: what happened, going there, marking as read, mails, and the link in a mail that stops them."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.notice import actions
from trellis.notice.access import get_notice_for, own_digest
from trellis.notice.doors import somebody_who_stops
from trellis.notice.forms import DigestForm
from trellis.notice.queries import notices_for, page_of_notice
from trellis.people.access import account_of
from trellis.people.requests import Request, SignedIn

MOST_PAGES = 10_000


@require_safe
@login_required
def index(request: SignedIn) -> HttpResponse:
    """Show what happened that concerns whoever asks, by day."""
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and 0 < int(asked) <= MOST_PAGES else 1
    return render(request, "notice/index.html", {"page": notices_for(request.person, page, on=request.today)})


@require_safe
@login_required
def open_notice(request: SignedIn, notice_id: UUID) -> HttpResponse:
    """Go to what a notice is about; it counts as read."""
    notice = get_notice_for(request.person, notice_id, request.today)
    actions.read_notices(person=request.person, only=[notice.pk], now=request.now)
    return redirect(page_of_notice(notice) or "notice:index")


@require_POST
@login_required
def read_all(request: SignedIn) -> HttpResponse:
    """Mark everything as read."""
    actions.read_notices(person=request.person, now=request.now)
    messages.success(request, _("Everything is marked as read."))
    return redirect("notice:index")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mail_settings(request: SignedIn) -> HttpResponse:
    """Ask how often mails come and when it is quiet."""
    digest = own_digest(request.person)
    form = DigestForm(
        request.POST or None,
        initial={"rhythm": digest.rhythm, "quiet_from": digest.quiet_from, "quiet_until": digest.quiet_until},
    )
    if form.is_valid():
        actions.choose_digest(person=request.person, now=request.now, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notice:settings")
    account = account_of(request.person)
    context = {"form": form, "sends_mail": settings.SENDS_MAIL, "email": account.email if account else ""}
    return render(request, "notice/settings.html", context)


@csrf_exempt  # a mail program posts here by itself (RFC 8058), with nothing but the link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: Request, token: str) -> HttpResponse:
    """Stop the mails: the link of a mail shows a button, the button stops them; nobody needs to sign in."""
    with somebody_who_stops(token) as person:
        if person is None:
            return render(request, "notice/stop_refused.html", status=404)
        if request.method == "POST":
            actions.stop_digest(person=person, now=request.now)
    return render(request, "notice/stop.html", {"stopped": request.method == "POST"})
