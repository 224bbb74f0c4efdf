"""What somebody must not see: things to add to the district of the cast, each with the names of those who see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.files.samples import picture_upload
from tests.notice.news import KIND as NEWS
from tests.people import Cast, Now
from tests.plan.conferences import make_conference
from tests.talk.walls import say

from trellis.agenda.models import CalendarFeed
from trellis.core.ids import uuid7
from trellis.core.models import Decision
from trellis.core.scope import change_scope, district_scope
from trellis.files.actions import store_file
from trellis.files.models import StoredFile
from trellis.framework.models import Competency, Requirement
from trellis.notice.actions import tell
from trellis.notice.models import Notice
from trellis.people.models import Person
from trellis.plan.actions.conferences import add_topic
from trellis.plan.actions.goals import draft_goal, propose_goal
from trellis.plan.actions.negotiation import agree, propose_changes
from trellis.plan.actions.outcomes import write_outcome
from trellis.plan.actions.plans import open_plan
from trellis.plan.actions.reading import note_read
from trellis.plan.actions.steps import add_step
from trellis.plan.actions.suggestions import suggest_goal
from trellis.plan.clauses import clauses_of
from trellis.plan.models import Expectation, FamilyLink, Goal, OwnExpectation, Plan
from trellis.profile.actions import change_audience, notice_strength, put_away_facet, write_facet
from trellis.profile.actions_check_ins import open_check_in
from trellis.profile.models import Answer, CheckIn, Facet, NoticedStrength
from trellis.school.models import Term
from trellis.talk.actions import report_message, say_words, visit_thread
from trellis.talk.models import Message

ADA = frozenset({"ada", "tom", "ines", "ruth"})  # who has a voice in Ada's plan
CHIDI = frozenset({"chidi", "mira", "paul"})
QUESTIONS = [{"key": "doing", "kind": "scale", "text": ""}]


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that only those in ``seen_by`` may notice."""

    name: str
    seen_by: frozenset[str]
    make: Callable[[Cast], object]


@contextmanager
def through(cast: Cast, person: Person) -> Iterator[None]:
    """Look through somebody's eyes: drafts and entries for oneself are rows of nobody else."""
    change_scope(cast.district.pk, person.pk)
    yield
    change_scope(cast.district.pk)


def _entry(audience: str, **then: Any) -> Callable[[Cast], Facet]:
    def make(cast: Cast) -> Facet:
        with through(cast, cast.ada):
            entry = write_facet(
                learner=cast.ada, kind="need", words="A secret chair", audience=audience, by=cast.ada, now=Now
            )
            if "narrowed" in then:
                change_audience(facet=entry, audience=then["narrowed"], by=cast.ada, now=Now)
            if "put_away" in then:
                put_away_facet(facet=entry, by=cast.ada, now=Now)
        return entry

    return make


def draft(cast: Cast, learner: Person, title: str = "A secret draft") -> Goal:
    """Return a draft that its learner keeps to themselves."""
    with through(cast, learner):
        plan = open_plan(learner=learner, term=cast.term, by=learner, now=Now)
        return draft_goal(plan=plan, clauses={"title": title}, by=learner, now=Now)


def goal_of(cast: Cast, learner: Person, educator: Person) -> dict[str, Any]:
    """Return what hangs on a goal that is talked about: a step, a proposal, an agreement, words."""
    goal = draft(cast, learner, "A secret goal")
    with through(cast, learner):
        propose_goal(goal=goal, by=learner, now=Now)
    goal.refresh_from_db()
    step = add_step(goal=goal, values={"title": "A secret step"}, by=learner, now=Now)
    agree(goal=goal, version=goal.version, voice="educator", words="A secret word", by=educator, now=Now,
          today=Now.date())  # fmt: skip
    proposal = propose_changes(
        goal=goal,
        clauses={**clauses_of(goal), "show_as": "a secret map"},
        reasons={},
        voice="educator",
        base_version=goal.version,
        by=educator,
        now=Now,
    )
    note_read(goal=goal, words=True, by=educator, now=Now)
    message = _talk(goal, learner, educator)
    return {"goal_id": goal.pk, "step_id": step.pk, "proposal_id": proposal.pk, "message_id": message.pk,
            "decision_id": Decision.objects.filter(learner_id=learner.pk).order_by("pk").first().pk}  # fmt: skip


def _talk(goal: Goal, learner: Person, educator: Person) -> Message:
    about: dict[str, Any] = {"subject_kind": "plan.goal", "subject_id": goal.pk}
    say_words(**about, learner=learner, author=educator, body="A secret word", now=Now)
    visit_thread(**about, person=educator, now=Now)
    return say_words(**about, learner=learner, author=learner, body="A secret answer", now=Now)


def expectation_of(cast: Cast, learner: Person, educator: Person) -> Expectation:
    """Return that a part of a goal sits lower for a while."""
    goal = Goal.objects.filter(learner=learner).exclude(state="draft").order_by("pk").first()
    return Expectation.objects.create(
        goal=goal,
        learner=learner,
        competency=Competency.objects.order_by("pk")[1],
        stages_below=1,
        reason="A secret reason.",
        author=educator,
        starts_on=cast.term.starts_on,
        until=Now.date() + timedelta(days=5),
        made_at=Now,
    )


