"""Headers that keep pages safe, and the language and time zone in which a page is written."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "media-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
PERMISSIONS = (
    "camera=(), microphone=(self), geolocation=(), payment=(), usb=(), midi=(), display-capture=(), browsing-topics=(),"
    " publickey-credentials-get=(self), publickey-credentials-create=(self)"
)


def content_security_policy(*, form_action: tuple[str, ...] = ()) -> str:
    """Return the policy as a header; ``form_action`` adds the origins that a sign-in form may lead to."""
    policy = POLICY | {"form-action": " ".join(("'self'", *form_action))}
    return "; ".join(f"{name} {value}" for name, value in policy.items())


class ContentSecurityPolicyMiddleware:
    """Send the strict policy with every answer: nothing inline, nothing from elsewhere, never in a frame."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        form_action = tuple(getattr(settings, "CSP_FORM_ACTION", ()))
        self.headers = (
            ("Content-Security-Policy", content_security_policy(form_action=form_action)),
            ("Permissions-Policy", PERMISSIONS),
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("X-Content-Type-Options", "nosniff"),
        )

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add each header that the answer does not already set."""
        response = self.get_response(request)
        for name, value in self.headers:
            response.headers.setdefault(name, value)
        return response


class PreferencesMiddleware:
    """Write the page in the account's language and the district's time; signed out, as the browser asks."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn language and time zone on, and off again, so that nothing leaks between requests."""
        chosen = self._chosen_language(request)
        translation.activate(chosen or translation.get_language_from_request(request))
        district = getattr(request, "district", None)
        if district is not None:
            timezone.activate(district.time_zone)
        try:
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        finally:
            translation.deactivate()
            timezone.deactivate()
        if not chosen:
            patch_vary_headers(response, ("Accept-Language",))
        return response

    def _chosen_language(self, request: HttpRequest) -> str:
        """Return the account's language, else its district's; empty when nobody is signed in."""
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return ""
        wanted = getattr(user, "language", "") or getattr(getattr(request, "district", None), "language", "")
        return wanted if wanted in self.known else settings.LANGUAGE_CODE


class ButtonOnlyMiddleware:
    """Say in a page of ours that an address answers a button only: somebody came by a bookmark or a reload."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Fill the empty answer that a browser would get; programs still read the status and ``Allow``."""
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page
