"""Single sign-on, through a provider of our own on this machine: whom it lets in, and whom not."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client, override_settings
from tests.people import STAFF_PASSWORD

from trellis.people.middleware import DISTRICT_KEY, PERSON_KEY
from trellis.people.models import Account
from trellis.sign_on import sign_on_providers
from trellis.web.middleware import content_security_policy

LOGIN, CALLBACK = "/account/oidc/school/login/", "/account/oidc/school/login/callback/"


class Provider(BaseHTTPRequestHandler):
    """An OpenID Connect provider that believes everybody to be ``server.claims``."""

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.endswith("openid-configuration"):
            self.answer(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/userinfo",
                    "jwks_uri": f"{base}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        else:
            self.answer(self.server.claims)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        base = f"http://127.0.0.1:{self.server.server_port}"
        soon = datetime.now(UTC) + timedelta(minutes=5)
        claims = {"iss": base, "aud": "trellis", "iat": datetime.now(UTC), "exp": soon, **self.server.claims}
        key = b64encode(b"0" * 48).decode()
        self.answer({"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode(claims, key, "HS256")})

    def answer(self, words):
        body = json.dumps(words).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        """Say nothing."""


@pytest.fixture
def provider():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def configured(provider, **more):
    address = f"http://127.0.0.1:{provider.server_port}"
    environment = {"TRELLIS_OIDC_ID": "trellis", "TRELLIS_OIDC_SECRET": "s", "TRELLIS_OIDC_SERVER": address, **more}
    providers, origins = sign_on_providers(environment)
    assert origins == [address]
    return override_settings(SOCIALACCOUNT_PROVIDERS=providers)


def come_in(client, provider, **claims):
    provider.claims = {"sub": "42", **claims}
    leave = client.post(LOGIN)
    assert leave.status_code == 302
    assert leave.url.startswith(f"http://127.0.0.1:{provider.server_port}/authorize")
    state = parse_qs(urlsplit(leave.url).query)["state"][0]
    return client.get(CALLBACK, {"code": "c", "state": state})


def test_a_verified_address_links_the_first_visit_and_the_link_stays(cast, client, provider):
    with configured(provider):
        assert come_in(client, provider, email="Tom@example.org", email_verified=True).url == "/"
        assert client.session[DISTRICT_KEY] == str(cast.district.pk)
        assert client.session[PERSON_KEY] == str(cast.tom.pk)
        assert SocialAccount.objects.get().user.username == "tom"
        client.post("/account/logout/")
        come_in(client, provider, email="another@example.org", email_verified=False)
        assert client.session[PERSON_KEY] == str(cast.tom.pk)


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "tom@example.org"},
        {"email": "tom@example.org", "email_verified": False},
        {"email": "stranger@example.org", "email_verified": True},
        {},
    ],
)
def test_nobody_comes_in_on_an_address_that_is_unverified_or_unknown(cast, client, provider, claims):
    before = Account.objects.count()
    with configured(provider):
        assert come_in(client, provider, **claims).url == "/account/login/"
        assert "no account for you" in client.get("/account/login/").text
    assert DISTRICT_KEY not in client.session
    assert Account.objects.count() == before
    assert SocialAccount.objects.count() == 0


def test_a_provider_that_the_operator_vouches_for_needs_no_word_of_verification(cast, client, provider):
    with configured(provider, TRELLIS_OIDC_TRUST_EMAIL="1"):
        come_in(client, provider, email="tom@example.org")
    assert client.session[PERSON_KEY] == str(cast.tom.pk)


def test_a_roster_identifier_counts_in_the_named_district_only(cast, client, provider):
    cast.tom.sourced_id = "t-1"
    cast.tom.save(update_fields=["sourced_id"])
    home, far = (
        override_settings(SIGN_ON_DISTRICT=str(d.pk), SIGN_ON_CLAIM="staff") for d in (cast.district, cast.elsewhere)
    )
    with configured(provider), far:
        assert come_in(client, provider, staff="t-1").url == "/account/login/"
    with configured(provider), home:
        assert come_in(client, provider, staff="t-1").url == "/"
    assert client.session[PERSON_KEY] == str(cast.tom.pk)


def test_whoever_left_does_not_come_in_by_single_sign_on_either(cast, client, provider):
    cast.tom.left_on = cast.district.today(datetime.now(UTC))
    cast.tom.save(update_fields=["left_on"])
    with configured(provider):
        assert come_in(client, provider, email="tom@example.org", email_verified=True).url == "/account/inactive/"
    assert DISTRICT_KEY not in client.session


def test_the_policy_lets_the_form_lead_there(provider):
    address = f"http://127.0.0.1:{provider.server_port}"
    assert f"form-action 'self' {address}" in content_security_policy(form_action=(address,))


def test_without_configuration_the_addresses_lead_nowhere(cast, client):
    for path in (LOGIN, "/account/saml/school/login/", "/account/saml/school/metadata/"):
        assert client.get(path).status_code == 404


def test_saml_gives_its_metadata_and_leads_to_the_provider(cast):
    client = Client(HTTP_HOST="localhost")
    saml = {
        "TRELLIS_SAML_ENTITY_ID": "urn:idp",
        "TRELLIS_SAML_SSO_URL": "https://saml.example.org/sso",
        "TRELLIS_SAML_CERTIFICATE": "MIIB",
    }
    with override_settings(SOCIALACCOUNT_PROVIDERS=sign_on_providers(saml)[0]):
        assert "EntityDescriptor" in client.get("/account/saml/school/metadata/").text
        assert client.post("/account/saml/school/login/").url.startswith("https://saml.example.org/sso?SAMLRequest=")


def test_a_password_still_opens_after_a_link(cast, client, provider):
    with configured(provider):
        come_in(client, provider, email="tom@example.org", email_verified=True)
    client.post("/account/logout/")
    client.post("/account/login/", {"login": "tom", "password": STAFF_PASSWORD})
    assert client.session[PERSON_KEY] == str(cast.tom.pk)
