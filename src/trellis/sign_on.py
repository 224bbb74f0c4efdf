"""Single sign-on from environment variables: what allauth is told, and where a sign-in form may lead.

Read by the settings, so nothing of Django is imported here but its word for a bad setting.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Providers = dict[str, dict[str, Any]]


def sign_on_providers(environment: Mapping[str, str]) -> tuple[Providers, list[str]]:
    """Return allauth's providers and the origins to which their forms may lead; both empty when none is configured."""
    providers: Providers = {}
    origins = [_origin("TRELLIS_SIGN_ON_ORIGINS", word) for word in _words(environment, "TRELLIS_SIGN_ON_ORIGINS")]
    openid = _openid_connect(environment)
    if openid is not None:
        providers["openid_connect"] = {"APPS": [openid], "OAUTH_PKCE_ENABLED": True}
        origins.append(_origin("TRELLIS_OIDC_SERVER", openid["settings"]["server_url"]))
    saml = _saml(environment)
    if saml is not None:
        providers["saml"] = {"APPS": [saml]}
        address = saml["settings"]["idp"].get("sso_url") or saml["settings"]["idp"]["metadata_url"]
        origins.append(_origin("TRELLIS_SAML_SSO_URL", address))
    return providers, sorted(set(origins))


def _openid_connect(environment: Mapping[str, str]) -> dict[str, Any] | None:
    client, secret, server = (_text(environment, f"TRELLIS_OIDC_{part}") for part in ("ID", "SECRET", "SERVER"))
    if not (client or secret or server):
        return None
    if not (client and secret and server):
        raise ImproperlyConfigured("OpenID Connect needs TRELLIS_OIDC_ID, TRELLIS_OIDC_SECRET and TRELLIS_OIDC_SERVER.")
    return {
        "provider_id": "school",
        "name": _text(environment, "TRELLIS_OIDC_NAME") or "OpenID Connect",
        "client_id": client,
        "secret": secret,
        "settings": {
            "server_url": server,
            "fetch_userinfo": True,
            # Some providers never say that an address is verified; the operator may vouch for them.
            "verified_email": _text(environment, "TRELLIS_OIDC_TRUST_EMAIL") == "1",
        },
    }


def _saml(environment: Mapping[str, str]) -> dict[str, Any] | None:
    metadata, entity, sso, certificate = (
        _text(environment, f"TRELLIS_SAML_{part}") for part in ("METADATA_URL", "ENTITY_ID", "SSO_URL", "CERTIFICATE")
    )
    if not (metadata or entity or sso or certificate):
        return None
    if not entity or not (metadata or (sso and certificate)):
        raise ImproperlyConfigured(
            "SAML needs TRELLIS_SAML_ENTITY_ID and either TRELLIS_SAML_METADATA_URL, or TRELLIS_SAML_SSO_URL together"
            " with TRELLIS_SAML_CERTIFICATE."
        )
    idp = {"entity_id": entity}
    idp |= {"sso_url": sso, "x509cert": certificate} if sso else {"metadata_url": metadata}
    # The school's own provider: what it says about an address holds, SAML has no common word for "verified".
    settings: dict[str, Any] = {"idp": idp, "verified_email": True}
    mapping = {
        field: name
        for field, name in (
            ("uid", _text(environment, "TRELLIS_SAML_UID")),
            ("email", _text(environment, "TRELLIS_SAML_EMAIL")),
        )
        if name
    }
    if mapping:
        settings["attribute_mapping"] = mapping
    return {
        "provider_id": entity,
        "name": _text(environment, "TRELLIS_SAML_NAME") or "SAML",
        "client_id": "school",
        "settings": settings,
    }


def _text(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name, "").strip()


def _words(environment: Mapping[str, str], name: str) -> list[str]:
    return [word.strip() for word in environment.get(name, "").split(",") if word.strip()]


def _origin(name: str, address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.netloc:
        raise ImproperlyConfigured(f"{name} is '{address}'; set it to an address such as https://login.school.example.")
    return f"{parts.scheme}://{parts.netloc}"
