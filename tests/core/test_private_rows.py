"""What is for oneself only is hidden by the database, whoever asks and whatever the query forgot."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction
from django.utils import timezone

from trellis.core.audience import Audience, audiences_for
from trellis.core.models import Decision, Lens, ReadEntry
from trellis.core.scope import district_scope
from trellis.plan.models import Goal, Plan
from trellis.profile.models import Facet

pytestmark = pytest.mark.django_db


def _facet(cast, audience):
    now = timezone.now()
    with district_scope(cast.district.pk, cast.ada.pk):
        return Facet.objects.create(
            learner=cast.ada, kind="hope", words="To fly.", audience=audience, written_at=now, still_true_at=now
        )


def test_an_entry_for_me_only_is_not_even_in_the_table_for_anybody_else(cast):
    private, shown = _facet(cast, Audience.ME), _facet(cast, Audience.EDUCATORS)
    with district_scope(cast.district.pk, cast.ada.pk):
        assert {private.pk, shown.pk} <= set(Facet.objects.values_list("pk", flat=True))
    for other in (cast.tom, cast.ruth, cast.omar, cast.ines, cast.dana):
        with district_scope(cast.district.pk, other.pk):
            assert set(Facet.objects.filter(pk__in=[private.pk, shown.pk])) == {shown}
    with district_scope(cast.district.pk):
        assert not Facet.objects.filter(pk=private.pk).exists()


def test_nobody_can_write_a_private_entry_into_the_profile_of_another(cast):
    now = timezone.now()
    with district_scope(cast.district.pk, cast.tom.pk), pytest.raises(ProgrammingError), transaction.atomic():
        Facet.objects.create(learner=cast.ada, kind="hope", words="x", written_at=now, still_true_at=now)


def test_a_draft_of_a_goal_is_seen_by_its_learner_alone(cast):
    now = timezone.now()
    with district_scope(cast.district.pk, cast.ada.pk):
        plan = Plan.objects.create(learner=cast.ada, term=cast.term, opened_at=now)
        goal = Goal.objects.create(plan=plan, learner=cast.ada, title="A map", made_at=now)
        assert Goal.objects.filter(pk=goal.pk).exists()
    with district_scope(cast.district.pk, cast.tom.pk):
        assert not Goal.objects.filter(pk=goal.pk).exists()


def test_a_decision_is_never_deleted_and_a_reading_never_changed(cast):
    now = timezone.now()
    with district_scope(cast.district.pk, cast.tom.pk):
        decision = Decision.objects.create(
            at=now,
            learner_id=cast.ada.pk,
            subject_kind="plan.goal",
            subject_id=cast.ada.pk,
            lens=Lens.DESIGN,
            decided_by="learner",
        )
        entry = ReadEntry.objects.create(
            at=now, reader_id=cast.tom.pk, learner_id=cast.ada.pk, kind="plan", purpose="to prepare a conference"
        )
        for statement in (
            f"DELETE FROM core_decision WHERE id = '{decision.pk}'",
            f"DELETE FROM core_readentry WHERE id = '{entry.pk}'",
            f"UPDATE core_readentry SET purpose = '' WHERE id = '{entry.pk}'",
        ):
            with pytest.raises((ProgrammingError, InternalError, IntegrityError)), transaction.atomic():
                connection.cursor().execute(statement)


def test_a_relation_belongs_to_few_audiences():
    assert set(audiences_for("self")) == set(Audience)
    assert Audience.ME not in {*audiences_for("educator"), *audiences_for("family"), *audiences_for("mentor")}
    assert audiences_for("coordinator") == audiences_for("learner") == ()
