"""Pages of the shell itself: the style guide, health, the stylesheet, and kind words for what went wrong."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST, require_safe

from trellis.web import assets
from trellis.web.preferences import FONT_COOKIE, FONTS, THEME_COOKIE, THEMES
from trellis.web.styleguide import registered_parts, styleguide_page

YEAR = timedelta(days=365)


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    return render(request, "web/styleguide.html", {"page": styleguide_page(timezone.localdate())})


@require_safe
def styleguide_print(request: HttpRequest) -> HttpResponse:
    """Show what a printed sheet looks like."""
    return render(request, "web/styleguide_print.html", {"page": styleguide_page(timezone.localdate())})


@require_safe
def styleguide_icons(request: HttpRequest) -> HttpResponse:
    """Show every icon and picture by name."""
    return render(request, "web/styleguide_icons.html", {"page": styleguide_page(timezone.localdate())})


@require_safe
def styleguide_rooms(request: HttpRequest) -> HttpResponse:
    """Show the components that rooms bring along."""
    return render(request, "web/styleguide_rooms.html", {"parts": registered_parts()})


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Answer ``ok`` when the database answers; for the machine that watches this one."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def stylesheet(request: HttpRequest, digest: str) -> HttpResponse:
    """Send all styles as one file, for ever under this digest."""
    styles = assets.stylesheet()
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(styles.gzipped if zipped else styles.body, content_type="text/css; charset=utf-8")
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    fresh = digest == styles.digest
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if fresh else "no-cache"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response


@require_GET
def robots(_request: HttpRequest) -> HttpResponse:
    """Ask search engines to stay outside: nothing here is public."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask at the old address to the icon."""
    return redirect(static("web/favicon.svg"), permanent=True)


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """Describe Trellis to a phone that puts it on its home screen."""
    icon = {"src": static("web/favicon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    words = {
        "name": "Trellis",
        "short_name": "Trellis",
        "start_url": "/",
        "display": "minimal-ui",
        "background_color": assets.GROUNDS["light"],
        "theme_color": assets.GROUNDS["light"],
        "icons": [icon],
    }
    return JsonResponse(words, content_type="application/manifest+json")


@require_POST
def preferences(request: HttpRequest) -> HttpResponseRedirect:
    """Keep language, theme and letters in cookies, for somebody who is not signed in."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(wanted if safe else "/")
    choices = {
        settings.LANGUAGE_COOKIE_NAME: (request.POST.get("language"), {code for code, _name in settings.LANGUAGES}),
        THEME_COOKIE: (request.POST.get("theme"), THEMES),
        FONT_COOKIE: (request.POST.get("font"), FONTS),
    }
    for cookie, (value, known) in choices.items():
        if value is not None and value in known:
            response.set_cookie(cookie, value, max_age=YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response
