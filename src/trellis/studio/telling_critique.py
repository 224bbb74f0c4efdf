"""Who is told what about critique and themes: whose turn it is, who received words, what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from trellis.notice.actions import tell
from trellis.people.models import Person
from trellis.studio.models import Critique, CritiqueRound, CritiqueTurn, Theme, ThemeRound, ThemeVoice

TURN, GIVEN, ANSWERED = "studio.critique-turn", "studio.critique-given", "studio.critique-answered"
THEMES, THEMES_DECIDED, CONCERN = "studio.themes-asked", "studio.themes-decided", "studio.concern-answered"


def tell_of_turns(of_round: CritiqueRound, givers: Iterable[Person], by: Person, now: datetime) -> None:
    """Tell people once that drafts wait for their look, however many."""
    tell(people=givers, kind=TURN, thing=of_round, title=of_round.frame.title, by=by, now=now)


def tell_of_turn(turn: CritiqueTurn, by: Person, now: datetime) -> None:
    """Tell whom a single turn was given to."""
    tell_of_turns(turn.round, [turn.giver], by, now)


def tell_of_critique(critique: Critique, now: datetime) -> None:
    """Tell a team that somebody gave them words on a draft."""
    members = Person.objects.filter(
        memberships__project=critique.draft.project_id,
        memberships__joined_at__isnull=False,
        memberships__left_at__isnull=True,
    )
    tell(people=members, kind=GIVEN, thing=critique.draft, title=critique.draft.title, by=critique.by, now=now)


def tell_what_changed(critique: Critique, by: Person, now: datetime) -> None:
    """Tell who gave words what the team made of them."""
    tell(people=[critique.by], kind=ANSWERED, thing=critique, title=critique.became, by=by, now=now)


def tell_of_themes(of_round: ThemeRound, kind: str, people: Iterable[Person], by: Person, now: datetime) -> None:
    """Tell a class that its ideas are asked for, or what was decided."""
    tell(people=people, kind=kind, thing=of_round, title=of_round.title, by=by, now=now)


def tell_of_answer(voice: ThemeVoice, by: Person, now: datetime) -> None:
    """Tell whose concern it is that it was answered."""
    theme: Theme = voice.theme
    tell(people=[voice.learner], kind=CONCERN, thing=theme.round, title=theme.title, by=by, now=now)