def conference_of(cast: Cast, learner: Person, educator: Person, family: Person) -> dict[str, Any]:
    """Return a conference with a topic and an outcome."""
    asked = {"learner": learner, "people": [educator, family], "by": educator, "place": "A secret room"}
    held = make_conference(cast, Now, **asked)
    topic = add_topic(conference=held, words="A secret topic", by=learner, now=Now)
    outcome = write_outcome(
        conference=held, topic=topic, words="A secret outcome", decided_by="", change=None, voice="learner",
        by=learner, now=Now, today=Now.date(),
    )  # fmt: skip
    return {"conference_id": held.pk, "topic_id": topic.pk, "outcome_id": outcome.pk, "event_id": held.event_id}


def suggestion_of(learner: Person, by: Person, voice: str) -> dict[str, Any]:
    """Return a goal that somebody suggests."""
    made = suggest_goal(
        learner=learner, title="A secret wish", why="It hums.", competency=None, voice=voice, by=by, now=Now
    )
    return {"suggestion_id": made.pk}


def family_link_of(cast: Cast, learner: Person, family: Person) -> dict[str, Any]:
    """Return a link to a plan that the school has confirmed."""
    link = FamilyLink.objects.create(
        plan=Plan.objects.get(learner=learner, term=cast.term),
        guardian=family,
        token_hash=uuid7().hex * 2,
        asked_by=learner,
        asked_at=Now,
        confirmed_at=Now,
        expires_at=Now + timedelta(days=4000),
    )
    return {"plan:confirm-family-link:link_id": link.pk, "plan:revoke-family-link:link_id": link.pk}


def own_expectation_of(learner: Person) -> None:
    """What a learner expects of themselves."""
    first = Requirement.objects.order_by("pk").first()
    OwnExpectation.objects.create(learner=learner, requirement=first, words="A secret hope")


def round_of(cast: Cast, by: Person, told: str = CheckIn.Told.AUTHOR) -> CheckIn:
    """Return a round of questions to the class of Tom or Mira."""
    return open_check_in(
        title="A secret round",
        questions=QUESTIONS,
        told=told,
        opens_on=cast.term.starts_on,
        closes_on=cast.term.starts_on + timedelta(days=58),
        school_class=cast.ada_class if by == cast.tom else cast.chidi_class,
        by=by,
        now=Now,
    )


def _answer(told: str, *, seen: bool) -> Callable[[Cast], None]:
    def make(cast: Cast) -> None:
        asked = CheckIn.objects.filter(author=cast.tom, told=told).order_by("pk").first()  # the one in both worlds
        Answer.objects.create(
            check_in=asked, learner=cast.ada, values={"doing": 2}, at=Now, seen_at=Now if seen else None
        )

    return make


def _file(cast: Cast) -> StoredFile:
    return store_file(upload=picture_upload(), kind=StoredFile.Kind.PICTURE, words="", owner=cast.ada, now=Now)


def _notice(cast: Cast, name: str) -> Notice:
    return tell(people=[cast.people[name]], kind=NEWS, thing=cast.ada_class, now=Now)[0]


def _notice_for(name: str) -> Secret:
    return Secret(f"a notice for {name}", frozenset({name}), lambda cast: _notice(cast, name))


def _feed(cast: Cast) -> None:
    CalendarFeed.objects.create(person=cast.ada, token_hash=uuid7().hex * 2, made_at=Now)


def _noticed(cast: Cast) -> NoticedStrength:
    return notice_strength(learner=cast.ada, words="A secret strength", by=cast.tom, now=Now)


def _report(cast: Cast) -> None:
    said = Message.objects.get(author=cast.noor)
    report_message(message=said, reason="A secret reason", by=cast.ada, now=Now)


def chidis_story(cast: Cast) -> dict[str, Any]:
    """Return what another family has, by parameter of an address: nobody of Ada's circle may notice any of it."""
    chidi, mira, paul = cast.chidi, cast.mira, cast.paul
    with through(cast, chidi):
        entry = write_facet(learner=chidi, kind="hope", words="A secret hope", audience="circle", by=chidi, now=Now)
    goal = goal_of(cast, chidi, mira)
    own_expectation_of(chidi)
    noticed = notice_strength(learner=chidi, words="A secret strength", by=mira, now=Now)
    asked = round_of(cast, mira)
    Answer.objects.create(check_in=asked, learner=chidi, values={"doing": 3}, at=Now, seen_at=Now)
    file = store_file(upload=picture_upload(), kind=StoredFile.Kind.PICTURE, words="", owner=chidi, now=Now)
    # Of words of Mira's the coordinator would be told: she is Chidi's only educator.
    said = say_words(
        subject_kind="plan.goal", subject_id=goal["goal_id"], learner=chidi, author=paul, body="Hm", now=Now
    )
    report = report_message(message=said, reason="A secret reason", by=chidi, now=Now)
    return {
        **goal,
        **conference_of(cast, chidi, mira, paul),
        **suggestion_of(chidi, paul, "family"),
        **family_link_of(cast, chidi, paul),
        "expectation_id": expectation_of(cast, chidi, mira).pk,
        "learner_id": chidi.pk,
        "facet_id": entry.pk,
        "noticed_id": noticed.pk,
        "check_in_id": asked.pk,
        "file_id": file.pk,
        "notice_id": _notice(cast, "chidi").pk,
        "report_id": report.pk,
        "talk:thread:kind": "plan.goal",
        "talk:thread:subject_id": goal["goal_id"],
        "talk:say:kind": "plan.goal",
        "talk:say:subject_id": goal["goal_id"],
    }


