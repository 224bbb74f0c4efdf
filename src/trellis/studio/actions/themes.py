"""What can be done with themes: collect, propose, say what one thinks, answer concerns, decide with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.decisions import record_decision
from trellis.core.models import DecidedBy, Lens
from trellis.evidence.access_lessons import class_learners
from trellis.people.models import Person
from trellis.school.models import SchoolClass
from trellis.studio.models import Stance, Theme, ThemeRound, ThemeVoice
from trellis.studio.telling_critique import THEMES, THEMES_DECIDED, tell_of_answer, tell_of_themes

State, Became = ThemeRound.State, Theme.Became
MOST_OF_ONE, MOST_WORDS, MOST_WHY = 3, 300, 2_000
TOO_LONG = _("This is too long: at most %(n)s letters fit here.")
CONCERNS_FIRST = _("Somebody has a concern about this. Answer it first, or keep it for later.")


def _checked(text: str, field: str, most: int, missing: object = None) -> str:
    text = text.strip()
    if missing is not None and not text:
        raise ActionRefused(str(missing), field)
    if len(text) > most:
        raise ActionRefused(TOO_LONG % {"n": most}, field)
    return text


def _in_state(of_round: ThemeRound, state: str) -> None:
    ThemeRound.objects.select_for_update().get(pk=of_round.pk)
    if of_round.state != state:
        raise ActionRefused(
            _("The class is at another step by now: “%(step)s”") % {"step": of_round.get_state_display()}
        )


# --- The round ---------------------------------------------------------------------------------------


@transaction.atomic
def open_theme_round(*, school_class: SchoolClass, title: str, by: Person, now: datetime) -> ThemeRound:
    """Ask a class what it wants to work on next. One round at a time. Raises ``ActionRefused``."""
    title = _checked(title, "title", 200, _("Say for when, such as “for the spring term”."))
    SchoolClass.objects.select_for_update().get(pk=school_class.pk)
    if ThemeRound.objects.filter(school_class=school_class).exclude(state=State.DECIDED).exists():
        raise ActionRefused(_("This class is choosing already. Decide that first."))
    made = ThemeRound.objects.create(school_class=school_class, title=title, by=by, made_at=now)
    record_moment(at=now, actor=by, verb="themes.asked", thing=made)
    tell_of_themes(made, THEMES, class_learners(school_class, by.district.today(now)), by, now)
    return made


@transaction.atomic
def consider_themes(*, of_round: ThemeRound, by: Person, now: datetime) -> ThemeRound:
    """Close the collecting: from now on everybody says what they think of each theme."""
    _in_state(of_round, State.GATHERING)
    if not Theme.objects.filter(round=of_round, removed_at__isnull=True).exists():
        raise ActionRefused(_("Nothing is proposed yet."))
    of_round.state = State.CONSIDERING
    save_version(of_round, expected=of_round.version, fields=["state"])
    record_moment(at=now, actor=by, verb="themes.considered", thing=of_round)
    tell_of_themes(of_round, THEMES, class_learners(of_round.school_class, by.district.today(now)), by, now)
    return of_round


@transaction.atomic
def collect_again(*, of_round: ThemeRound, by: Person, now: datetime) -> ThemeRound:
    """Go back to collecting; what was said stays."""
    _in_state(of_round, State.CONSIDERING)
    of_round.state = State.GATHERING
    save_version(of_round, expected=of_round.version, fields=["state"])
    record_moment(at=now, actor=by, verb="themes.collected-again", thing=of_round)
    return of_round


# --- Proposals ---------------------------------------------------------------------------------------


@transaction.atomic
def propose_theme(*, of_round: ThemeRound, title: str, why: str, by: Person, now: datetime) -> Theme:
    """Propose a theme or question, and why it is worth everybody's time; a few from each. Raises ``ActionRefused``."""
    _in_state(of_round, State.GATHERING)
    title = _checked(title, "title", 200, _("Say the theme or the question."))
    why = _checked(why, "why", MOST_WHY, _("Say why it is worth our time."))
    if Theme.objects.filter(round=of_round, by=by, removed_at__isnull=True).count() >= MOST_OF_ONE:
        raise ActionRefused(_("Three of yours are there. Take one away to make room for another."))
    theme = Theme.objects.create(round=of_round, by=by, title=title, why=why, at=now)
    record_moment(at=now, actor=by, verb="theme.proposed", thing=theme, learner=by)
    return theme


@transaction.atomic
def remove_theme(*, theme: Theme, by: Person, now: datetime) -> None:
    """Take a theme away; it can be brought back."""
    _open(theme)
    theme.removed_at = now
    theme.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="theme.removed", thing=theme, learner=theme.by)


@transaction.atomic
def bring_theme_back(*, theme: Theme, by: Person, now: datetime) -> None:
    """Bring a theme back."""
    _open(theme)
    theme.removed_at = None
    theme.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="theme.brought-back", thing=theme, learner=theme.by)


def _open(theme: Theme) -> None:
    if theme.round.state == State.DECIDED:
        raise ActionRefused(_("This is decided, so it stays as it is."))


# --- What everybody thinks ---------------------------------------------------------------------------


@transaction.atomic
def say_to_theme(*, theme: Theme, stance: str, words: str = "", by: Person, now: datetime) -> ThemeVoice:
    """Say that one wants a theme, can live with it, or has a concern (with words). It can be said anew."""
    _in_state(theme.round, State.CONSIDERING)
    if stance not in Stance.values:
        raise ActionRefused(_("Choose one of the three."), "stance")
    missing = _("Say what your concern is, so that it can be answered.") if stance == Stance.CONCERN else None
    words = _checked(words, "words", MOST_WORDS, missing) if stance == Stance.CONCERN else ""
    said = {"stance": stance, "words": words, "settled_at": None, "settled_words": "", "at": now}
    voice, _new = ThemeVoice.objects.update_or_create(theme=theme, learner=by, defaults=said)
    record_moment(at=now, actor=by, verb="theme.said", thing=theme, learner=by, context={"stance": str(stance)})
    return voice


