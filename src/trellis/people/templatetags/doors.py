"""What the sign-in page offers besides a password."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.socialaccount.adapter import get_adapter
from django import template
from django.conf import settings
from django.template import Context

from trellis.people.devices import device_icon, device_words
from trellis.people.doors.demo_entry import demo_people

register = template.Library()
register.simple_tag(demo_people, name="demo_people")
register.filter(device_words)
register.filter(device_icon)


@dataclass(frozen=True, slots=True)
class SignOn:
    """A single sign-on that the operator has configured."""

    name: str
    url: str


@register.simple_tag(takes_context=True)
def sign_on_choices(context: Context) -> list[SignOn]:
    """Return the configured single sign-ons, in no order but their configuration's."""
    if not settings.SOCIALACCOUNT_PROVIDERS:
        return []
    request = context["request"]
    following = {"next": request.GET["next"]} if request.GET.get("next") else {}
    providers = get_adapter(request).list_providers(request)
    return [
        SignOn(provider.name, provider.get_login_url(request, **following)) for provider in providers if provider.app
    ]
