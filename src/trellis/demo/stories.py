"""What only some live through: words of the school, own expectations, lowered ones, family links, a report, notices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from trellis.core.scope import current_district_id, district_scope
from trellis.demo.goals import GOAL_KIND, agree_to, say
from trellis.demo.life import Life, Town, load_lives, load_texts
from trellis.framework.models import Competency
from trellis.notice.actions import read_notices
from trellis.notice.models import Notice
from trellis.people.actions import create_person, link_guardian
from trellis.people.models import Person
from trellis.plan.actions.expectations import lower_expectation
from trellis.plan.actions.family_links import ask_family_link, confirm_family_link, revoke_family_link
from trellis.plan.actions.goals import draft_goal, propose_goal
from trellis.plan.actions.negotiation import agree
from trellis.plan.actions.own_expectations import say_own_expectation
from trellis.plan.actions.suggestions import decline_suggestion
from trellis.plan.models import Expectation, FamilyLink, Goal, Plan, Suggestion, Voice
from trellis.plan.stages import stages_below
from trellis.profile.actions import answer_strength, change_facet, notice_strength
from trellis.profile.actions_tags import add_tag, retire_tag
from trellis.profile.models import Facet, Tag
from trellis.talk.actions import report_message, say_words


def agree_on_words(by: Person, now: datetime) -> dict[str, Tag]:
    """Let the coordinator put words into the vocabulary; one of them is no longer offered."""
    stories = load_texts("stories")
    tags = {words: add_tag(words=words, spanish=spanish, by=by, now=now) for words, spanish in stories["tags"]}
    words, spanish = stories["retired"]
    retire_tag(tag=add_tag(words=words, spanish=spanish, by=by, now=now), by=by, now=now)
    return tags


def tell_stories(town: Town) -> None:
    """Tell what only some of the learners live through."""
    _of_ada(town, town.lives["ada"])
    _expect_of_oneself(town)
    _lower(town)
    _write_to_families(town)
    _report(town)


def _of_ada(town: Town, ada: Life) -> None:
    texts = load_texts("stories")["ada"]
    with district_scope(current_district_id(), ada.learner.pk):
        kept = notice_strength(learner=ada.learner, words=texts["kept"], by=ada.educator, now=ada.ago(9))
        answer_strength(noticed=kept, keep=True, audience="family", by=ada.learner, now=ada.ago(8))
        let_go = notice_strength(learner=ada.learner, words=texts["let_go"], by=town.people["linh"], now=ada.ago(7))
        answer_strength(noticed=let_go, keep=False, by=ada.learner, now=ada.ago(6))
        notice_strength(learner=ada.learner, words=texts["waiting"], by=town.people["ruth"], now=ada.ago(1))
        need = Facet.objects.get(learner=ada.learner, kind=Facet.Kind.NEED)
        words = need.words
        change_facet(facet=need, expected=need.version, words=texts["need_before"], by=ada.learner, now=ada.ago(30))
        change_facet(facet=need, expected=need.version, words=words, by=ada.learner, now=ada.ago(10))
        street = Goal.objects.get(learner=ada.learner, position=0)
        say(ada, street, town.people["tom"], texts["hello"], 2)
        say(ada, street, ada.learner, texts["answer"], 1)
        asked = Suggestion.objects.filter(learner=ada.learner, answer=Suggestion.Answer.OPEN).first()
        if asked is not None:
            decline_suggestion(
                suggestion=asked, reason=load_texts("stories")["declined"], by=ada.learner, now=ada.ago(5)
            )


def _expect_of_oneself(town: Town) -> None:
    """Let Ada, and every other learner from grade 9 on, say what they expect of themselves beside the school."""
    own = load_texts("stories")
    for life in town.lives.values():
        if life.username == "ada" or (life.number % 2 and int(life.learner.grades[0]) >= 9):
            words = own["ada"]["own"] if life.username == "ada" else own["own"][life.language]
            for requirement, sentence in zip((town.requirements[0], town.requirements[2]), words, strict=True):
                say_own_expectation(
                    learner=life.learner, requirement=requirement, words=sentence, expected=0, now=life.ago(9)
                )


def _lower(town: Town) -> None:
    """One lowered expectation is over and nobody looked again; another was renewed, and ends soon."""
    _lower_once(town.lives["hugo"], 40, 30)
    mariam = town.lives["mariam"]
    first = _lower_once(mariam, 45, 20)
    if first is None:
        return
    with district_scope(current_district_id(), mariam.learner.pk):
        then = mariam.ago(12)
        lower_expectation(
            goal=first.goal,
            competency_id=first.competency_id,
            reason=load_texts("stories")["renewed"],
            until=min(mariam.today + timedelta(days=8), mariam.term.ends_on),
            by=mariam.educator,
            now=then,
            today=then.date(),
            renews=first,
        )


def _lower_once(life: Life, days: int, lasts: int) -> Expectation | None:
    """Let a goal sit one stage below, from some days ago on; it is over by yesterday. None on the first days."""
    levels = Competency.objects.exclude(education_levels=[]).order_by("code")
    lower = (c for c in levels if c.code.count(".") and stages_below(life.learner.grades, c.education_levels) == 1)
    competency, then = next(lower), life.ago(days)
    until = min(then.date() + timedelta(days=lasts), life.today - timedelta(days=1))
    if until <= then.date():
        return None
    with district_scope(current_district_id(), life.learner.pk):
        goal = draft_goal(
            plan=Plan.objects.get(learner=life.learner, term=life.term),
            clauses={"title": competency.statement_plain[:120], "competencies": [competency]},
            origin=Goal.Origin.COMPETENCY,
            by=life.learner,
            now=life.ago(days + 2),
        )
        propose_goal(goal=goal, by=life.learner, now=life.ago(days + 1))
        lowered = lower_expectation(
            goal=goal,
            competency_id=competency.pk,
            reason=load_lives()["lowered"],
            until=until,
            by=life.educator,
            now=then,
            today=then.date(),
        )
        agree_to(life, goal, life.educator, Voice.EDUCATOR, days)
        return lowered


def _write_to_families(town: Town) -> None:
    """Four families have no account: one link is open, one has run out, one was ended, one waits for the school."""
    emma = _link(town, "emma", 10, confirmed=True)
    _link(town, "noa", 40, confirmed=True)
    tim = _link(town, "tim", 12, confirmed=True)
    revoke_family_link(link=tim, by=town.lives["tim"].educator, now=town.lives["tim"].ago(3))
    _link(town, "kenji", 2, confirmed=False)
    _speak_by_link(town.lives["emma"], emma)


def _link(town: Town, username: str, days: int, *, confirmed: bool) -> FamilyLink:
    life, then = town.lives[username], town.lives[username].now - timedelta(days=days)
    entry = load_texts("stories")["families"][username]
    guardian = create_person(
        given_name=entry["given_name"], family_name=entry["family_name"], by=town.people["omar"], now=then
    )
    link_guardian(
        guardian=guardian,
        learner=life.learner,
        relation=entry["relation"],
        starts_on=then.date(),
        by=town.people["omar"],
        now=then,
    )
    plan = Plan.objects.select_related("learner").get(learner=life.learner, term=life.term)
    link = ask_family_link(plan=plan, guardian=guardian, by=life.educator, now=then, today=then.date())
    if confirmed:
        confirm_family_link(link=link, by=life.educator, now=then)
    return link


def _speak_by_link(life: Life, link: FamilyLink) -> None:
    """A grandmother reads the plan through her link, agrees to the first goal and says so."""
    goal = Goal.objects.filter(learner=life.learner).order_by("position").first()
    words = load_texts("stories")["families"]["emma"]["words"]
    if goal is None:
        return
    agree(
        goal=goal,
        version=goal.version,
        voice=Voice.FAMILY,
        words=words,
        by=link.guardian,
        now=life.ago(4),
        today=life.today,
        link=link,
    )
    say_words(
        subject_kind=GOAL_KIND,
        subject_id=goal.pk,
        learner=life.learner,
        author=None,
        author_name=link.guardian.full_name,
        body=words,
        now=life.ago(4),
    )


def _report(town: Town) -> None:
    """A learner asks an educator to look at what somebody wrote; it waits."""
    entry = load_texts("stories")["report"]
    life = town.lives[entry["learner"]]
    goal = Goal.objects.filter(learner=life.learner).order_by("position").first()
    if goal is None or life.guardian is None:
        return
    said = say_words(
        subject_kind=GOAL_KIND,
        subject_id=goal.pk,
        learner=life.learner,
        author=life.guardian,
        body=entry["words"],
        now=life.ago(2),
    )
    report_message(message=said, reason=entry["reason"], by=life.learner, now=life.ago(1))


def read_older_notices(town: Town) -> None:
    """Let everybody have read what is older than a week; the newest are new to them. Call it last."""
    one = next(iter(town.lives.values()))
    week_ago = one.now - timedelta(days=7)
    older = Notice.objects.filter(at__lt=week_ago, read_at__isnull=True)
    for person in _told(older):
        mine = list(older.filter(person=person).values_list("pk", flat=True))
        read_notices(person=person, now=one.now - timedelta(days=6), only=mine)


def _told(notices: Iterable[Notice]) -> Iterable[Person]:
    return Person.objects.filter(pk__in={notice.person_id for notice in notices})
