"""The wall between districts, and the record that nobody rewrites."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from trellis.core.actions import record_moment
from trellis.core.models import Moment
from trellis.core.scope import NoScope, current_district_id, district_scope, front_door
from trellis.people.models import Account, Person, School
from trellis.school.models import Enrolment

# Tables of libraries that hold nothing of a district (sessions, jobs, content types...), or follow an account.
FOLLOWS_ACCOUNT = {
    "account_emailaddress",
    "mfa_authenticator",
    "socialaccount_socialaccount",
    "usersessions_usersession",
}


def _row_security() -> dict[str, tuple[bool, bool]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        )
        return {name: (enabled, forced) for name, enabled, forced in cursor.fetchall()}


def test_every_table_of_a_district_has_forced_row_security(db):
    security = _row_security()
    of_district = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.name == "district" for field in model._meta.get_fields())
    } | {"people_district"}
    open_tables = {name for name in of_district | FOLLOWS_ACCOUNT if security[name] != (True, True)}
    assert open_tables == set()
    assert len(of_district) >= 20


def test_every_model_of_ours_belongs_to_a_district(db):
    ours = {m for m in apps.get_models() if m.__module__.startswith("trellis.")}
    without = {m._meta.label for m in ours if not any(f.name == "district" for f in m._meta.get_fields())}
    assert without == {"people.District"}


def test_application_role_has_no_special_rights(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)


def test_forgotten_filter_leaks_no_row_of_another_district(cast):
    # Not one filter here: the database alone keeps Zed out.
    for model in apps.get_models():
        if not model.__module__.startswith("trellis.") or model._meta.label == "people.District":
            continue
        districts = set(model._default_manager.values_list("district_id", flat=True))
        assert districts <= {cast.district.pk}, model._meta.label
    assert "Zed" not in set(Person.objects.values_list("given_name", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person WHERE given_name = 'Zed'")
        assert cursor.fetchone() == (0,)


def test_other_district_sees_its_own(cast):
    with district_scope(cast.elsewhere.pk):
        assert list(Person.objects.values_list("given_name", flat=True)) == ["Zed"]
        assert not Enrolment.objects.exists()
    assert Person.objects.filter(pk=cast.ada.pk).exists()


def test_row_cannot_be_written_into_another_district(cast):
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        School.objects.create(name="Stolen", district_id=cast.elsewhere.pk)
    assert School.objects.filter(pk=cast.school.pk).exists()


def test_nothing_is_visible_outside_a_scope(cast):
    with front_door():
        assert not Person.objects.exists()
        assert not Enrolment.objects.exists()
        assert Account.objects.filter(username="zed").exists()  # the door knows accounts, and accounts only
    with pytest.raises(NoScope), front_door():
        current_district_id()


def test_moments_are_never_changed(cast, now):
    record_moment(at=now, actor=cast.tom, verb="goal.agreed", thing=cast.ada_class, learner=cast.ada)
    for attempt in (
        lambda: Moment.objects.update(verb="other"),
        lambda: Moment.objects.all().delete(),
        lambda: connection.cursor().execute("TRUNCATE core_moment"),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            attempt()
    assert Moment.objects.filter(verb="goal.agreed", learner_id=cast.ada.pk).count() == 1
