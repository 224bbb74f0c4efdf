"""Judging oneself, feedback that helps, two voices side by side, and a gap that comes onto an agenda."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from tests.evidence.showing import ask, day, eyes_of, give, judge, levels, moment, show, some_competency
from tests.evidence.test_artefact_pages import page, post

from trellis.core.actions import ActionRefused
from trellis.core.scope import change_scope
from trellis.evidence.access import get_artefact_for
from trellis.evidence.actions.feedback import (
    Named,
    ask_for_feedback,
    decline_request,
    give_feedback,
    say_what_helped,
)
from trellis.evidence.actions.judging import judge_own, put_on_agenda, take_back_judgement
from trellis.evidence.coaching import hints_for
from trellis.evidence.models import Feedback, FeedbackRequest, Judgement
from trellis.evidence.queries.feedback import waiting_feedback
from trellis.evidence.queries.voices import judgements_of, two_voices
from trellis.framework.models import Level
from trellis.notice.models import Notice
from trellis.plan.actions.conferences import arrange_conference
from trellis.plan.models import Topic


@pytest.fixture
def competency(cast):
    return some_competency()


@pytest.fixture
def artefact(cast, competency):
    return show(cast, links={"competencies": [competency]})


def level(competency, place: int) -> Level:
    return Level.objects.get(pk=levels(competency)[place].level_id)


def meet(cast):
    begins = datetime.combine(day() + timedelta(days=5), datetime.min.time(), UTC) + timedelta(hours=14)
    with eyes_of(cast, cast.tom):
        return arrange_conference(
            learner=cast.ada,
            starts_at=begins,
            ends_at=begins + timedelta(minutes=30),
            place="Room 4",
            people=[cast.tom],
            by=cast.tom,
            now=moment(),
            today=day(),
        )


def tom_names_a_level(cast, artefact, competency, place):
    ask(cast, artefact, cast.tom, wants_level=True)
    named = Named(competency, level(competency, place), "The corners are there, the colours are not.")
    return give(cast, artefact, cast.tom, named=named)


# --- AS ------------------------------------------------------------------------------------------------


def test_ada_judges_herself_by_the_levels_and_sees_it_anew_later(cast, artefact, competency, sign_in):
    ada, address = sign_in(cast.ada), ("evidence:judge", artefact.pk, "competency", competency.pk)
    html = page(ada, *address)
    assert levels(competency)[0].title in html
    assert "Choose the words that fit best." in post(ada, *address, reason="Because")
    assert "Say why" in post(ada, *address, level=str(level(competency, 1).pk))
    for place, why in ((1, "The corners are there."), (2, "Now also the colours.")):
        html = post(ada, *address, level=str(level(competency, place).pk), reason=why)
    assert "Now also the colours." in html
    assert "The corners are there." not in html
    with eyes_of(cast, cast.ada):
        first, second = Judgement.objects.order_by("at")
        assert (second.revisits, first.purpose, first.voice) == (first, "as", "self")


def test_a_judgement_that_is_taken_back_leaves_the_one_before(cast, artefact, competency, sign_in):
    judge(cast, artefact, competency, 0, reason="First")
    second = judge(cast, artefact, competency, 2, reason="Second")
    html = post(sign_in(cast.ada), "evidence:judged-back", second.pk)
    assert "First" in html
    assert "Second" not in html


def test_a_goal_is_judged_by_its_own_criteria_without_a_level(cast, make_goal_of_ada, sign_in):
    goal = make_goal_of_ada(title="Map our street", success="Everybody finds the bakery by ear")
    artefact, ada = show(cast, links={"goals": [goal]}), sign_in(cast.ada)
    html = page(ada, "evidence:judge", artefact.pk, "goal", goal.pk)
    assert "Everybody finds the bakery by ear" in html
    html = post(ada, "evidence:judge", artefact.pk, "goal", goal.pk, reason="Ben found it with closed eyes.")
    assert "Ben found it with closed eyes." in html


@pytest.fixture
def make_goal_of_ada(cast):
    from trellis.plan.actions.goals import draft_goal, propose_goal
    from trellis.plan.actions.plans import open_plan

    def make(**clauses):
        with eyes_of(cast, cast.ada):
            plan = open_plan(learner=cast.ada, term=cast.term, by=cast.ada, now=moment())
            goal = draft_goal(plan=plan, clauses=clauses, by=cast.ada, now=moment())
            propose_goal(goal=goal, by=cast.ada, now=moment())
            return goal

    return make


def test_nobody_judges_for_ada_and_nothing_without_a_thing(cast, artefact, competency):
    with eyes_of(cast, cast.tom), pytest.raises(ActionRefused):
        judge_own(
            artefact=artefact,
            learner=cast.ada,
            competency=competency,
            level=level(competency, 0),
            reason="I say so",
            by=cast.tom,
            now=moment(),
        )
    with eyes_of(cast, cast.ada):
        for given in ({"level": None, "competency": competency}, {}):
            with pytest.raises(ActionRefused):
                judge_own(artefact=artefact, learner=cast.ada, reason="Why", by=cast.ada, now=moment(), **given)
        with pytest.raises(ActionRefused):
            judge(cast, artefact, competency, reason="x" * 3000)


def test_only_ada_opens_the_page_on_which_she_judges(cast, artefact, competency, sign_in):
    address = reverse("evidence:judge", args=[artefact.pk, "competency", competency.pk])
    other = reverse("evidence:judge", args=[artefact.pk, "competency", some_competency(3).pk])
    assert sign_in(cast.ada).get(other).status_code == 404
    for name, status in {"tom": 403, "ines": 403, "ruth": 404, "ben": 404, "mira": 404, "omar": 404}.items():
        assert sign_in(getattr(cast, name)).get(address).status_code == status


# --- Two voices ------------------------------------------------------------------------------------------


def test_two_voices_stand_side_by_side_and_are_never_added_up(cast, artefact, competency, sign_in):
    judge(cast, artefact, competency, 2)
    tom_names_a_level(cast, artefact, competency, 1)
    with eyes_of(cast, cast.tom):
        found, reader = get_artefact_for(cast.tom, artefact.pk, day())
        [voices] = two_voices(judgements_of(found, reader), reader)
        assert [(one.name, one.is_self, one.position) for one in voices.said] == [
            ("Ada", True, levels(competency)[2].position),
            ("Tom Lindqvist", False, levels(competency)[1].position),
        ]
        assert voices.has_gap
    html = page(sign_in(cast.tom), "evidence:artefact", artefact.pk)
    assert 'class="leafy"' in html
    assert 'class="diamond"' in html
    assert '<th scope="row">Ada</th>' in html
    assert "You see it differently." in html
    assert "Arrange a conference to talk about it" in html


def test_the_same_step_is_no_gap_and_one_voice_is_none_either(cast, artefact, competency, sign_in):
    judge(cast, artefact, competency, 1)
    ada = sign_in(cast.ada)
    assert "You see it differently." not in page(ada, "evidence:artefact", artefact.pk)
    tom_names_a_level(cast, artefact, competency, 1)
    assert "You see it differently." not in page(ada, "evidence:artefact", artefact.pk)


def test_one_tap_puts_the_gap_on_the_next_conference_without_telling_what_was_said(cast, artefact, competency, sign_in):
    judge(cast, artefact, competency, 2)
    tom_names_a_level(cast, artefact, competency, 1)
    tom = sign_in(cast.tom)
    assert "No conference is arranged yet." in post(tom, "evidence:to-conference", artefact.pk, competency.pk)
    conference = meet(cast)
    for _twice in range(2):
        html = post(tom, "evidence:to-conference", artefact.pk, competency.pk, of=str(cast.ada.pk))
    assert "It is on the agenda of the next conference." in html
    topic = Topic.objects.get(conference=conference)
    assert "How we each see" in topic.words
    for secret in (artefact.title, levels(competency)[2].title, "corner"):
        assert secret not in topic.words
    assert "It is off the agenda." in post(tom, "evidence:off-agenda", artefact.pk, topic.pk)
    for name, status in {"ruth": 404, "ben": 404, "mira": 404, "noor": 404, "omar": 404}.items():
        address = reverse("evidence:to-conference", args=[artefact.pk, competency.pk])
        assert sign_in(getattr(cast, name)).post(address).status_code == status


def test_what_else_stands_on_an_agenda_is_not_taken_off_from_here(cast, artefact, competency, sign_in):
    judge(cast, artefact, competency, 2)
    conference = meet(cast)
    topic = Topic.objects.create(conference=conference, words="My bicycle", position=0)
    address = reverse("evidence:off-agenda", args=[artefact.pk, topic.pk])
    assert sign_in(cast.tom).post(address).status_code == 404
    assert sign_in(cast.tom).post(reverse("evidence:to-conference", args=[artefact.pk, cast.ada.pk])).status_code == 404


def test_a_gap_is_put_in_the_words_of_the_learners_language(cast, artefact, competency):
    meet(cast)
    cast.ada.language = "es"
    with eyes_of(cast, cast.tom):
        first = put_on_agenda(learner=cast.ada, competency=competency, by=cast.tom, now=moment())
        again = put_on_agenda(learner=cast.ada, competency=competency, by=cast.tom, now=moment())
    assert first == again


# --- FOR ---------------------------------------------------------------------------------------------------


def test_ben_is_asked_gives_feedback_and_ada_says_what_helped(cast, artefact, sign_in):
    ada, ben = sign_in(cast.ada), sign_in(cast.ben)
    address = reverse("evidence:artefact", args=[artefact.pk])
    assert ben.get(address).status_code == 404
    html = post(ada, "evidence:ask", artefact.pk, people=[cast.ben.pk], question="Is the legend easy?")
    assert "Asked." in html
    assert "A map of our street" in page(ben, "home:today")
    assert "Is the legend easy?" in ben.get(address).content.decode()
    html = post(ben, "evidence:give", artefact.pk, works="Nice!", next="Make it better")
    assert "What exactly works?" in html
    assert "One small step is enough." in html
    with eyes_of(cast, cast.ben):
        assert not Feedback.objects.exists()
    words = {"works": "The bridge is to scale, I could measure it.", "next": "Add a legend so I can read it."}
    html = post(ben, "evidence:give", artefact.pk, **words, offer="I show you mine.")
    assert "Ada says what helped" in html
    assert "Say what helped." in page(ada, "home:today")
    with eyes_of(cast, cast.ada):
        feedback = Feedback.objects.get()
    assert (feedback.voice, feedback.judgement) == ("peer", None)
    html = post(ada, "evidence:helped", feedback.pk, helped="next", words="I drew a legend.")
    assert "I drew a legend." in html
    with eyes_of(cast, cast.ben):
        assert Notice.objects.filter(person=cast.ben, kind="evidence.feedback-helped").exists()
    assert "I drew a legend." in ben.get(address).content.decode()


def test_hints_ask_once_and_never_stop_anybody(cast, artefact, sign_in):
    ask(cast, artefact, cast.ben)
    ben = sign_in(cast.ben)
    html = post(ben, "evidence:give", artefact.pk, works="Good", next="More", asked_again="yes")
    assert "Ada says what helped" in html


@pytest.mark.parametrize(
    ("works", "following", "fields"),
    [
        ("The legend is easy to read.", "Show where north is, please.", []),
        ("¡Muy bien!", "Añade una leyenda para los colores.", ["works"]),
        ("This part here is boring but clear.", "Show where north is, please.", ["works"]),
        ("The legend is easy to read.", "I would give it 7/10 for the colours.", ["next"]),
    ],
)
def test_hints_are_for_what_is_vague_unkind_or_a_mark(works, following, fields):
    assert [hint.field for hint in hints_for(works, following)] == fields


def test_feedback_says_what_works_and_what_is_next(cast, artefact, sign_in):
    tom = sign_in(cast.tom)
    assert "Begin with what works." in post(tom, "evidence:give", artefact.pk, next="A legend")
    assert "Say what could be next" in post(tom, "evidence:give", artefact.pk, works="The scale")
    assert "This is too long" in post(tom, "evidence:give", artefact.pk, works="x" * 3000, next="A legend")


def test_an_educator_names_a_level_only_where_it_was_asked_for(cast, artefact, competency, sign_in):
    tom, choice = sign_in(cast.tom), f"{competency.pk}:{level(competency, 1).pk}"
    assert "in your eyes" not in page(tom, "evidence:give", artefact.pk)
    named = Named(competency, level(competency, 1), "")
    with pytest.raises(ActionRefused, match="No level was asked for"):
        give(cast, artefact, cast.tom, named=named)
    ask(cast, artefact, cast.ines)
    with pytest.raises(ActionRefused, match="No level was asked for"):
        give(cast, artefact, cast.ines, named=named)
    ask(cast, artefact, cast.tom, cast.ben, wants_level=True)
    with pytest.raises(ActionRefused, match="No level was asked for"):
        give(cast, artefact, cast.ben, named=named)
    assert "in your eyes" not in page(sign_in(cast.ben), "evidence:give", artefact.pk)
    assert "in your eyes" in page(tom, "evidence:give", artefact.pk)
    post(tom, "evidence:give", artefact.pk, works="The corners are there.", next="Add the colours.", level=choice)
    with eyes_of(cast, cast.tom):
        made = Judgement.objects.get(voice="educator")
        assert (made.purpose, made.level, made.reason) == ("for", level(competency, 1), "The corners are there.")
    give(cast, artefact, cast.tom, named=Named(competency, level(competency, 2), "Now the colours too."))
    with eyes_of(cast, cast.tom):
        assert Judgement.objects.get(revisits=made).reason == "Now the colours too."


def test_what_cannot_be_asked_is_refused_in_words(cast, sign_in, artefact):
    ada, private, draft = sign_in(cast.ada), show(cast, audience="me"), show(cast, share=False)
    assert "Choose who can see it first" in post(ada, "evidence:ask", private.pk, people=[cast.ben.pk])
    assert "Show it first" in post(ada, "evidence:ask", draft.pk, people=[cast.ben.pk])
    assert "Choose whom you ask." in post(ada, "evidence:ask", artefact.pk)
    assert "is not one of the available choices" in post(ada, "evidence:ask", artefact.pk, people=[cast.chidi.pk])
    people = [getattr(cast, name) for name in ("ben", "tom", "ines", "mira", "ruth", "noor", "paul")]
    with eyes_of(cast, cast.ada), pytest.raises(ActionRefused, match="at most"):
        ask_for_feedback(artefact=artefact, people=people, by=cast.ada, now=moment())


def test_a_request_is_withdrawn_or_declined_and_waits_no_longer(cast, artefact, sign_in):
    [to_ben] = ask(cast, artefact, cast.ben)
    assert ask(cast, artefact, cast.ben) == []
    ben, address = sign_in(cast.ben), reverse("evidence:artefact", args=[artefact.pk])
    post(ben, "evidence:decline", artefact.pk)
    with eyes_of(cast, cast.ben):
        assert not waiting_feedback(cast.ben)
    assert ben.get(address).status_code == 404
    FeedbackRequest.objects.filter(pk=to_ben.pk).update(declined_at=None)
    assert ben.get(address).status_code == 200
    post(sign_in(cast.ada), "evidence:withdraw", artefact.pk, to_ben.pk)
    assert ben.get(address).status_code == 404
    [again] = ask(cast, artefact, cast.ben)
    assert again.pk != to_ben.pk


def test_what_helped_is_one_of_the_answers(cast, artefact):
    feedback = give(cast, artefact, cast.tom)
    with eyes_of(cast, cast.ada), pytest.raises(ActionRefused):
        say_what_helped(feedback=feedback, helped="everything", by=cast.ada, now=moment())


def test_ada_talks_with_those_who_see_it_and_ben_does_not(cast, artefact, sign_in):
    ask(cast, artefact, cast.ben)
    say = reverse("talk:say", args=["evidence.artefact", artefact.pk])
    assert sign_in(cast.tom).post(say, {"body": "Shall we print it?"}, follow=True).status_code == 200
    assert "Shall we print it?" in page(sign_in(cast.ada), "evidence:artefact", artefact.pk)
    change_scope(cast.district.pk, cast.ada.pk)
    assert Notice.objects.filter(person=cast.ada, kind="evidence.said").exists()
    for name in ("ben", "ruth", "mira", "omar", "noor", "eve", "zed"):
        assert sign_in(getattr(cast, name)).post(say, {"body": "Hello"}).status_code == 404
    draft = show(cast, share=False)
    assert (
        sign_in(cast.ada).post(reverse("talk:say", args=["evidence.artefact", draft.pk]), {"body": "Hm"}).status_code
        == 404
    )


def test_declining_writes_a_moment_and_giving_back_is_no_request(cast, artefact):
    [to_ben] = ask(cast, artefact, cast.ben)
    with eyes_of(cast, cast.ben):
        decline_request(request=to_ben, by=cast.ben, now=moment())
    with eyes_of(cast, cast.tom):
        made = give_feedback(
            artefact=artefact,
            learner=cast.ada,
            works="The corners are easy to hear.",
            following="Add the colours.",
            is_educator=True,
            by=cast.tom,
            now=moment(),
        )
        assert made.request is None
    own = judge(cast, artefact, some_competency())
    with eyes_of(cast, cast.ada):
        take_back_judgement(judgement=own, by=cast.ada, now=moment())
        found, reader = get_artefact_for(cast.ada, artefact.pk, day())
        assert judgements_of(found, reader) == []
