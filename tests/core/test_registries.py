"""Erasure and export: every model with a person in it says what becomes of its rows."""

from __future__ import annotations

from django.apps import apps
from django.db import transaction

from trellis.core.models import Moment
from trellis.core.registries import erase_everything_of, export_everything_of, personal_data
from trellis.people.models import Account, Guardianship, Mentorship, Person
from trellis.school.models import Enrolment


def test_every_model_with_a_person_is_declared():
    with_person = {
        model
        for model in apps.get_models()
        if model.__module__.startswith("trellis.")
        and any(
            (f.name.endswith("_id") and f.name in {"actor_id", "learner_id"}) or f.related_model is Person
            for f in model._meta.fields
        )
    } | {Person}
    declared = {entry.model for entry in personal_data()}
    assert {m._meta.label for m in with_person - declared} == set()
    assert all(entry.reason for entry in personal_data())


def test_export_holds_the_person_and_no_secret(cast):
    record = export_everything_of(cast.ada.pk)
    assert [row["given_name"] for row in record["people.Person"]] == ["Ada"]
    assert [row["username"] for row in record["people.Account"]] == ["ada"]
    assert len(record["school.Enrolment"]) == 2
    assert record["people.Guardianship"][0]["guardian_id"] == cast.ruth.pk
    assert "password" not in str(record)


def test_erasure_leaves_no_row_of_the_person_but_nameless_moments(cast):
    with transaction.atomic():
        erase_everything_of(cast.ada.pk)
    assert not Person.objects.filter(pk=cast.ada.pk).exists()
    assert not Account.objects.filter(username="ada").exists()
    assert not Enrolment.objects.filter(person=cast.ada.pk).exists()
    assert not Guardianship.objects.filter(learner=cast.ada.pk).exists()
    assert not Mentorship.objects.filter(learner=cast.ada.pk).exists()
    assert Moment.objects.filter(learner_id=cast.ada.pk).exists()
    assert "Ada" not in str(list(Moment.objects.values_list("context", flat=True)))
    assert Person.objects.filter(pk__in=[cast.ben.pk, cast.ruth.pk]).count() == 2
