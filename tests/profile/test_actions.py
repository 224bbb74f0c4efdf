"""What can be done with a profile: it keeps what was said, asks again, and takes in only what the learner keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.people import Now

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.core.models import Moment
from trellis.notice.models import Notice
from trellis.profile import actions
from trellis.profile.actions_tags import add_tag, change_tag, retire_tag, use_tag_again
from trellis.profile.jobs import ask_again_in
from trellis.profile.models import Facet, FacetVersion
from trellis.profile.queries import noticed_for, vocabulary
from trellis.profile.signs import GROWN_OLD, NOTICED


def test_an_entry_belongs_to_its_learner_alone_until_they_say_otherwise(make_facet):
    assert make_facet().audience == "me"


def test_an_entry_needs_words_a_picture_or_a_sound(make_facet):
    with pytest.raises(ActionRefused) as refused:
        make_facet(words="   ")
    assert refused.value.field == "words"


def test_too_many_words_are_refused_with_both_numbers(make_facet):
    with pytest.raises(ActionRefused, match="Yours has 100000"):
        make_facet(words="a" * 100_000)


def test_only_preferences_have_an_aspect(make_facet):
    assert make_facet(kind="hope", aspect="show").aspect == ""
    assert make_facet(kind="preference", aspect="show").aspect == "show"


def test_a_change_keeps_how_it_read_before_and_a_stale_one_is_told(cast, make_facet, through, now):
    facet = make_facet(words="Maps")
    with through(cast.ada):
        actions.change_facet(facet=facet, expected=1, words="Maps of sounds", by=cast.ada, now=now)
        assert [version.words for version in FacetVersion.objects.filter(facet=facet)] == ["Maps"]
        with pytest.raises(StaleVersion):
            actions.change_facet(facet=facet, expected=1, words="Boats", by=cast.ada, now=now)
        assert Facet.objects.get(pk=facet.pk).words == "Maps of sounds"


def test_every_action_writes_one_moment_about_the_learner(cast, make_facet, through, now):
    facet = make_facet()
    with through(cast.ada):
        actions.change_audience(facet=facet, audience="family", by=cast.ada, now=now)
        actions.put_away_facet(facet=facet, by=cast.ada, now=now)
        actions.bring_back_facet(facet=facet, by=cast.ada, now=now)
        actions.still_true(facet=facet, by=cast.ada, now=now)
        written = list(Moment.objects.filter(object_id=facet.pk, learner_id=cast.ada.pk).order_by("id"))
    assert [moment.verb for moment in written] == [
        "facet.written",
        "facet.shown",
        "facet.put-away",
        "facet.brought-back",
        "facet.still-true",
    ]


def test_a_noticed_strength_joins_only_when_kept_and_the_learner_is_told_of_it(cast, through, now):
    noticed = actions.notice_strength(learner=cast.ada, words="You waited for Ben", by=cast.tom, now=now)
    with through(cast.ada):
        assert Notice.objects.get(person=cast.ada).kind == NOTICED
        assert [one.words for one in noticed_for(cast.ada)] == ["You waited for Ben"]
        assert not Facet.objects.exists()
        facet = actions.answer_strength(noticed=noticed, keep=True, by=cast.ada, now=now)
        assert (facet.kind, facet.words, facet.audience) == ("strength", "You waited for Ben", "me")
        assert noticed_for(cast.ada) == []


def test_letting_go_after_keeping_puts_away_and_keeping_again_brings_back(cast, through, now):
    noticed = actions.notice_strength(learner=cast.ada, words="You listen", by=cast.noor, now=now)
    with through(cast.ada):
        assert actions.answer_strength(noticed=noticed, keep=False, by=cast.ada, now=now) is None
        facet = actions.answer_strength(noticed=noticed, keep=True, by=cast.ada, now=now)
        actions.answer_strength(noticed=noticed, keep=False, by=cast.ada, now=now)
        assert Facet.objects.get().put_away_at == now
        actions.answer_strength(noticed=noticed, keep=True, by=cast.ada, now=now)
        assert Facet.objects.get() == facet
        assert Facet.objects.get().put_away_at is None


def test_nobody_notices_their_own_strength_and_nothing_is_no_strength(cast, now):
    for by, words in ((cast.ada, "I am good"), (cast.tom, "  ")):
        with pytest.raises(ActionRefused):
            actions.notice_strength(learner=cast.ada, words=words, by=by, now=now)


@pytest.mark.parametrize(("days", "told"), [(119, 0), (120, 1)])
def test_entries_are_asked_about_again_after_120_days_and_once(cast, make_facet, through, days, told):
    now = Now
    make_facet(now=now - timedelta(days=days))
    assert ask_again_in(cast.district.pk, now) == told
    assert ask_again_in(cast.district.pk, now) == 0
    with through(cast.ada):
        assert Notice.objects.filter(kind=GROWN_OLD).count() == told


def test_words_of_the_vocabulary_are_once_there_and_retire_without_leaving_entries(cast, make_facet, through, now):
    music = add_tag(words="  music ", spanish="música", by=cast.omar, now=now)
    with pytest.raises(ActionRefused, match="there already"):
        add_tag(words="Music", by=cast.omar, now=now)
    facet = make_facet(tags=[music])
    retire_tag(tag=music, by=cast.omar, now=now)
    assert list(vocabulary()) == []
    with through(cast.ada):
        assert list(vocabulary(facet)) == [music]
    use_tag_again(tag=music, by=cast.omar, now=now)
    change_tag(tag=music, words="making music", spanish="", by=cast.omar, now=now)
    assert [(tag.words, tag.translations) for tag in vocabulary()] == [("making music", {})]
