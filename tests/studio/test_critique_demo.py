"""The demo's critique and themes are told by the actions that pages use."""

from __future__ import annotations

from datetime import timedelta

from tests.evidence.lessons import fill_class
from tests.evidence.showing import day, moment
from tests.studio.making import make_frame, make_project

from trellis.demo.life import Life, Town
from trellis.demo.studio_critique import add_critique
from trellis.studio.models import Critique, CritiqueRound, Draft, FrameClass, Theme, ThemeRound


def town_of(cast) -> Town:
    """Ada's town with Tom, as far as this story needs it."""
    ada = Life(
        number=1,
        script=0,
        username="ada",
        learner=cast.ada,
        educator=cast.tom,
        guardian=cast.ruth,
        language="en",
        term=cast.term,
        today=day(),
        now=moment(),
    )
    return Town(people={"tom": cast.tom}, schools={}, classes={}, lives={"ada": ada}, tags={}, requirements=())


def test_a_round_is_over_one_is_open_and_a_class_has_chosen_and_chooses(cast):
    frame = make_frame(cast, moment() - timedelta(days=20))
    assert FrameClass.objects.filter(frame=frame).exists()
    make_project(cast, moment(), frame=frame)
    for number, one in enumerate(fill_class(cast, 6)):
        make_project(cast, moment(), frame=frame, learners=(one,), title=f"Project {number}")
    add_critique(town_of(cast))
    over, open_round = CritiqueRound.objects.order_by("until")
    assert over.closed_at is not None and open_round.closed_at is None and open_round.opened_at is not None
    assert Draft.objects.filter(number=2).exclude(changed="").exists()
    assert Critique.objects.filter(turn__round=over).exclude(became="").exists()
    assert Critique.objects.filter(hidden_at__isnull=False).count() == 1
    assert 0 < Critique.objects.filter(turn__round=open_round).count() < open_round.turns.count()
    assert list(ThemeRound.objects.order_by("made_at").values_list("state", flat=True)) == ["decided", "gathering"]
    decided = Theme.objects.filter(round__state="decided")
    assert set(decided.values_list("became", flat=True)) == {"chosen", "later", "joined", "not-now"}


def test_without_projects_the_class_still_chooses(cast):
    fill_class(cast, 4)
    add_critique(town_of(cast))
    assert not CritiqueRound.objects.exists()
    assert ThemeRound.objects.count() == 2
