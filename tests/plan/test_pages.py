"""Pages of plans and goals: what each reader sees there, what they may do, and what stays as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from trellis.core.scope import change_scope
from trellis.framework.models import Competency, Requirement
from trellis.plan.actions.negotiation import agree, propose_changes
from trellis.plan.actions.steps import add_step
from trellis.plan.actions.suggestions import suggest_goal
from trellis.plan.clauses import clauses_of
from trellis.plan.models import Goal, Plan, Proposal, Step, Suggestion
from trellis.profile.models import Facet

WITH_A_VOICE = ("ada", "tom", "ines", "ruth")
WITHOUT = ("ben", "chidi", "mira", "paul", "noor", "omar", "dana", "eve", "zed")


def page(client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name: str, *args: object, **data: object) -> str:
    response = client.post(reverse(name, args=args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def count_queries(client, name: str, *args: object) -> int:
    client.get(reverse(name, args=args))
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse(name, args=args)).status_code == 200
    return len(seen)


def counter(cast, goal, now, **clauses) -> Proposal:
    return propose_changes(
        goal=goal,
        clauses={**clauses_of(goal), **clauses},
        reasons=dict.fromkeys(clauses, "your second aim is asking."),
        voice="educator",
        base_version=goal.version,
        by=cast.tom,
        now=now,
    )


def as_sent(goal: Goal, **clauses: object) -> dict[str, object]:
    """What the form of a goal sends."""
    stands = {str(name): "" if value is None else value for name, value in clauses_of(goal).items()}
    return {**stands, "version": goal.version, "do": "save", **clauses}


# --- Who sees a plan ------------------------------------------------------------------------------


def test_a_learner_without_a_plan_is_shown_how_to_start_one(cast, sign_in):
    ada = sign_in(cast.ada)
    assert "Start my plan" in page(ada, "plan:mine")
    assert "What could it begin with?" in post(ada, "plan:start")
    change_scope(cast.district.pk, cast.ada.pk)
    assert Plan.objects.get(learner=cast.ada).term == cast.term


@pytest.mark.parametrize("name", WITH_A_VOICE)
def test_everybody_with_a_voice_reads_the_plan(cast, sign_in, make_goal, name):
    make_goal(why="The trucks wake me.")
    html = page(sign_in(getattr(cast, name)), "plan:plan", cast.ada.pk)
    assert "Make a map of the sounds on our street" in html
    assert "The trucks wake me." in html
    assert ("New goal" in html, "Suggest a goal" in html) == (name == "ada", name != "ada")


@pytest.mark.parametrize("name", WITHOUT)
def test_a_plan_and_its_goals_do_not_exist_for_anybody_else(cast, sign_in, make_goal, name):
    goal = make_goal()
    client = sign_in(getattr(cast, name))
    for address in (
        reverse("plan:plan", args=[cast.ada.pk]),
        reverse("plan:print", args=[cast.ada.pk]),
        reverse("plan:suggest", args=[cast.ada.pk]),
        reverse("plan:goal", args=[goal.pk]),
        reverse("plan:goal-versions", args=[goal.pk]),
        reverse("plan:edit-goal", args=[goal.pk]),
        reverse("plan:counter", args=[goal.pk]),
    ):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", ["tom", "ines", "ruth"])
def test_a_draft_does_not_exist_for_anybody_but_its_learner(cast, sign_in, make_goal, name):
    draft = make_goal(draft=True, title="Nobody knows this yet")
    client = sign_in(getattr(cast, name))
    assert "Nobody knows this yet" not in page(client, "plan:plan", cast.ada.pk)
    assert client.get(reverse("plan:goal", args=[draft.pk])).status_code == 404
    assert "Nobody knows this yet" in page(sign_in(cast.ada), "plan:mine")


@pytest.mark.parametrize("name", ["tom", "ines", "ruth"])
def test_only_the_learner_writes_in_a_goal(cast, sign_in, make_goal, now, name):
    goal = make_goal()
    step = add_step(goal=goal, values={"title": "Listen"}, by=cast.ada, now=now)
    proposal = counter(cast, goal, now, why="x")
    client = sign_in(getattr(cast, name))
    for route, pk in (
        ("edit-goal", goal.pk),
        ("propose-goal", goal.pk),
        ("goal-let-go", goal.pk),
        ("take-up-goal", goal.pk),
        ("throw-away-draft", goal.pk),
        ("add-step", goal.pk),
        ("edit-step", step.pk),
        ("step-state", step.pk),
        ("move-step", step.pk),
        ("remove-step", step.pk),
        ("bring-back-step", step.pk),
        ("answer", proposal.pk),
    ):
        assert client.post(reverse(f"plan:{route}", args=[pk])).status_code == 403, route


def test_a_learner_proposes_no_changes_to_their_own_goal_and_suggests_nothing_to_themselves(cast, sign_in, make_goal):
    ada, goal = sign_in(cast.ada), make_goal()
    assert ada.get(reverse("plan:counter", args=[goal.pk])).status_code == 403
    assert ada.get(reverse("plan:suggest", args=[cast.ada.pk])).status_code == 403


@pytest.mark.parametrize("name", ["tom", "noor", "omar", "dana"])
def test_who_is_no_learner_and_has_no_children_has_no_plan_of_their_own(cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    assert client.get(reverse("plan:mine")).status_code == 404
    assert client.get(reverse("plan:new-goal")).status_code == 404


def test_a_family_comes_to_the_plan_of_the_only_child_and_chooses_among_several(cast, sign_in, now):
    from trellis.people.actions import link_guardian

    ruth = sign_in(cast.ruth)
    assert ruth.get(reverse("plan:mine")).headers["Location"] == reverse("plan:plan", args=[cast.ada.pk])
    link_guardian(guardian=cast.ruth, learner=cast.ben, starts_on=cast.term.starts_on, by=None, now=now)
    html = page(ruth, "plan:mine")
    assert reverse("plan:plan", args=[cast.ben.pk]) in html


# --- The sentence and the cards -------------------------------------------------------------------


def test_one_sentence_says_where_the_plan_stands(cast, sign_in, make_goal, now):
    ada, goal = sign_in(cast.ada), make_goal(show_as="a map")
    assert "One goal is on the table." in page(ada, "plan:mine")
    for person, voice, words in ((cast.tom, "educator", ""), (cast.ruth, "family", "Let her interview abuela.")):
        agree(goal=goal, version=1, voice=voice, words=words, by=person, now=now, today=now.date())
    counter(cast, goal, now, show_as="a map and a page")
    html = page(ada, "plan:mine")
    assert "Agreed by you, Tom and Ruth on 24 November. One change is on the table." in html
    assert "Let her interview abuela." in html
    assert "Waiting for you" in html
    assert "a map<ins> and a page</ins>" in html
    assert "Tom suggests this, because your second aim is asking." in html


def test_a_plan_is_read_in_as_many_queries_with_thirty_goals_as_with_one(cast, sign_in, make_goal, now):
    ada, tom = sign_in(cast.ada), sign_in(cast.tom)
    competency = Competency.objects.order_by("code").last()

    def fill(goal):
        add_step(goal=goal, values={"title": "Listen"}, by=cast.ada, now=now)
        counter(cast, goal, now, why="Because")

    fill(make_goal(competencies=[competency], requirements=[Requirement.objects.first()]))
    one = (count_queries(ada, "plan:mine"), count_queries(tom, "plan:plan", cast.ada.pk))
    change_scope(cast.district.pk, cast.ada.pk)
    for number in range(29):
        fill(make_goal(title=f"Goal {number}", competencies=[competency], requirements=[Requirement.objects.last()]))
    many = (count_queries(ada, "plan:mine"), count_queries(tom, "plan:plan", cast.ada.pk))
    assert one == many
    assert many == (21, 23)


def test_earlier_plans_stay_readable(cast, sign_in, make_goal, now):
    from trellis.plan.actions.goals import draft_goal, propose_goal
    from trellis.plan.actions.plans import open_plan
    from trellis.school.actions import create_term

    make_goal()
    start = cast.term.starts_on - timedelta(days=120)
    spring = create_term(title="Spring term", starts_on=start, ends_on=cast.term.starts_on, by=None, now=now)
    plan = open_plan(learner=cast.ada, term=spring, by=cast.ada, now=now)
    goal = draft_goal(plan=plan, clauses={"title": "Swim across"}, by=cast.ada, now=now)
    propose_goal(goal=goal, by=cast.ada, now=now)
    tom = sign_in(cast.tom)
    assert "Spring term" in page(tom, "plan:plan", cast.ada.pk)
    html = page(tom, "plan:plan", cast.ada.pk, term=str(spring.pk))
    assert ("Swim across" in html, "Make a map" in html) == (True, False)
    for nonsense in ("x", str(cast.ada.pk)):
        assert tom.get(reverse("plan:plan", args=[cast.ada.pk]), {"term": nonsense}).status_code == 404


def test_a_plan_prints_on_a_sheet_with_room_for_three_names(cast, sign_in, make_goal):
    make_goal(success="Somebody hears our street.")
    html = page(sign_in(cast.ruth), "plan:print", cast.ada.pk)
    assert "Somebody hears our street." in html
    assert "signs" in html


# --- A new goal -----------------------------------------------------------------------------------


def test_a_goal_begins_with_an_own_interest_and_with_nobody_elses(cast, sign_in, plan, now):
    def interest(person):
        change_scope(cast.district.pk, person.pk)
        return Facet.objects.create(
            learner=person, kind="interest", words="Trucks at night", written_at=now, still_true_at=now
        )

    own, other = interest(cast.ada), interest(cast.ben)
    ada = sign_in(cast.ada)
    assert "Trucks at night" in page(ada, "plan:new-goal")
    address = reverse("plan:new-goal") + f"?from=interest:{own.pk}"
    assert "Trucks at night" in ada.get(address).content.decode()
    html = ada.post(address, {"title": "Map the night", "do": "propose"}, follow=True).content.decode()
    assert "Your goal is on the table." in html
    change_scope(cast.district.pk, cast.ada.pk)
    goal = Goal.objects.get(title="Map the night")
    assert (goal.origin, goal.facet_id, goal.state) == ("interest", own.pk, "proposed")
    assert ada.get(reverse("plan:new-goal"), {"from": f"interest:{other.pk}"}).status_code == 404


@pytest.mark.parametrize(
    "key", ["interest:x", "nonsense:1", "suggestion:", "requirement:00000000-0000-7000-8000-000000000000"]
)
def test_what_is_not_there_begins_nothing(cast, sign_in, plan, key):
    assert sign_in(cast.ada).get(reverse("plan:new-goal"), {"from": key}).status_code == 404


def test_a_goal_begins_with_a_competency_or_a_requirement_that_is_open(cast, sign_in, plan):
    ada, asked = sign_in(cast.ada), Requirement.objects.first()
    assert asked.title in page(ada, "plan:new-goal")
    address = reverse("plan:new-goal") + f"?from=requirement:{asked.pk}"
    html = ada.get(address).content.decode()
    assert f'value="{asked.pk}"' in html
    ada.post(address, {"title": "Get there", "requirements": [asked.pk], "do": "draft"})
    assert f"requirement:{asked.pk}" not in page(ada, "plan:new-goal")
    change_scope(cast.district.pk, cast.ada.pk)
    assert Goal.objects.get(title="Get there").state == "draft"


def test_competencies_are_found_and_ticked_without_scripts(cast, sign_in, plan):
    ada = sign_in(cast.ada)
    address = reverse("plan:new-goal") + "?from=nothing"
    html = ada.post(address, {"title": "Tell a story", "find": "story", "do": "search"}).content.decode()
    found = Competency.objects.filter(statement_plain__icontains="story", retired_at__isnull=True).first()
    assert f'name="competencies" value="{found.pk}"' in html
    assert 'value="Tell a story"' in html
    ada.post(address, {"title": "Tell a story", "competencies": [found.pk], "do": "draft"})
    change_scope(cast.district.pk, cast.ada.pk)
    assert clauses_of(Goal.objects.get(title="Tell a story"))["competencies"] == [str(found.pk)]


def test_bad_input_is_said_at_its_field_and_loses_nothing(cast, sign_in, plan):
    ada = sign_in(cast.ada)
    address = reverse("plan:new-goal") + "?from=nothing"
    late = (cast.term.ends_on + timedelta(days=9)).isoformat()
    html = ada.post(address, {"title": "Run", "why": "My own words", "finish_by": late, "do": "draft"}).content.decode()
    assert "Choose a day inside the term" in html
    assert "My own words" in html
    html = ada.post(address, {"title": "Run", "why": "x" * 100_000, "do": "draft"}).content.decode()
    assert "This is too long" in html
    html = ada.post(address, {"title": "", "why": "My own words", "do": "draft"}).content.decode()
    assert "My own words" in html
    change_scope(cast.district.pk, cast.ada.pk)
    assert not Goal.objects.exists()


def test_what_somebody_writes_is_shown_safely(cast, sign_in, make_goal):
    make_goal(title="<script>alert(1)</script>", why="<img src=x onerror=alert(1)> [x](javascript:alert(1)) **mine**")
    html = page(sign_in(cast.tom), "plan:plan", cast.ada.pk)
    assert "<script>alert" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<strong>mine</strong>" in html


# --- Saving at the same time ----------------------------------------------------------------------


def test_two_tabs_that_change_different_parts_both_keep_what_they_wrote(cast, sign_in, make_goal):
    ada, goal = sign_in(cast.ada), make_goal(why="One", success="Two")
    first, second = as_sent(goal, why="First tab"), as_sent(goal, success="Second tab")
    post(ada, "plan:edit-goal", goal.pk, **first)
    post(ada, "plan:edit-goal", goal.pk, **second)
    goal.refresh_from_db()
    assert (goal.why, goal.success, goal.version) == ("First tab", "Second tab", 3)


def test_two_tabs_that_change_the_same_part_see_both_texts_and_the_second_save_counts(cast, sign_in, make_goal):
    ada, goal = sign_in(cast.ada), make_goal(why="One", success="Two")
    mine = as_sent(goal, why="Second tab")
    post(ada, "plan:edit-goal", goal.pk, **as_sent(goal, why="First tab", success="New too"))
    html = post(ada, "plan:edit-goal", goal.pk, **mine)
    assert "Nothing is lost." in html
    assert "First tab" in html
    assert "Second tab" in html
    assert 'name="version" value="2"' in html
    assert "New too</textarea>" in html
    goal.refresh_from_db()
    assert (goal.why, goal.version) == ("First tab", 2)
    post(ada, "plan:edit-goal", goal.pk, **{**mine, "success": "New too", "version": 2})
    goal.refresh_from_db()
    assert (goal.why, goal.success, goal.version) == ("Second tab", "New too", 3)


def test_an_older_page_of_a_step_shows_both_texts(cast, sign_in, make_goal, now):
    ada, goal = sign_in(cast.ada), make_goal()
    step = add_step(goal=goal, values={"title": "Listen"}, by=cast.ada, now=now)
    post(ada, "plan:edit-step", step.pk, title="Listen twice", version=1)
    html = post(ada, "plan:edit-step", step.pk, title="Listen for long", version=1)
    assert "Nothing is lost." in html
    assert "Listen twice" in html
    assert "Listen for long" in html


# --- Three voices ---------------------------------------------------------------------------------


def test_an_educator_puts_one_clause_beside_the_goal_and_the_learner_answers_each(cast, sign_in, make_goal):
    goal = make_goal(show_as="a sound map", finish_by=cast.term.ends_on - timedelta(days=9))
    tom, ada = sign_in(cast.tom), sign_in(cast.ada)
    later = (cast.term.ends_on - timedelta(days=2)).isoformat()
    changed = {"show_as": "a sound map and a page", "finish_by": later, "because-show_as": "you ask well."}
    html = post(tom, "plan:counter", goal.pk, **as_sent(goal, **changed))
    assert "Your changes are on the table." in html
    html = page(ada, "plan:goal", goal.pk)
    assert "Agree to both" in html
    assert "Because: you ask well." in html
    change_scope(cast.district.pk, cast.ada.pk)
    proposal = Proposal.objects.get()
    html = post(
        ada,
        "plan:answer",
        proposal.pk,
        **{"answer-show_as": "take", "answer-finish_by": "keep", "version": 1, "reason": "I need the time."},
    )
    goal.refresh_from_db()
    assert (goal.show_as, goal.version) == ("a sound map and a page", 2)
    assert "I need the time." in page(tom, "plan:goal", goal.pk)


def test_agreeing_to_all_from_the_plan_takes_one_tap(cast, sign_in, make_goal, now):
    goal, ada = make_goal(show_as="a map"), sign_in(cast.ada)
    proposal = counter(cast, goal, now, show_as="a map and a page")
    html = post(ada, "plan:answer", proposal.pk, all=f"take:{goal.version}", **{"from": "plan"})
    assert "Your goal says it that way now." in html
    goal.refresh_from_db()
    assert goal.show_as == "a map and a page"


def test_an_answer_from_an_older_page_changes_nothing(cast, sign_in, make_goal, now):
    goal, ada = make_goal(show_as="a map", why="One"), sign_in(cast.ada)
    proposal = counter(cast, goal, now, show_as="a page")
    post(ada, "plan:edit-goal", goal.pk, **as_sent(goal, why="Two"))
    html = post(ada, "plan:answer", proposal.pk, all="take:1")
    assert "The goal has changed since you opened this page." in html
    goal.refresh_from_db()
    assert goal.show_as == "a map"


def test_a_proposal_without_changes_or_on_nonsense_is_refused_kindly(cast, sign_in, make_goal, now):
    goal, tom, ada = make_goal(), sign_in(cast.tom), sign_in(cast.ada)
    assert "Nothing is different yet." in post(tom, "plan:counter", goal.pk, **as_sent(goal))
    proposal = counter(cast, goal, now, why="x")
    assert "Choose an answer" in post(ada, "plan:answer", proposal.pk, version="nonsense")
    assert sign_in(cast.ruth).post(reverse("plan:withdraw", args=[proposal.pk])).status_code == 403
    assert "taken back" in post(tom, "plan:withdraw", proposal.pk)
    assert "no longer open" in post(ada, "plan:answer", proposal.pk, all="take:1")


def test_the_family_agrees_with_words_and_sees_what_changed_since(cast, sign_in, make_goal):
    goal, ruth = make_goal(why="One"), sign_in(cast.ruth)
    assert "Your voice" in page(ruth, "plan:goal", goal.pk)
    html = post(ruth, "plan:agree", goal.pk, version=1, words="Let her interview abuela.")
    assert "You agree." in html
    assert "Let her interview abuela." in html
    post(sign_in(cast.ada), "plan:edit-goal", goal.pk, **as_sent(goal, why="Two"))
    html = page(ruth, "plan:goal", goal.pk)
    assert "What changed since you agreed" in html
    assert "Read it once more" in post(ruth, "plan:agree", goal.pk, version=1)
    assert "Everybody agrees" not in post(ruth, "plan:agree", goal.pk, version=2)
    assert "Everybody agrees now." in post(sign_in(cast.tom), "plan:agree", goal.pk, version=2)
    html = page(ruth, "plan:goal-versions", goal.pk)
    assert "The beginning" in html
    assert "Version 2" in html


# --- Steps ----------------------------------------------------------------------------------------


def test_steps_are_added_moved_done_and_taken_out_without_scripts(cast, sign_in, make_goal):
    goal, ada = make_goal(), sign_in(cast.ada)
    for title in ("One", "Two", "Three"):
        post(ada, "plan:add-step", goal.pk, title=title)
    change_scope(cast.district.pk, cast.ada.pk)
    one, _two, three = Step.objects.order_by("position")
    post(ada, "plan:move-step", three.pk, to="up")
    post(ada, "plan:move-step", one.pk, to="2")
    change_scope(cast.district.pk, cast.ada.pk)
    assert list(Step.objects.order_by("position").values_list("title", flat=True)) == ["Three", "Two", "One"]
    html = post(ada, "plan:step-state", one.pk, state="doing", **{"from": "plan"})
    assert "Undo" in html
    post(ada, "plan:step-state", one.pk, state="nonsense")
    one.refresh_from_db()
    assert one.state == "doing"
    html = post(ada, "plan:remove-step", one.pk)
    assert "is taken out" in html
    assert f'id="step-{one.pk}"' not in html
    assert f'id="step-{one.pk}"' in post(ada, "plan:bring-back-step", one.pk)


def test_a_script_gets_the_steps_alone(cast, sign_in, make_goal, now):
    goal, ada = make_goal(), sign_in(cast.ada)
    step = add_step(goal=goal, values={"title": "Listen"}, by=cast.ada, now=now)
    asked = {"headers": {"HX-Request": "true"}}
    html = ada.post(reverse("plan:step-state", args=[step.pk]), {"state": "done"}, **asked).content.decode()
    assert html.startswith('<section class="card" id="steps"')
    form = ada.get(reverse("plan:edit-step", args=[step.pk]), **asked).content.decode()
    assert form.startswith("<form")


def test_a_step_out_of_the_term_is_refused_at_its_field(cast, sign_in, make_goal):
    goal, ada = make_goal(), sign_in(cast.ada)
    html = post(ada, "plan:add-step", goal.pk, title="Late", due_on=cast.term.ends_on.isoformat())
    assert "Choose a day inside the term" in html
    assert 'value="Late"' in html


# --- Over and up again ----------------------------------------------------------------------------


def test_a_goal_is_reached_let_go_and_taken_up_again(cast, sign_in, make_goal):
    goal, ada = make_goal(), sign_in(cast.ada)
    assert "Say in your own words why" in post(ada, "plan:goal-let-go", goal.pk, reflection=" ")
    html = post(ada, "plan:goal-let-go", goal.pk, reflection="I found something better.")
    assert "I found something better." in html
    assert "Undo" in html
    assert "One goal reached or let go" in page(ada, "plan:mine")
    assert "on the table again" in post(ada, "plan:take-up-goal", goal.pk)
    assert "Reached. Well done!" in post(ada, "plan:goal-reached", goal.pk, reflection="")


def test_a_draft_is_thrown_away_and_what_others_saw_is_not(cast, sign_in, make_goal):
    ada, draft, goal = sign_in(cast.ada), make_goal(draft=True, title="Only mine"), make_goal()
    assert "The draft is gone." in post(ada, "plan:throw-away-draft", draft.pk)
    assert "You can let it go." in post(ada, "plan:throw-away-draft", goal.pk)


# --- Suggestions ----------------------------------------------------------------------------------


@pytest.fixture
def suggestion(cast, plan, now) -> Suggestion:
    """Ruth suggests that Ada interviews her grandmother."""
    return suggest_goal(
        learner=cast.ada,
        title="Interview abuela",
        why="She knew the street without trucks.",
        competency=None,
        voice="family",
        by=cast.ruth,
        now=now,
    )


def test_the_family_suggests_with_a_reason_and_the_learner_takes_it(cast, sign_in, plan):
    ruth, ada = sign_in(cast.ruth), sign_in(cast.ada)
    assert "One thing to look at" in post(ruth, "plan:suggest", cast.ada.pk, title="Interview abuela", why="")
    post(ruth, "plan:suggest", cast.ada.pk, title="Interview abuela", why="She knew the street.")
    html = page(ada, "plan:mine")
    assert "Ruth suggests a goal" in html
    assert "One suggestion waits for you." in html
    change_scope(cast.district.pk, cast.ada.pk)
    html = post(ada, "plan:take-suggestion", Suggestion.objects.get().pk)
    assert "It is a draft of yours now." in html
    assert "taken" in page(ruth, "plan:plan", cast.ada.pk)


def test_a_suggestion_is_changed_or_declined_with_a_reason_that_its_author_reads(cast, sign_in, suggestion):
    ada, ruth = sign_in(cast.ada), sign_in(cast.ruth)
    assert "This field is required." in post(ada, "plan:decline-suggestion", suggestion.pk)
    post(ada, "plan:decline-suggestion", suggestion.pk, reason="I want to talk to her without a task.")
    assert "I want to talk to her without a task." in page(ruth, "plan:plan", cast.ada.pk)
    assert "answered this already" in post(ada, "plan:take-suggestion", suggestion.pk)
    assert sign_in(cast.tom).post(reverse("plan:decline-suggestion", args=[suggestion.pk])).status_code == 403
    assert sign_in(cast.mira).post(reverse("plan:decline-suggestion", args=[suggestion.pk])).status_code == 404


def test_a_changed_suggestion_becomes_an_own_goal(cast, sign_in, suggestion):
    ada = sign_in(cast.ada)
    address = reverse("plan:new-goal") + f"?from=suggestion:{suggestion.pk}"
    assert 'value="Interview abuela"' in ada.get(address).content.decode()
    ada.post(address, {"title": "Interview abuela and a driver", "do": "propose"})
    suggestion.refresh_from_db()
    assert suggestion.answer == "changed"
