"""Rounds of themes in the class of Ada, Ben and Tom, made through the actions."""

from __future__ import annotations

from tests.evidence.showing import moment
from tests.people import Cast

from trellis.people.models import Person
from trellis.studio.actions import themes
from trellis.studio.models import Theme, ThemeRound


def ask_class(cast: Cast, title: str = "for the spring term") -> ThemeRound:
    """Tom asks his class."""
    return themes.open_theme_round(school_class=cast.ada_class, title=title, by=cast.tom, now=moment())


def propose(of_round: ThemeRound, by: Person, title: str = "Where does our water come from?") -> Theme:
    """Somebody proposes a theme."""
    why = "We drink it every day and nobody knows."
    return themes.propose_theme(of_round=of_round, title=title, why=why, by=by, now=moment())


def considered(cast: Cast, of_round: ThemeRound) -> ThemeRound:
    """Tom closes the collecting."""
    return themes.consider_themes(of_round=of_round, by=cast.tom, now=moment())


def say(theme: Theme, by: Person, stance: str, words: str = ""):
    """Somebody says what they think."""
    theme.round.refresh_from_db()
    return themes.say_to_theme(theme=theme, stance=stance, words=words, by=by, now=moment())
