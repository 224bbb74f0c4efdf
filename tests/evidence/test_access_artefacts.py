"""Who sees, changes, judges and answers an artefact: each person of the cast, each audience, each day that ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.evidence.showing import age, ask, day, eyes_of, give, judge, moment, show, some_competency
from tests.people import PEOPLE
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.core.audience import Audience
from trellis.evidence.access import (
    get_artefact_for,
    get_feedback_for,
    get_judgement_for,
    get_own_reader,
    get_reader_for,
    learn_together,
    may_open_artefact,
    visible_artefacts,
    visible_feedback,
    visible_judgements,
    was_asked,
)
from trellis.evidence.actions.artefacts import take_away
from trellis.evidence.actions.feedback import decline_request, withdraw_request
from trellis.evidence.actions.reports import hide_feedback
from trellis.evidence.models import Artefact, Feedback, Judgement
from trellis.people.access import standing_of
from trellis.school.models import Enrolment

SEES = {
    "me": {"ada"},
    "educators": {"ada", "tom", "ines"},
    "family": {"ada", "ruth"},
    "circle": {"ada", "tom", "ines", "ruth", "noor"},
}
EVERYBODY = (*PEOPLE, "zed")


def asked(person, artefact, to="see"):
    answer = answer_of(get_artefact_for, person, artefact.pk, day(), to=to)
    return answer if answer in {HIDDEN, FIXED} else answer[0]


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("audience", Audience.values)
def test_each_audience_is_seen_by_those_it_names_and_nobody_else(cast, audience, name):
    artefact, person = show(cast, audience=audience), getattr(cast, name)
    sees = name in SEES[audience]
    with eyes_of(cast, person):
        assert asked(person, artefact) == (artefact if sees else HIDDEN)
        assert may_open_artefact(person, None, artefact.pk, day()) is sees
        assert asked(person, artefact, "change") == (artefact if name == "ada" else FIXED if sees else HIDDEN)
        judges = {"ada", "tom", "ines"}
        assert asked(person, artefact, "judge") == (artefact if sees and name in judges else FIXED if sees else HIDDEN)
        responds = {"tom", "ines"}
        answer = artefact if sees and name in responds else FIXED if sees else HIDDEN
        assert asked(person, artefact, "respond") == answer
        assert asked(person, artefact, "bring back") == (artefact if name == "ada" else HIDDEN)
        reader = answer_of(get_reader_for, person, cast.ada.pk, day())
        if reader == HIDDEN:
            assert name not in SEES["circle"]
        else:
            assert list(visible_artefacts(reader)) == ([artefact] if sees else [])


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_draft_is_no_row_to_anybody_but_its_maker(cast, name):
    artefact, person = show(cast, share=False, audience="circle", learners=[cast.ada, cast.ben]), getattr(cast, name)
    with eyes_of(cast, person):
        assert Artefact.objects.count() == (1 if name == "ada" else 0)
        assert asked(person, artefact) == (artefact if name == "ada" else HIDDEN)


@pytest.mark.parametrize("name", EVERYBODY)
def test_what_was_taken_away_is_seen_by_nobody(cast, name):
    artefact, person = show(cast, audience="circle"), getattr(cast, name)
    with eyes_of(cast, cast.ada):
        take_away(artefact=artefact, by=cast.ada, now=moment())
    with eyes_of(cast, person):
        assert asked(person, artefact) == HIDDEN
        assert asked(person, artefact, "bring back") == (artefact if name == "ada" else HIDDEN)


def test_nothing_is_found_that_is_not_there(cast):
    assert answer_of(get_artefact_for, cast.ada, cast.ada.pk, day()) == HIDDEN
    assert answer_of(get_feedback_for, cast.ada, cast.ada.pk, day()) == HIDDEN
    assert answer_of(get_judgement_for, cast.ada, cast.ada.pk, day()) == HIDDEN


@pytest.mark.parametrize("name", EVERYBODY)
def test_only_learners_have_evidence_of_their_own(cast, name):
    person = getattr(cast, name)
    with eyes_of(cast, person):
        answer = answer_of(get_own_reader, person, standing_of(person, day()), day())
    assert (answer != HIDDEN) == (name in {"ada", "ben", "chidi"})


def test_what_two_made_is_read_through_either(cast):
    artefact = show(cast, learners=[cast.ada, cast.ben], audience="family")
    with eyes_of(cast, cast.ben):
        found, reader = get_artefact_for(cast.ben, artefact.pk, day(), to="change")
        assert reader.learner == cast.ben
    for name in ("tom", "mira", "paul", "chidi"):
        with eyes_of(cast, getattr(cast, name)):
            assert asked(getattr(cast, name), artefact) == HIDDEN
    with eyes_of(cast, cast.ruth):
        found, reader = get_artefact_for(cast.ruth, artefact.pk, day(), of=cast.ben.pk)
        assert (found, reader.learner) == (artefact, cast.ada)


def test_an_educator_chooses_of_whose_page_it_is(cast):
    artefact = show(cast, learners=[cast.ada, cast.ben])
    with eyes_of(cast, cast.tom):
        for learner in (cast.ada, cast.ben):
            assert get_artefact_for(cast.tom, artefact.pk, day(), of=learner.pk)[1].learner == learner


# --- Asked for feedback ----------------------------------------------------------------------------------


def test_a_classmate_sees_what_they_were_asked_about_and_nothing_else(cast):
    artefact, other = show(cast), show(cast)
    ask(cast, artefact, cast.ben)
    with eyes_of(cast, cast.ben):
        assert asked(cast.ben, artefact, "respond") == artefact
        assert asked(cast.ben, artefact, "change") == asked(cast.ben, artefact, "judge") == FIXED
        assert asked(cast.ben, other) == HIDDEN
        assert answer_of(get_reader_for, cast.ben, cast.ada.pk, day()) == HIDDEN
        _found, reader = get_artefact_for(cast.ben, artefact.pk, day())
        assert not visible_judgements(reader)


@pytest.mark.parametrize("why", ["only me", "peers may not", "declined", "withdrawn", "left the class"])
def test_a_request_ends_with_what_it_stood_on(cast, why):
    artefact = show(cast)
    [request] = ask(cast, artefact, cast.ben)
    with eyes_of(cast, cast.ada):
        changes = {"only me": {"audience": "me"}, "peers may not": {"peers_may_see": False}}
        Artefact.objects.filter(pk=artefact.pk).update(**changes.get(why, {"audience": "educators"}))
        if why == "declined":
            decline_request(request=request, by=cast.ben, now=moment())
        if why == "withdrawn":
            withdraw_request(request=request, by=cast.ada, now=moment())
        if why == "left the class":
            Enrolment.objects.filter(person=cast.ben).update(ends_on=day())
    with eyes_of(cast, cast.ben):
        assert asked(cast.ben, artefact) == HIDDEN
        assert was_asked(cast.ben, artefact.pk) is (why in {"only me", "peers may not", "left the class"})
        assert learn_together(cast.ben, cast.ada, day()) is (why != "left the class")


def test_an_educator_who_is_asked_sees_what_was_for_the_family_and_is_an_educator_of_it(cast):
    artefact = show(cast, audience="family")
    with eyes_of(cast, cast.tom):
        assert asked(cast.tom, artefact) == HIDDEN
    ask(cast, artefact, cast.tom)
    with eyes_of(cast, cast.tom):
        found, reader = get_artefact_for(cast.tom, artefact.pk, day(), to="respond")
        assert (found, reader.is_educator) == (artefact, True)
    with eyes_of(cast, cast.ada):
        Artefact.objects.filter(pk=artefact.pk).update(audience="me")
    with eyes_of(cast, cast.tom):
        assert asked(cast.tom, artefact) == HIDDEN


def test_an_educator_whose_class_ended_sees_nothing_from_that_day(cast):
    artefact = show(cast, audience="circle")
    ask(cast, artefact, cast.tom)
    Enrolment.objects.filter(person=cast.tom).update(ends_on=day())
    with eyes_of(cast, cast.tom):
        assert asked(cast.tom, artefact) == HIDDEN
        assert answer_of(get_reader_for, cast.tom, cast.ada.pk, day()) == HIDDEN


def test_a_past_term_is_sealed_to_educators_and_open_to_the_family(cast):
    artefact = show(cast, audience="circle")
    with eyes_of(cast, cast.ada):
        age(artefact, 200)
    for name, sees in {"ada": True, "ruth": True, "tom": False, "ines": False, "noor": False}.items():
        person = getattr(cast, name)
        with eyes_of(cast, person):
            assert asked(person, artefact) == (artefact if sees else HIDDEN)
            assert Artefact.objects.filter(pk=artefact.pk).exists() is sees


# --- Judgements and feedback -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERYBODY)
def test_her_own_judgement_goes_where_the_artefact_goes_and_to_no_mentor(cast, name):
    competency, person = some_competency(), getattr(cast, name)
    shown, kept = show(cast, audience="circle"), show(cast, audience="me")
    seen, private = judge(cast, shown, competency), judge(cast, kept, competency)
    with eyes_of(cast, person):
        for judgement, readers in ((seen, {"ada", "tom", "ines", "ruth"}), (private, {"ada"})):
            answer = answer_of(get_judgement_for, person, judgement.pk, day())
            assert (answer == HIDDEN) == (name not in readers)
            to_revisit = answer_of(get_judgement_for, person, judgement.pk, day(), to="revisit")
            assert to_revisit == (HIDDEN if name not in readers else FIXED) or name == "ada"


def test_what_another_educator_said_is_sealed_to_an_educator(cast):
    competency = some_competency()
    artefact = show(cast)
    with eyes_of(cast, cast.tom):
        made = Judgement.objects.create(
            purpose="for", voice="educator", learner=cast.ada, by=cast.tom, artefact=artefact,
            competency=competency, reason="The corners are there.", at=moment(),
        )  # fmt: skip
    for name, sees in {"tom": True, "ada": True, "ruth": True, "ines": False, "noor": False}.items():
        with eyes_of(cast, getattr(cast, name)):
            assert (answer_of(get_judgement_for, getattr(cast, name), made.pk, day()) != HIDDEN) is sees


@pytest.mark.parametrize("name", EVERYBODY)
def test_feedback_is_read_answered_and_hidden_by_those_it_concerns(cast, name):
    artefact, person = show(cast, audience="circle"), getattr(cast, name)
    ask(cast, artefact, cast.ben)
    feedback = give(cast, artefact, cast.ben)
    reads = {"ada", "tom", "ines", "ruth", "ben"}
    with eyes_of(cast, person):
        for to, may in {"see": reads, "answer": {"ada"}, "hide": {"tom", "ines"}}.items():
            answer = answer_of(get_feedback_for, person, feedback.pk, day(), to=to)
            expected = "there" if name in may else FIXED if name in reads else HIDDEN
            assert (answer if answer in {HIDDEN, FIXED} else "there") == expected
        assert Feedback.objects.exists() is (name in {*reads, "noor"} or Artefact.objects.exists())


@pytest.mark.parametrize(("name", "sees"), [("ada", 0), ("ruth", 0), ("tom", 1), ("ben", 1), ("noor", 0)])
def test_hidden_words_are_no_longer_read_by_whom_they_hurt(cast, name, sees):
    artefact, person = show(cast, audience="circle"), getattr(cast, name)
    ask(cast, artefact, cast.ben)
    feedback = give(cast, artefact, cast.ben)
    with eyes_of(cast, cast.tom):
        hide_feedback(feedback=feedback, reason="It hurts.", by=cast.tom, now=moment())
    with eyes_of(cast, person):
        found, reader = get_artefact_for(person, artefact.pk, day())
        assert len(visible_feedback(found, reader)) == sees


def test_an_observation_is_its_educators_and_the_familys_and_of_no_other_educator(cast):
    artefact = show(cast, by=cast.tom, voice="educator", audience="circle", said={"words": "She explained it to Ben."})
    for name, sees in {"tom": True, "ada": True, "ruth": True, "ines": False, "noor": False, "ben": False}.items():
        with eyes_of(cast, getattr(cast, name)):
            assert (asked(getattr(cast, name), artefact) != HIDDEN) is sees
    with eyes_of(cast, cast.tom):
        assert asked(cast.tom, artefact, "change") == artefact
        assert artefact.happened_on <= day() + timedelta(days=1)
