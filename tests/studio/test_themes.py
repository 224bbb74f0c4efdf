"""Themes: everybody proposes and speaks, concerns are answered first, nobody's name stands at a stance."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.evidence.lessons import fill_class
from tests.evidence.showing import day, moment
from tests.studio.making import make_frame
from tests.studio.theming import ask_class, considered, propose, say

from trellis.core.actions import ActionRefused
from trellis.core.models import Decision
from trellis.notice.models import Notice
from trellis.studio.actions import themes
from trellis.studio.actions.themes import Outcome
from trellis.studio.consent import ANSWER_FIRST, READY, Voices, fits, standing_of_theme, ties
from trellis.studio.models import Theme, ThemeRound, ThemeVoice
from trellis.studio.queries.themes import themes_page


def page(client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name: str, *args: object, **data: object) -> str:
    response = client.post(reverse(name, args=args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


# --- The method

quick = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # the first draw imports a lot


@quick
@given(st.integers(0, 40), st.integers(0, 40), st.integers(1, 40), st.integers(1, 5), st.integers(1, 120))
def test_an_open_concern_is_answered_first_whatever_most_want(n_want, n_live, n_concern, n_open, n_class):
    voices = Voices(n_want, n_live, n_concern, min(n_open, n_concern))
    assert standing_of_theme(voices, n_class) == ANSWER_FIRST


@quick
@given(st.dictionaries(st.integers(1, 30), st.integers(0, 6), max_size=9), st.integers(0, 9))
def test_voices_carry_no_more_than_there_is_time_for_and_never_choose_within_a_tie(wanted, places):
    ready = {UUID(int=key): Voices(n_want=n) for key, n in wanted.items()}
    carried, tied = fits(ready, places), ties(ready, places)
    assert len(carried) <= places and not carried & tied
    assert len({ready[key].n_want for key in tied}) <= 1
    if tied:
        assert len(carried) < places < len(carried) + len(tied)
    else:
        assert len(carried) == min(places, len(ready))


def test_what_nobody_minds_and_a_third_want_goes_on():
    assert standing_of_theme(Voices(n_want=4, n_live=8), 24) == READY
    assert standing_of_theme(Voices(n_want=0, n_live=0), 0) == "waits"


# --- Actions


def test_one_round_at_a_time_and_a_few_themes_from_each(cast):
    found = ask_class(cast)
    assert set(Notice.objects.filter(kind="studio.themes-asked").values_list("person", flat=True)) == {
        cast.ada.pk,
        cast.ben.pk,
    }
    with pytest.raises(ActionRefused, match="choosing already"):
        ask_class(cast)
    with pytest.raises(ActionRefused, match="Nothing is proposed"):
        considered(cast, found)
    for number in range(3):
        propose(found, cast.ada, f"Theme {number}")
    with pytest.raises(ActionRefused, match="Three of yours"):
        propose(found, cast.ada)
    theme = Theme.objects.first()
    themes.remove_theme(theme=theme, by=cast.ada, now=moment())
    propose(found, cast.ada)
    for about, field in (({"title": " ", "why": "x"}, "title"), ({"title": "x", "why": " "}, "why")):
        with pytest.raises(ActionRefused) as refused:
            themes.propose_theme(of_round=found, **about, by=cast.ben, now=moment())
        assert refused.value.field == field


def test_a_concern_has_words_is_answered_and_may_stay(cast):
    theme = propose(ask_class(cast), cast.ada)
    with pytest.raises(ActionRefused, match="another step"):
        say(theme, cast.ben, "want")
    considered(cast, theme.round)
    with pytest.raises(ActionRefused) as refused:
        say(theme, cast.ben, "concern", " ")
    assert refused.value.field == "words"
    with pytest.raises(ActionRefused):
        say(theme, cast.ben, "never")
    voice = say(theme, cast.ben, "concern", "It is too far to walk.")
    with pytest.raises(ActionRefused):
        themes.answer_concern(voice=voice, words=" ", by=cast.tom, now=moment())
    themes.answer_concern(voice=voice, words="We take the bus.", by=cast.tom, now=moment())
    assert Notice.objects.filter(kind="studio.concern-answered", person=cast.ben).count() == 1
    themes.keep_concern(voice=voice, by=cast.ben, now=moment())
    line = themes_page(theme.round, cast.tom, day(), leads=True).lines[0]
    assert (line.standing, line.n_open, line.concerns[0].answer) == (ANSWER_FIRST, 1, "We take the bus.")
    say(theme, cast.ben, "live")
    assert ThemeVoice.objects.count() == 1
    assert not themes_page(theme.round, cast.tom, day(), leads=True).lines[0].concerns


def decided(cast):
    found = ask_class(cast)
    water, stars = propose(found, cast.ada), propose(found, cast.ben, "What is in the sky?")
    considered(cast, found)
    return found, water, stars


def decide(cast, found: ThemeRound, **outcomes: Outcome) -> ThemeRound:
    named = {UUID(key): outcome for key, outcome in outcomes.items()}
    return themes.decide_themes(of_round=found, outcomes=named, by=cast.tom, now=moment())


def test_nothing_with_an_open_concern_is_chosen_and_what_is_not_has_a_reason(cast):
    found, water, stars = decided(cast)
    voice = say(water, cast.ben, "concern", "Too far.")
    chosen, one, other = Outcome("chosen"), str(water.pk), str(stars.pk)
    for outcomes, words, field in (
        ({other: chosen}, "what becomes of", one),
        ({one: chosen, other: chosen}, "a concern", one),
        ({one: Outcome("later", " "), other: chosen}, "why", one),
        ({one: Outcome("joined", "Both are outside", water.pk), other: chosen}, "join it with", one),
    ):
        with pytest.raises(ActionRefused, match=words) as refused:
            decide(cast, found, **outcomes)
        assert refused.value.field == field
    themes.answer_concern(voice=voice, words="We take the bus.", by=cast.tom, now=moment())
    decide(cast, found, **{one: chosen, other: Outcome("joined", "Rain comes from it", water.pk)})
    water.refresh_from_db(), stars.refresh_from_db()
    assert (water.became, stars.became, stars.joined_with) == ("chosen", "joined", water)
    decision = Decision.objects.get()
    assert (decision.learner_id, decision.lens, decision.decided_by) == (cast.ada.pk, "start", "together")
    assert Notice.objects.filter(kind="studio.themes-decided").count() == 2
    with pytest.raises(ActionRefused, match="decided"):
        themes.remove_theme(theme=Theme.objects.select_related("round").get(pk=water.pk), by=cast.ada, now=moment())


def test_a_decision_is_taken_back_until_a_frame_was_made_of_it(cast):
    found, water, stars = decided(cast)
    outcomes = {str(water.pk): Outcome("chosen"), str(stars.pk): Outcome("later", "In summer it is dark late.")}
    decide(cast, found, **outcomes)
    themes.reopen_themes(of_round=found, by=cast.tom, now=moment())
    assert not Theme.objects.exclude(became="").exists()
    themes.collect_again(of_round=found, by=cast.tom, now=moment())
    considered(cast, found)
    decide(cast, found, **outcomes)
    Theme.objects.filter(pk=water.pk).update(frame=make_frame(cast, moment()))
    with pytest.raises(ActionRefused, match="frame was made"):
        themes.reopen_themes(of_round=found, by=cast.tom, now=moment())


# --- Pages


def test_a_class_proposes_speaks_and_reads_what_became_of_it(cast, sign_in):
    tom, ada, ben = sign_in(cast.tom), sign_in(cast.ada), sign_in(cast.ben)
    assert "Your class is asked" in post(tom, "studio:themes", cast.ada_class.pk, title="for the spring term")
    found = ThemeRound.objects.get()
    assert "One concern counts" in page(ada, "studio:theme-round", found.pk)
    post(ada, "studio:theme-round", found.pk, title="Where does our water come from?", why="We drink it.")
    assert "Say why it is worth" in post(ben, "studio:theme-round", found.pk, title="The sky", why="")
    theme = Theme.objects.get()
    assert ben.post(reverse("studio:remove-theme", args=[theme.pk])).status_code == 403
    post(ada, "studio:remove-theme", theme.pk)
    assert "water" in post(ada, "studio:bring-theme-back", theme.pk)
    post(tom, "studio:theme-step", found.pk, "consider")
    assert tom.post(reverse("studio:theme-step", args=[found.pk, "other"])).status_code == 404
    assert "1 open concern" not in page(ada, "studio:theme-round", found.pk)
    assert "Noted" in post(ben, "studio:say-to-theme", theme.pk, stance="concern", words="It is too far.")
    assert "Say what your concern is" in post(ben, "studio:say-to-theme", theme.pk, stance="concern", words="")
    voice = ThemeVoice.objects.get()
    seen_by_ada = post(ada, "studio:say-to-theme", theme.pk, stance="want")
    assert "It is too far." in seen_by_ada and "Okafor" not in seen_by_ada and "1 open concern" in seen_by_ada
    assert "Okafor" in page(tom, "studio:theme-round", found.pk)
    post(tom, "studio:answer-concern", voice.pk, words="We take the bus.")
    assert "My concern stays" in page(ben, "studio:theme-round", found.pk)
    post(ben, "studio:keep-concern", voice.pk)
    deciding = page(tom, "studio:decide-themes", found.pk, places="1")
    assert "a concern is answered first" in deciding
    chosen = {f"became-{theme.pk}": "chosen"}
    assert "Somebody has a concern" in post(tom, "studio:decide-themes", found.pk, **chosen)
    post(tom, "studio:answer-concern", voice.pk, words="We walk to the near end.")
    assert "Begin a frame with it" in post(tom, "studio:decide-themes", found.pk, **chosen)
    over = page(ada, "studio:theme-round", found.pk)
    assert "we do it" in over and "Begin a frame" not in over
    assert page(tom, "studio:themes", cast.ada_class.pk).count("decided") >= 1
    post(tom, "studio:theme-step", found.pk, "reopen")
    assert ThemeRound.objects.get().state == "considering"


@pytest.mark.parametrize("n", [1, 30])
def test_the_page_of_a_round_asks_the_same_however_much_is_said(cast, sign_in, n):
    found = ask_class(cast)
    others = fill_class(cast, n)
    made = [propose(found, one, f"Theme {number}") for number, one in enumerate(others)]
    considered(cast, found)
    for theme in made:
        say(theme, cast.ben, "concern", "Too far.")
        say(theme, cast.ada, "want")
    tom = sign_in(cast.tom)
    page(tom, "studio:theme-round", found.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        html = page(tom, "studio:theme-round", found.pk)
    mine = [one["sql"] for one in asked if "studio_" in one["sql"] or "evidence_" in one["sql"]]
    assert len(mine) == 3
    assert html.count("Too far.") >= n