@transaction.atomic
def answer_concern(*, voice: ThemeVoice, words: str, by: Person, now: datetime) -> ThemeVoice:
    """Answer a concern: how the theme changes because of it, or what was found when it was talked about.

    Whose it is may say that it stays (``keep_concern``). Raises ``ActionRefused``.
    """
    _in_state(voice.theme.round, State.CONSIDERING)
    voice.settled_words = _checked(words, "words", MOST_WORDS, _("Say how it is answered."))
    voice.settled_at = now
    voice.save(update_fields=["settled_words", "settled_at"])
    record_moment(at=now, actor=by, verb="concern.answered", thing=voice.theme, learner=voice.learner)
    tell_of_answer(voice, by, now)
    return voice


@transaction.atomic
def keep_concern(*, voice: ThemeVoice, by: Person, now: datetime) -> ThemeVoice:
    """Say that an answer does not settle one's concern: it is open again."""
    _in_state(voice.theme.round, State.CONSIDERING)
    voice.settled_at = None
    voice.save(update_fields=["settled_at"])
    record_moment(at=now, actor=by, verb="concern.kept", thing=voice.theme, learner=by)
    return voice


# --- What becomes of it ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one theme, and why; ``joined_with`` names the theme it goes into."""

    became: str
    words: str = ""
    joined_with: UUID | None = None


@transaction.atomic
def decide_themes(*, of_round: ThemeRound, outcomes: Mapping[UUID, Outcome], by: Person, now: datetime) -> ThemeRound:
    """Confirm what becomes of every theme. Raises ``ActionRefused`` with the theme's id as its field.

    A theme with an open concern is not chosen. Whatever is not chosen has a reason that its proposer can read.
    """
    _in_state(of_round, State.CONSIDERING)
    themes = list(Theme.objects.select_for_update().filter(round=of_round, removed_at__isnull=True).order_by("pk"))
    chosen = {key for key, outcome in outcomes.items() if outcome.became == Became.CHOSEN}
    open_concerns = set(
        ThemeVoice.objects.filter(theme__round=of_round, stance=Stance.CONCERN, settled_at__isnull=True).values_list(
            "theme", flat=True
        )
    )
    for theme in themes:
        outcome = outcomes.get(theme.pk, Outcome(""))
        _check_outcome(theme, outcome, chosen, has_concern=theme.pk in open_concerns)
        theme.became, theme.became_words = outcome.became, outcome.words.strip()
        theme.joined_with_id = outcome.joined_with if outcome.became == Became.JOINED else None
        theme.save(update_fields=["became", "became_words", "joined_with"])
    of_round.state, of_round.decided_at = State.DECIDED, now
    save_version(of_round, expected=of_round.version, fields=["state", "decided_at"])
    context = {"themes": len(themes), "chosen": len(chosen)}
    record_moment(at=now, actor=by, verb="themes.decided", thing=of_round, context=context)
    _note_decisions(themes, by, now)
    tell_of_themes(of_round, THEMES_DECIDED, class_learners(of_round.school_class, by.district.today(now)), by, now)
    return of_round


def _check_outcome(theme: Theme, outcome: Outcome, chosen: set[UUID], *, has_concern: bool) -> None:
    field = str(theme.pk)
    if outcome.became not in Became.values or outcome.became == Became.OPEN:
        raise ActionRefused(_("Say what becomes of “%(title)s”.") % {"title": theme.title}, field)
    if outcome.became == Became.CHOSEN and has_concern:
        raise ActionRefused(CONCERNS_FIRST, field)
    if outcome.became != Became.CHOSEN and not outcome.words.strip():
        raise ActionRefused(_("Say why, so that whoever proposed it can read it."), field)
    if len(outcome.words) > MOST_WORDS:
        raise ActionRefused(TOO_LONG % {"n": MOST_WORDS}, field)
    if outcome.became == Became.JOINED and outcome.joined_with not in chosen - {theme.pk}:
        raise ActionRefused(_("Choose a theme that we do, to join it with."), field)


def _note_decisions(themes: list[Theme], by: Person, now: datetime) -> None:
    """Write down for the approach mix that what was chosen came from learners, and was decided together."""
    for theme in themes:
        if theme.became == Became.CHOSEN:
            moment = record_moment(at=now, actor=by, verb="theme.chosen", thing=theme, learner=theme.by)
            record_decision(moment=moment, lens=Lens.START, decided_by=DecidedBy.TOGETHER, basis=["interest"])


@transaction.atomic
def reopen_themes(*, of_round: ThemeRound, by: Person, now: datetime) -> ThemeRound:
    """Take a decision back, as an undo: the class considers again. Not once a frame was made of it."""
    _in_state(of_round, State.DECIDED)
    if Theme.objects.filter(round=of_round, frame__isnull=False).exists():
        raise ActionRefused(_("A frame was made of this already, so it stays."))
    Theme.objects.filter(round=of_round).update(became="", became_words="", joined_with=None)
    of_round.state, of_round.decided_at = State.CONSIDERING, None
    save_version(of_round, expected=of_round.version, fields=["state", "decided_at"])
    record_moment(at=now, actor=by, verb="themes.reopened", thing=of_round)
    return of_round
