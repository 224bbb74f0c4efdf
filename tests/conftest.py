"""The database of the tests: made by the owning role, used by the application role, with the cast living in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from tests.people import Cast, Now, make_cast, meet
from trellis.core.database import restrict_application_role
from trellis.core.scope import district_scope
from trellis.people.middleware import DISTRICT_KEY, PERSON_KEY
from trellis.people.models import Account, Person

APPLICATION_ROLE = "trellis_app"


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """Migrate as the owner, then become the application role, which row-level security binds."""
    with django_db_blocker.unblock():
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        restrict_application_role(APPLICATION_ROLE)
        connection.close()
        connection.settings_dict["USER"] = APPLICATION_ROLE
        make_cast()
    yield
    with django_db_blocker.unblock():
        connection.close()


@pytest.fixture
def now() -> object:
    """A fixed school-day morning."""
    return Now


@pytest.fixture
def cast(db) -> Iterator[Cast]:
    """Everybody of the cast; the test runs in the scope of their district."""
    cache.clear()
    people = meet()
    with district_scope(people.district.pk):
        yield people


@pytest.fixture
def sign_in(cast):
    """A client that has signed in as a person of the cast (through the session, not through a door)."""

    def signed_in(person: Person) -> Client:
        client = Client()
        with district_scope(person.district_id, person.pk):
            account = Account.objects.get(person=person)
            client.force_login(account, backend="trellis.people.backends.AccountBackend")
        session = client.session
        session[DISTRICT_KEY], session[PERSON_KEY] = str(person.district_id), str(person.pk)
        session.save()
        return client

    return signed_in


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--write-table` writes tests/url_table.txt anew, for review."""
    parser.addoption("--write-table", action="store_true", default=False)
