"""What an opening about one subject opens, and whose journal entries somebody reads; each rule both ways."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.evidence.growing import eyes
from tests.evidence.pasts import let_in_mira, make_past, open_it
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.core.scope import change_scope
from trellis.evidence.access import get_reflection_for, visible_artefacts, visible_judgements
from trellis.evidence.access_sealing import opened_reader
from trellis.evidence.actions.sealing import read_past
from trellis.evidence.models import FreshStart, Reflection
from trellis.framework.models import Framework


@pytest.fixture
def past(cast):
    let_in_mira(cast)
    return make_past(cast)


def opened(cast, past, framework):
    """Return what Mira finds behind an opening about this subject: judgements, artefacts."""
    opening = open_it(cast, past, framework=framework)
    with eyes(cast, cast.mira):
        _opening, reader = opened_reader(cast.mira, opening.pk, past.today)
        with read_past(opening=opening, by=cast.mira, now=past.now):
            return list(visible_judgements(reader)), list(visible_artefacts(reader))


def test_an_opening_about_a_subject_opens_nothing_of_another(cast, past):
    other = Framework.objects.create(kind="academic", title="Music", case_identifier="music")
    assert opened(cast, past, past.competency.framework) == ([past.judgement], [past.artefact])
    assert opened(cast, past, other) == ([], [])


def test_what_a_fresh_start_left_behind_is_opened_by_no_subject(cast, past):
    FreshStart.objects.create(
        learner=cast.ada, before_on=past.today - timedelta(days=1), asked_at=past.now, granted_at=past.now
    )
    assert opened(cast, past, past.competency.framework) == ([], [])


def test_an_entry_is_read_by_its_audience_and_changed_by_its_learner_alone(cast):
    with eyes(cast, cast.ada):
        entry = Reflection.objects.create(learner=cast.ada, answers={}, audience="educators", at=timezone.now())
    on = cast.district.today(timezone.now())
    readers, changers = {}, {}
    for name, person in cast.people.items():
        change_scope(cast.district.pk, person.pk)
        readers[name] = answer_of(get_reflection_for, person, entry.pk, on)
        changers[name] = answer_of(get_reflection_for, person, entry.pk, on, to="change")
    assert {name for name, answer in readers.items() if answer != HIDDEN} == {"ada", "tom", "ines"}
    assert {name for name, answer in changers.items() if answer == FIXED} == {"tom", "ines"}
    assert {name for name, answer in changers.items() if answer not in (FIXED, HIDDEN)} == {"ada"}
    assert answer_of(get_reflection_for, cast.ada, cast.ada.pk, on) == HIDDEN
