"""Critique and themes of the demo: a round that changed drafts, one that is open, two choices of what comes next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from trellis.core.scope import current_district_id, district_scope
from trellis.demo.life import Life, Town, load_texts
from trellis.evidence.access_lessons import class_learners
from trellis.people.models import Person
from trellis.school.access import classes_attended, classes_taught
from trellis.school.models import SchoolClass
from trellis.studio.actions import critique as giving
from trellis.studio.actions import rounds, themes
from trellis.studio.models import Critique, CritiqueRound, CritiqueTurn, Frame, Member, Project, Theme, ThemeRound

FEWEST, MOST = 3, 12
SEED = 5


def add_critique(town: Town) -> None:
    """Let teams give each other words, and Ada's class choose what comes next; call it when projects are there."""
    texts, ada, tom = load_texts("critique"), town.lives["ada"], town.people["tom"]
    with district_scope(current_district_id(), tom.pk):
        frames = list(Frame.objects.filter(by=tom, state=Frame.State.OPEN).order_by("starts_on", "pk"))
        teams = {frame.pk: found for frame in frames if len(found := _going(frame)) >= FEWEST}
        both = classes_attended(ada.learner, ada.today).filter(pk__in=classes_taught(tom, ada.today).values("pk"))
        school_class = both.order_by("title").first()
    led = [frame for frame in frames if frame.pk in teams]
    if led:
        _over(ada, tom, led[0], teams[led[0].pk], texts)
        _open(ada, tom, led[-1], teams[led[-1].pk], texts)
    if school_class is not None:
        _chosen(ada, tom, school_class, texts)
        _gathering(ada, tom, school_class, texts)


def _going(frame: Frame) -> list[tuple[Project, Person]]:
    """Return the projects under way with the member who writes their drafts."""
    found = []
    for project in Project.objects.filter(frame=frame, state=Project.State.GOING).order_by("title", "pk")[:MOST]:
        members = Member.objects.filter(project=project, joined_at__isnull=False, left_at__isnull=True)
        first = members.select_related("learner").order_by("asked_at", "pk").first()
        if first is not None:
            found.append((project, first.learner))
    return found


# --- Critique ----------------------------------------------------------------------------------------


def _draft(
    teams: list[tuple[Project, Person]], texts: dict[str, Any], life: Life, days: int, *, is_later: bool = False
) -> None:
    for place, (project, learner) in enumerate(teams):
        text = texts["drafts"][place % len(texts["drafts"])]
        words = {"words": text["later"], "changed": text["changed"]} if is_later else {"words": text["words"]}
        if project.drafts.count() > (1 if is_later else 0):
            continue
        with district_scope(current_district_id(), learner.pk):
            giving.add_draft(
                project=project,
                title=text["title"],
                question=text["question"],
                **words,
                by=learner,
                now=life.ago(days) + timedelta(minutes=place),
            )


def _round(life: Life, tom: Person, frame: Frame, protocol: str, *, days: int, until: int) -> CritiqueRound:
    day = life.ago(days)
    with district_scope(current_district_id(), tom.pk):
        made = rounds.prepare_round(
            frame=frame,
            protocol=protocol,
            each_gives=2,
            until=life.today + timedelta(days=until),
            seed=SEED,
            by=tom,
            now=day,
            today=min(life.today, life.today + timedelta(days=until)),
        )
        return rounds.open_round(of_round=made, by=tom, now=day + timedelta(minutes=9))


def _give(life: Life, made: CritiqueRound, texts: list[dict[str, str]], *, days: int, every: int = 0) -> list[Critique]:
    """Let everybody give words in their turns, but every so many, who have not yet."""
    turns = CritiqueTurn.objects.filter(round=made).select_related("round__frame", "draft__project", "giver")
    given = []
    for place, turn in enumerate(turns.order_by("giver__given_name", "pk")):
        if every and place % every == every - 1:
            continue
        at = life.ago(days) + timedelta(minutes=place)
        with district_scope(current_district_id(), turn.giver_id):
            given.append(giving.give_critique(turn=turn, parts=texts[place % len(texts)], by=turn.giver, now=at))
    return given


