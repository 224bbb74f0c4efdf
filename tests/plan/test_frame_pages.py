"""Pages around the frame: decisions, graduation, expectations, policy; who reaches them and what they do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.core.models import Decision
from trellis.core.scope import change_scope
from trellis.framework.models import Competency, Framework, Requirement, RequirementItem
from trellis.people.models import Person
from trellis.plan.models import Expectation, ExpectationLimit, OwnExpectation, PlanPolicy

WITH_A_VOICE = {"ada", "tom", "ines", "ruth"}
EVERYBODY = ("ada", "ben", "chidi", "tom", "mira", "ines", "ruth", "paul", "noor", "omar", "dana", "eve")


@pytest.fixture
def goal(make_goal, cast):
    """A goal that points at a competency which counts for graduation; on the table."""
    item = RequirementItem.objects.select_related("competency").order_by("pk")[0]
    return make_goal(competencies=[item.competency])


def _status(sign_in, person, name, *args):
    return sign_in(person).get(reverse(f"plan:{name}", args=args)).status_code


@pytest.mark.parametrize("name", ["decisions", "graduation"])
def test_only_who_has_a_voice_sees_decisions_and_the_map(cast, sign_in, goal, name):
    change_scope(cast.district.pk)
    seen = {who for who in EVERYBODY if _status(sign_in, cast.people[who], name, cast.ada.pk) == 200}
    assert seen == WITH_A_VOICE


def test_a_decision_is_put_right_and_the_old_one_stays(cast, sign_in, goal):
    decision = Decision.objects.filter(learner_id=cast.ada.pk).first()
    change_scope(cast.district.pk)
    address = reverse("plan:correct-decision", args=[cast.ada.pk, decision.pk])
    assert sign_in(cast.ben).get(address).status_code == 404
    sign_in(cast.ada).post(address, {"decided_by": "together", "reason": "Tom asked the question"})
    page = sign_in(cast.tom).get(reverse("plan:decisions", args=[cast.ada.pk])).content.decode()
    assert "Tom asked the question" in page
    assert Decision.objects.get(corrects=decision).decided_by == "together"


def test_the_map_says_what_the_plan_covers_and_offers_to_start_what_is_open(cast, sign_in, goal):
    change_scope(cast.district.pk)
    page = sign_in(cast.ada).get(reverse("plan:graduation", args=[cast.ada.pk])).content.decode()
    assert goal.title in page
    assert "?from=competency:" in page
    assert (
        "?from=competency:"
        not in sign_in(cast.tom).get(reverse("plan:graduation", args=[cast.ada.pk])).content.decode()
    )


def test_the_own_expectation_stands_beside_the_schools(cast, sign_in, plan):
    change_scope(cast.district.pk)
    requirement = Requirement.objects.order_by("position")[0]
    address = reverse("plan:own-expectation", args=[requirement.pk])
    client = sign_in(cast.ada)
    assert client.post(address, {"words": "I explain it to my sister.", "version": 0}).status_code == 302
    assert OwnExpectation.objects.get(learner=cast.ada).words == "I explain it to my sister."
    page = sign_in(cast.ruth).get(reverse("plan:graduation", args=[cast.ada.pk])).content.decode()
    assert "I explain it to my sister." in page
    stale = client.post(address, {"words": "Something else", "version": 7})
    assert stale.status_code == 200
    assert "Something else" in stale.content.decode()
    assert "I explain it to my sister." in stale.content.decode()
    assert sign_in(cast.tom).get(address).status_code == 404


@pytest.fixture
def lower(cast, as_ada):
    """A competency one stage below Ada's."""
    Person.objects.filter(pk=cast.ada.pk).update(grades=["06"])
    cast.ada.refresh_from_db()
    competency = Competency.objects.filter(framework__kind="academic", retired_at__isnull=True)[20]
    Competency.objects.filter(pk=competency.pk).update(education_levels=["05"])
    return competency


def test_an_educator_answers_for_a_lower_goal_and_nobody_else_can(cast, sign_in, lower, make_goal, now):
    goal = make_goal(competencies=[lower])
    change_scope(cast.district.pk)
    address = reverse("plan:lower", args=[goal.pk, lower.pk])
    given = {"reason": "We start from what she has.", "until": (now.date() + timedelta(days=10)).isoformat()}
    for who in ("ada", "ruth"):
        assert sign_in(cast.people[who]).post(address, given).status_code == 403
    for who in ("ben", "omar", "eve", "mira"):
        assert sign_in(cast.people[who]).post(address, given).status_code == 404
    assert sign_in(cast.tom).post(address, {**given, "reason": ""}).status_code == 200
    assert sign_in(cast.tom).post(address, given).status_code == 302
    row = Expectation.objects.get(goal=goal)
    assert "We start from what she has." in sign_in(cast.tom).get(reverse("plan:expectations")).content.decode()
    assert sign_in(cast.ruth).post(reverse("plan:end-expectation", args=[row.pk])).status_code == 403
    sign_in(cast.ines).post(reverse("plan:end-expectation", args=[row.pk]))
    row.refresh_from_db()
    assert row.ended_on is not None