def _zeds_story(cast: Cast) -> None:
    """Things of a learner in another district."""
    with district_scope(cast.elsewhere.pk, cast.zed.pk):
        zed = cast.zed
        term = Term.objects.create(title="Far term", starts_on=cast.term.starts_on, ends_on=cast.term.ends_on)
        write_facet(learner=zed, kind="hope", words="A secret hope", audience="circle", by=zed, now=Now)
        plan = open_plan(learner=zed, term=term, by=zed, now=Now)
        goal = draft_goal(plan=plan, clauses={"title": "A secret goal"}, by=zed, now=Now)
        propose_goal(goal=goal, by=zed, now=Now)
        tell(people=[zed], kind=NEWS, thing=term, now=Now)


def before_both(cast: Cast) -> None:
    """What stands in both worlds besides the samples: a round that nobody is told of, words of Noor's, Chidi's plan."""
    round_of(cast, cast.tom, CheckIn.Told.NOBODY)
    round_of(cast, cast.tom, CheckIn.Told.EDUCATORS)
    say(cast, "noor", "Good morning")
    with through(cast, cast.chidi):
        open_plan(learner=cast.chidi, term=cast.term, by=cast.chidi, now=Now)


def _of_ada(name: str, make: Callable[[Cast], object]) -> Secret:
    return Secret(name, ADA, make)


SECRETS = (
    Secret("an entry for herself", frozenset({"ada"}), _entry("me")),
    Secret("an entry for her educators", frozenset({"ada", "tom", "ines"}), _entry("educators")),
    Secret("an entry for her family", frozenset({"ada", "ruth"}), _entry("family")),
    Secret("an entry for her circle", ADA | {"noor"}, _entry("circle")),
    Secret("an entry that was for more", frozenset({"ada"}), _entry("circle", narrowed="me")),
    Secret("an entry put away", frozenset({"ada"}), _entry("circle", put_away=True)),
    Secret("a draft", frozenset({"ada"}), lambda cast: draft(cast, cast.ada)),
    Secret("a draft of Ben's", frozenset({"ben"}), lambda cast: draft(cast, cast.ben)),
    Secret("a goal of Ben's", frozenset({"ben", "tom"}), lambda cast: goal_of(cast, cast.ben, cast.tom)),
    _of_ada("a goal with all that hangs on it", lambda cast: goal_of(cast, cast.ada, cast.tom)),
    _of_ada("a conference", lambda cast: conference_of(cast, cast.ada, cast.tom, cast.ruth)),
    _of_ada("a goal that Tom suggests", lambda cast: suggestion_of(cast.ada, cast.tom, "educator")),
    _of_ada("a family link", lambda cast: family_link_of(cast, cast.ada, cast.ruth)),
    # It is her second within a year, and that is a question to who runs the school as well.
    Secret("what is lowered again", ADA | {"omar"}, lambda cast: expectation_of(cast, cast.ada, cast.tom)),
    _of_ada("what she expects of herself", lambda cast: own_expectation_of(cast.ada)),
    Secret("a strength that Tom noticed", frozenset({"ada", "tom"}), _noticed),
    Secret("a round of Tom's", frozenset({"ada", "ben", "tom"}), lambda cast: round_of(cast, cast.tom)),
    Secret("an answer she has not looked back on", frozenset({"ada"}), _answer("author", seen=False)),
    Secret("an answer for nobody", frozenset({"ada"}), _answer("nobody", seen=True)),
    Secret("an answer for her educators", frozenset({"ada", "tom", "ines"}), _answer("educators", seen=True)),
    Secret("words on her wall", ADA | {"noor"}, lambda cast: say(cast, "ada", "A secret word")),
    Secret("a report of Noor's words", frozenset({"ada", "tom", "ines"}), _report),
    Secret("a picture", frozenset({"ada"}), _file),
    Secret("an address of her calendar", frozenset({"ada"}), _feed),
    _notice_for("ada"),
    _notice_for("tom"),
    _notice_for("omar"),
    Secret("the story of another family", CHIDI, chidis_story),
    Secret("a story in another district", frozenset({"zed"}), _zeds_story),
)