def _over(life: Life, tom: Person, frame: Frame, teams: list[tuple[Project, Person]], texts: dict[str, Any]) -> None:
    """A round of last week: words, second drafts, what became of them, and words that were hidden."""
    _draft(teams, texts, life, 16)
    made = _round(life, tom, frame, CritiqueRound.Protocol.KIND, days=14, until=-8)
    given = _give(life, made, texts["kind"], days=12)
    half = teams[: max(1, len(teams) // 2)]
    _draft(half, texts, life, 10, is_later=True)
    writers = {project.pk: learner for project, learner in half}
    for place, critique in enumerate(given):
        learner = writers.get(critique.draft.project_id)
        if learner is None or place % 4 == 3:  # every fourth waits for an answer
            continue
        became = texts["became"][place % len(texts["became"])]
        newest = critique.draft.project.drafts.order_by("-number").first()
        with district_scope(current_district_id(), learner.pk):
            giving.say_what_became(critique=critique, became=became, changed_in=newest, by=learner, now=life.ago(9))
    _hide(life, tom, made, texts["hidden"])
    with district_scope(current_district_id(), tom.pk):
        rounds.close_round(of_round=made, by=tom, now=life.ago(8))


def _hide(life: Life, tom: Person, made: CritiqueRound, texts: dict[str, Any]) -> None:
    """The last who gave words says them unkindly, and Tom hides them with a reason."""
    last = Critique.objects.filter(turn__round=made, answered_at__isnull=True).select_related("turn__round", "by")
    critique = last.order_by("-at", "-pk").first()
    if critique is None or critique.turn is None:
        return
    with district_scope(current_district_id(), critique.by_id):
        giving.give_critique(turn=critique.turn, parts=texts["words"], by=critique.by, now=life.ago(9))
    critique.refresh_from_db()
    with district_scope(current_district_id(), tom.pk):
        giving.hide_critique(critique=critique, reason=texts["reason"], by=tom, now=life.ago(8))


def _open(life: Life, tom: Person, frame: Frame, teams: list[tuple[Project, Person]], texts: dict[str, Any]) -> None:
    """A round that goes on: some have given words, others have not yet."""
    _draft(teams, texts, life, 3)
    made = _round(life, tom, frame, CritiqueRound.Protocol.WONDER, days=2, until=4)
    _give(life, made, texts["wonder"], days=1, every=3)


# --- Themes ------------------------------------------------------------------------------------------


def _ask(life: Life, tom: Person, school_class: SchoolClass, title: str, days: int) -> tuple[ThemeRound, list[Person]]:
    with district_scope(current_district_id(), tom.pk):
        made = themes.open_theme_round(school_class=school_class, title=title, by=tom, now=life.ago(days))
        return made, class_learners(school_class, life.today)


def _propose(
    life: Life, made: ThemeRound, learners: list[Person], texts: list[dict[str, Any]], days: int
) -> list[Theme]:
    found = []
    for place, text in enumerate(texts):
        learner = learners[place * 3 % len(learners)]
        with district_scope(current_district_id(), learner.pk):
            about = {"title": text["title"], "why": text["why"]}
            found.append(themes.propose_theme(of_round=made, **about, by=learner, now=life.ago(days)))
    return found


def _chosen(life: Life, tom: Person, school_class: SchoolClass, texts: dict[str, Any]) -> None:
    """What the class chose for this term: a concern was answered, and each proposal has its reason."""
    made, learners = _ask(life, tom, school_class, texts["past_round"], 40)
    found = _propose(life, made, learners, texts["past"], 38)
    with district_scope(current_district_id(), tom.pk):
        themes.consider_themes(of_round=made, by=tom, now=life.ago(36))
    for theme, text in zip(found, texts["past"], strict=True):
        theme.round = made
        _speak(life, tom, theme, text, learners)
    chosen = found[0].pk
    outcomes: dict[UUID, themes.Outcome] = {
        theme.pk: themes.Outcome(text["became"], text["words"], chosen if text["became"] == "joined" else None)
        for theme, text in zip(found, texts["past"], strict=True)
    }
    with district_scope(current_district_id(), tom.pk):
        themes.decide_themes(of_round=made, outcomes=outcomes, by=tom, now=life.ago(30))


def _speak(life: Life, tom: Person, theme: Theme, text: dict[str, Any], learners: list[Person]) -> None:
    """Let everybody but a few say what they think; the one with a concern hears how it is answered."""
    wants = {"chosen": 2, "joined": 3, "later": 3, "not-now": 6}[text["became"]]
    for place, learner in enumerate(learners[: len(learners) - 2]):
        concern = text.get("concern") if place == 1 else None
        stance = "concern" if concern else "want" if place % wants == 0 else "live"
        with district_scope(current_district_id(), learner.pk):
            voice = themes.say_to_theme(theme=theme, stance=stance, words=concern or "", by=learner, now=life.ago(34))
        if concern:
            with district_scope(current_district_id(), tom.pk):
                themes.answer_concern(voice=voice, words=text["answer"], by=tom, now=life.ago(32))


def _gathering(life: Life, tom: Person, school_class: SchoolClass, texts: dict[str, Any]) -> None:
    """What it could be next term: ideas are being collected."""
    made, learners = _ask(life, tom, school_class, texts["coming_round"], 2)
    _propose(life, made, learners, texts["coming"], 1)