@pytest.mark.parametrize(("who", "status"), [("tom", 200), ("omar", 200), ("ada", 404), ("ruth", 404), ("dana", 404)])
def test_who_is_asked_to_look_at_expectations(cast, sign_in, who, status):
    assert _status(sign_in, cast.people[who], "expectations") == status


def test_coordinators_settle_plans_and_limits_and_nobody_else_sees_the_pages(cast, sign_in):
    framework = Framework.objects.filter(kind="academic")[0]
    client = sign_in(cast.omar)
    given = {"conference_every_days": 60, "spoken_every_days": 10, "version": 0}
    assert client.post(reverse("plan:school-policy", args=[cast.school.pk]), given).status_code == 302
    assert PlanPolicy.objects.get(school=cast.school).asks_family is False
    assert client.post(reverse("plan:school-policy", args=[cast.school.pk]), given).status_code == 200  # stale
    assert client.post(reverse("plan:limit", args=[framework.pk]), {"stages_below": 2, "version": 0}).status_code == 302
    assert ExpectationLimit.objects.get(framework=framework).stages_below == 2
    assert "60" in client.get(reverse("plan:policy")).content.decode()
    for who in ("ada", "tom", "ruth", "dana"):
        assert _status(sign_in, cast.people[who], "policy") == 404
        assert _status(sign_in, cast.people[who], "limit", framework.pk) == 404


def test_the_mix_says_you_to_the_learner_and_the_learner_to_others(cast, sign_in, goal):
    change_scope(cast.district.pk)
    for name in ("plan", "decisions"):
        address = reverse(f"plan:{name}", args=[cast.ada.pk])
        own, other = (sign_in(person).get(address).content.decode() for person in (cast.ada, cast.tom))
        assert re.search(r"<span>You, \d</span>", own)
        assert "The learner, " not in own
        assert re.search(r"<span>The learner, \d</span>", other)


def test_the_goal_leads_an_educator_to_answer_for_what_sits_lower(cast, sign_in, lower, make_goal):
    goal = make_goal(competencies=[lower])
    change_scope(cast.district.pk)
    page, way = reverse("plan:goal", args=[goal.pk]), reverse("plan:lower", args=[goal.pk, lower.pk])
    shown = {name: sign_in(cast.people[name]).get(page).content.decode() for name in WITH_A_VOICE}
    assert {name for name, html in shown.items() if way in html} == {"tom", "ines"}
    assert {name for name, html in shown.items() if "Nobody answers for it now." in html} == {"tom", "ines"}
    day = goal.plan.term.ends_on - timedelta(days=1)
    until = min(day, timezone.localdate() + timedelta(days=20))
    answer = sign_in(cast.tom).post(way, {"reason": "We start from what she has.", "until": until})
    assert answer["Location"] == page
    for name in WITH_A_VOICE:
        html = sign_in(cast.people[name]).get(page).content.decode()
        assert "We start from what she has." in html
        assert (way in html) is (name in {"tom", "ines"})


def test_a_goal_at_the_expected_stage_says_nothing_of_it(cast, sign_in, goal):
    change_scope(cast.district.pk)
    assert "Meant for earlier years" not in sign_in(cast.tom).get(reverse("plan:goal", args=[goal.pk])).content.decode()


@pytest.mark.parametrize("name", ["ada", "tom", "ruth"])
@pytest.mark.parametrize("has_plan", [True, False])
def test_the_plan_leads_to_profile_graduation_conferences_calendar_and_family_links(
    cast, sign_in, request, name, has_plan
):
    if has_plan:
        request.getfixturevalue("plan")
        change_scope(cast.district.pk)
    html = sign_in(cast.people[name]).get(reverse("plan:plan", args=[cast.ada.pk])).content.decode()
    own = "/me/" if name == "ada" else f"/learners/{cast.ada.pk}/profile/"
    around = [own, f"/learners/{cast.ada.pk}/graduation/", f"/learners/{cast.ada.pk}/conferences/", "/calendar/"]
    around += [f"/learners/{cast.ada.pk}/plan/{cast.term.pk}/family/"] if has_plan else []
    assert [address for address in around if f'href="{address}"' not in html] == []


def test_high_expectations_lead_back_to_where_one_came_from(cast, sign_in):
    pages = {
        who: sign_in(cast.people[who]).get(reverse("plan:expectations")).content.decode() for who in ("tom", "omar")
    }
    assert '<a class="up" href="/people/"' in pages["tom"]
    assert '<a class="up" href="/schools/"' in pages["omar"]


@pytest.mark.parametrize(
    "row",
    [
        "ada goal My plan", "tom goal Learners", "ruth goal Plan", "ada plan My plan", "tom plan Learners",
        "ruth plan Plan", "tom expectations Learners", "omar policy School", "ada conferences My plan",
    ],
)  # fmt: skip
def test_the_rail_marks_its_place(cast, sign_in, goal, row):
    who, name, place = row.split(" ", 2)
    change_scope(cast.district.pk)
    args = {"goal": [goal.pk], "plan": [cast.ada.pk]}.get(name, [])
    html = sign_in(cast.people[who]).get(reverse(f"plan:{name}", args=args)).content.decode()
    marked = re.findall(r'<a href="[^"]*" aria-current="(?:true|page)"><svg.*?</svg><span>([^<]*)</span>', html)
    assert marked == [place]
