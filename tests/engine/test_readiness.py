"""Ready for: what comes before is reached, surely enough; and the page can say why."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engine.simulating import LEVELS, seen_from

from trellis.engine.proficiency import Reason, Seen, UnusableInput, estimate, ready_for

COMPETENCIES = 4
ASKED = {"n_learners": 2, "n_competencies": COMPETENCIES, "n_levels": LEVELS}


def shown(*where):
    """Return estimates in which (learner, competency) of `where` were seen often, at the top."""
    return estimate(seen_from([(*each, 3, 0.0, 1.0, 0, "OF") for each in where for _ in range(5)]), **ASKED)


def test_ready_when_everything_before_is_reached():
    found = ready_for(shown((0, 0), (0, 1), (1, 0)), [(0, 2), (1, 2), (2, 3)], level=2)
    assert found.ready.tolist() == [[False, False, True, False], [False, True, False, False]]
    assert found.reached.tolist() == [[True, True, False, False], [True, False, False, False]]


def test_it_says_why():
    found = ready_for(shown((1, 0)), [(0, 2), (1, 2), (0, 2)], level=2)
    reached, open_one = found.reasons(1, 2)
    assert (reached.prerequisite, reached.reached, reached.enough) == (0, True, True)
    assert reached.chance > 0.95
    assert open_one == Reason(prerequisite=1, reached=False, chance=pytest.approx(0.5), enough=False)
    assert found.reasons(1, 0) == ()


def test_nothing_before_it_is_open_to_everybody():
    assert ready_for(estimate(Seen.nothing(), **ASKED), [], level=1).ready.all()


def test_one_piece_is_not_enough_to_open_the_next():
    once = estimate(seen_from([(0, 0, 3, 0.0, 1.0, 0, "OF")]), **ASKED)
    assert not ready_for(once, [(0, 1)], level=1, certainty=0.5).ready[0, 1]


@settings(max_examples=25, deadline=None)
@given(certain=st.floats(0.05, 1), more=st.floats(0, 0.9), level=st.integers(0, 3))
def test_asking_for_more_certainty_opens_no_more(certain, more, level):
    estimates, edges = shown((0, 0), (1, 1)), [(0, 1), (1, 2), (2, 3)]
    less = ready_for(estimates, edges, level=level, certainty=certain)
    strict = ready_for(estimates, edges, level=level, certainty=min(1, certain + more))
    assert (strict.reached <= less.reached).all()


@pytest.mark.parametrize(
    ("edges", "extra"),
    [([(0, 4)], {}), ([(0, 1, 2)], {}), ([(-1, 0)], {}), ([], {"certainty": 0}), ([], {"level": 4})],
)
def test_what_cannot_be_is_refused(edges, extra):
    with pytest.raises(UnusableInput):
        ready_for(shown(), edges, **{"level": 1, **extra})
