"""Who hears of what, conversations about goals, and many hands on one goal at once."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from tests.people import Now, meet
from tests.plan.test_pages import as_sent, counter, page, post

from trellis.core.actions import StaleVersion
from trellis.core.scope import change_scope, district_scope
from trellis.notice.models import Notice
from trellis.plan.actions.goals import draft_goal
from trellis.plan.actions.merging import merge_goal
from trellis.plan.actions.plans import open_plan
from trellis.plan.clauses import clauses_of
from trellis.plan.models import Goal, GoalVersion, Plan
from trellis.school.actions import end_enrolment
from trellis.school.models import Enrolment
from trellis.talk.models import Message

PLAN_KINDS = "plan."
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


def told(cast, name: str) -> list[str]:
    rows = Notice.objects.filter(person=getattr(cast, name), kind__startswith=PLAN_KINDS).order_by("pk")
    return [kind.removeprefix(PLAN_KINDS) for kind in rows.values_list("kind", flat=True)]


# --- Notices --------------------------------------------------------------------------------------


def test_a_draft_is_told_to_nobody_and_a_proposal_to_everybody_else_with_a_voice(cast, make_goal):
    make_goal(draft=True)
    assert not Notice.objects.exists()
    make_goal()
    assert {name: told(cast, name) for name in ("ada", "tom", "ines", "ruth", "ben", "mira", "omar", "eve")} == {
        "ada": [],
        "tom": ["proposed"],
        "ines": ["proposed"],
        "ruth": ["proposed"],
        "ben": [],
        "mira": [],
        "omar": [],
        "eve": [],
    }


def test_who_proposed_hears_the_answer_and_all_hear_that_all_agree(cast, sign_in, make_goal, now):
    goal = make_goal(show_as="a map")
    proposal = counter(cast, goal, now, show_as="a page")
    assert told(cast, "ada") == ["counter-proposed"]
    post(sign_in(cast.ada), "plan:answer", proposal.pk, all="take:1")
    assert told(cast, "tom") == ["proposed", "answered"]
    post(sign_in(cast.ruth), "plan:agree", goal.pk, version=2)
    assert told(cast, "ada") == ["counter-proposed", "agreed"]
    assert told(cast, "tom")[-1] == "agreed"


def test_a_suggestion_is_told_to_the_learner_and_its_answer_to_the_author(cast, sign_in, plan):
    from trellis.plan.models import Suggestion

    post(sign_in(cast.ruth), "plan:suggest", cast.ada.pk, title="Interview abuela", why="She knew the street.")
    change_scope(cast.district.pk, cast.ada.pk)
    assert told(cast, "ada") == ["suggested"]
    post(sign_in(cast.ada), "plan:decline-suggestion", Suggestion.objects.get().pk, reason="Later.")
    assert told(cast, "ruth") == ["suggestion-answered"]


def test_notices_lead_to_the_goal_and_are_read_with_it(cast, sign_in, make_goal):
    goal, tom = make_goal(), sign_in(cast.tom)
    html = page(tom, "notice:index")
    assert "Ada Kovač put a goal on the table." in html
    page(tom, "plan:goal", goal.pk)
    assert Notice.objects.get(person=cast.tom).read_at is not None


# --- Talk -----------------------------------------------------------------------------------------


def test_everybody_who_sees_a_goal_talks_about_it_and_nobody_else(cast, sign_in, make_goal):
    goal = make_goal()
    said = post(sign_in(cast.tom), "talk:say", "plan.goal", goal.pk, body="What did you hear?")
    assert "What did you hear?" in said
    ada = sign_in(cast.ada)
    assert "1 new message" in page(ada, "plan:mine")
    assert "What did you hear?" in page(ada, "plan:goal", goal.pk)
    assert "1 new message" not in page(ada, "plan:mine")
    for name in ("mira", "noor", "omar", "eve"):
        address = reverse("talk:say", args=["plan.goal", goal.pk])
        assert sign_in(getattr(cast, name)).post(address, {"body": "Hello"}).status_code == 404
    assert Message.objects.count() == 1
    assert told(cast, "ada") == ["said"]


def test_a_draft_has_no_conversation_for_others(cast, sign_in, make_goal):
    draft = make_goal(draft=True)
    assert "We talk about it" not in page(sign_in(cast.ada), "plan:goal", draft.pk)
    address = reverse("talk:say", args=["plan.goal", draft.pk])
    assert sign_in(cast.tom).post(address, {"body": "Hello"}).status_code == 404


# --- Access ends ----------------------------------------------------------------------------------


def test_an_educator_whose_class_ended_sees_neither_plan_nor_goal_and_changes_nothing(cast, sign_in, make_goal, now):
    goal, tom = make_goal(), sign_in(cast.tom)
    assert tom.get(reverse("plan:goal", args=[goal.pk])).status_code == 200
    for enrolment in Enrolment.objects.filter(person=cast.tom):
        end_enrolment(enrolment=enrolment, on=timezone.now().date(), by=cast.omar, now=now)
    for address in (reverse("plan:goal", args=[goal.pk]), reverse("plan:plan", args=[cast.ada.pk])):
        assert tom.get(address).status_code == 404
    for route in ("agree", "counter"):
        answer = tom.post(reverse(f"plan:{route}", args=[goal.pk]), as_sent(goal, why="x"))
        assert answer.status_code == 404


def test_two_plans_that_differ_in_drafts_alone_read_the_same_byte_for_byte(cast, sign_in, make_goal):
    make_goal()
    tom = sign_in(cast.tom)
    address = reverse("plan:plan", args=[cast.ada.pk])
    before = TOKEN.sub("", tom.get(address).content.decode())
    make_goal(draft=True, title="Nobody knows this yet")
    assert TOKEN.sub("", tom.get(address).content.decode()) == before


# --- Many hands at once ---------------------------------------------------------------------------

EDITORS, SAVES = 64, 10
PARTS = ("why", "success", "show_as", "how")


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What this test writes is seen by other connections, so it takes it away itself."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()


def test_sixty_four_editors_lose_no_update(committed):
    """Each adds a mark of its own to a part of one goal, again and again; every mark is there at the end."""
    people = meet()
    district, ada = people.district.pk, people.ada.pk
    with district_scope(district, ada):
        plan = open_plan(learner=people.ada, term=people.term, by=people.ada, now=Now)
        goal = draft_goal(plan=plan, clauses={"title": "One goal"}, by=people.ada, now=Now)
    gate, errors = threading.Semaphore(8), []

    def edit(number: int) -> None:
        try:
            for round_ in range(SAVES):
                with gate:
                    _save_until_it_holds(district, people.ada, goal.pk, PARTS[number % 4], f"{number}.{round_};")
        except Exception as error:  # noqa: BLE001 - told below, in the thread of the test
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        assert errors == []
        with district_scope(district, ada):
            goal = Goal.objects.get(pk=goal.pk)
            marks = ";".join(getattr(goal, part) for part in PARTS).replace(";;", ";").split(";")
            assert len({mark for mark in marks if mark}) == EDITORS * SAVES
            assert goal.version == EDITORS * SAVES + 1
            assert GoalVersion.objects.filter(goal=goal).count() == goal.version
    finally:
        with district_scope(district, ada):
            Plan.objects.filter(pk=plan.pk).delete()


def _save_until_it_holds(district, person, goal_id, part: str, mark: str) -> None:
    """Read the goal, write a mark into one part, save; where another was first, read it once more and try again."""
    while True:
        with district_scope(district, person.pk):
            goal = Goal.objects.get(pk=goal_id)
            clauses = clauses_of(goal)
            read = goal.version
        clauses[part] += mark
        try:
            with district_scope(district, person.pk):
                merge_goal(goal=goal, clauses=clauses, read_version=read, by=person, now=Now)
        except StaleVersion:
            continue
        return
