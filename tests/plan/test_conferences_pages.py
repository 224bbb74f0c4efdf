"""The pages of conferences, through HTTP, with refusals beside what succeeds."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from tests.people import PEOPLE
from tests.plan.conferences import make_conference, second_guardian

from trellis.agenda.models import Event
from trellis.notice.models import Notice
from trellis.people.models import Account, District, Person
from trellis.plan.actions import conferences as actions
from trellis.plan.models import Conference, Confirmation, Goal, Outcome, Topic
from trellis.profile.models import Facet


@pytest.fixture
def today():
    """Pages run at the real time."""
    return timezone.now()


@pytest.fixture
def meeting(cast, plan, today) -> Conference:
    return make_conference(cast, today, starts_at=today)


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def everybody(cast, sign_in, method, path, data=None):
    answers = {}
    for name in (*PEOPLE, "zed"):
        answers[name] = getattr(sign_in(getattr(cast, name)), method)(path, data or {}).status_code
    return answers


HIDDEN = dict.fromkeys(("ben", "chidi", "mira", "paul", "noor", "omar", "dana", "eve", "zed"), 404)
PATHS = [
    ("get", "conferences/{c}/", 200, 200, 200, 200),
    ("get", "conferences/{c}/sheet/", 200, 200, 200, 200),
    ("get", "conferences/{c}/agenda/", 200, 403, 403, 403),
    ("get", "conferences/{c}/lead/", 200, 403, 403, 403),
    ("get", "conferences/{c}/move/", 403, 200, 200, 403),
    ("get", "conferences/{c}/decide/", 200, 200, 403, 200),
    ("get", "learners/{a}/conferences/", 200, 200, 200, 200),
    ("get", "learners/{a}/conferences/new/", 403, 200, 200, 403),
    ("post", "topics/{t}/move/", 302, 403, 403, 403),
    ("post", "topics/{t}/remove/", 302, 403, 403, 403),
    ("post", "topics/{t}/notes/", 200, 200, 403, 200),
    ("post", "conferences/{c}/cancel/", 403, 302, 302, 403),
    ("post", "conferences/{c}/met/", 302, 302, 403, 302),
    ("post", "conferences/{c}/confirm/", 302, 302, 403, 302),
]


@pytest.mark.parametrize("row", PATHS, ids=lambda row: row[1])
def test_each_person_is_answered_as_they_stand(cast, sign_in, meeting, row):
    method, path, ada, tom, ines, ruth = row
    topic = actions.add_topic(conference=meeting, words="Lunch", by=cast.ada, now=timezone.now())
    address = "/" + path.format(c=meeting.pk, a=cast.ada.pk, t=topic.pk)
    expected = {**HIDDEN, "ada": ada, "tom": tom, "ines": ines, "ruth": ruth}
    assert everybody(cast, sign_in, method, address) == expected


def test_tom_arranges_with_what_stands_in_the_form(cast, sign_in, plan, today):
    tom = sign_in(cast.tom)
    address = f"/learners/{cast.ada.pk}/conferences/new/"
    form = tom.get(address).content.decode()
    assert form.count("checked") == 2  # himself and the family
    given = {"on": today.date(), "at": "15:00", "minutes": 30, "place": "Room 4", "version": 0}
    answer = tom.post(address, {**given, "people": [str(cast.tom.pk), str(cast.ruth.pk)]})
    made = Conference.objects.get()
    assert answer["Location"] == f"/conferences/{made.pk}/"
    assert made.event.ends_at - made.event.starts_at == timedelta(minutes=30)
    page = tom.get(answer["Location"])
    assert "The conference is arranged" in words_of(page)
    assert f'action="/conferences/{made.pk}/cancel/"' in page.content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"on": "2020-01-01"}, "This day is past"),
        ({"on": "2099-01-01"}, "lies in no term"),
        ({"at": "soon"}, "Enter a valid time"),
        ({"place": ""}, "This field is required"),
        ({"people": ["somebody"]}, "Select a valid choice"),
    ],
)
def test_a_wrong_form_says_so_and_keeps_what_was_written(cast, sign_in, plan, changed, sentence):
    given = {
        "on": timezone.now().date(),
        "at": "15:00",
        "minutes": 30,
        "place": "Under the tree",
        "version": 0,
        **changed,
    }
    answer = sign_in(cast.tom).post(f"/learners/{cast.ada.pk}/conferences/new/", given)
    assert (answer.status_code, sentence in words_of(answer)) == (200, True)
    assert "Under the tree" in answer.content.decode() or "place" in changed
    assert Conference.objects.count() == 0


def test_an_hour_that_the_clocks_skip_is_refused_at_its_field(cast, sign_in, plan):
    District.objects.filter(pk=cast.district.pk).update(time_zone="Europe/Madrid")
    given = {"on": "2027-03-28", "at": "02:30", "minutes": 30, "place": "Room 4", "version": 0}
    answer = sign_in(cast.tom).post(f"/learners/{cast.ada.pk}/conferences/new/", given)
    assert "the clocks skip this hour" in words_of(answer)


def test_nobody_outside_the_plan_can_be_asked(cast, sign_in, plan, today):
    given = {"on": today.date(), "at": "15:00", "minutes": 30, "place": "Room 4", "version": 0}
    answer = sign_in(cast.tom).post(
        f"/learners/{cast.ada.pk}/conferences/new/", {**given, "people": [str(cast.paul.pk)]}
    )
    assert (answer.status_code, Conference.objects.count()) == (200, 0)


def test_moving_on_an_old_page_shows_both(cast, sign_in, meeting, today):
    tom, address = sign_in(cast.tom), f"/conferences/{meeting.pk}/move/"
    given = {"on": today.date(), "at": "23:00", "minutes": 45, "people": [str(cast.tom.pk)]}
    assert tom.post(address, {**given, "place": "Library", "version": 1}).status_code == 302
    stale = tom.post(address, {**given, "place": "Hall", "version": 1})
    assert "Library" in words_of(stale)
    assert 'value="Hall"' in stale.content.decode()
    assert tom.post(address, {**given, "place": "Hall", "version": 2}).status_code == 302
    assert Event.objects.get(pk=meeting.event_id).place == "Hall"


def test_cancel_and_undo(cast, sign_in, meeting):
    tom = sign_in(cast.tom)
    tom.post(f"/conferences/{meeting.pk}/cancel/")
    assert "Cancelled" in words_of(sign_in(cast.ruth).get("/calendar/"))
    tom.post(f"/conferences/{meeting.pk}/back/")
    again = tom.post(f"/conferences/{meeting.pk}/back/", follow=True)
    assert "takes place already" in words_of(again)
    assert Event.objects.get(pk=meeting.event_id).cancelled_at is None


def test_the_learner_chooses_the_agenda(cast, sign_in, meeting, make_goal, today):
    goal, draft = make_goal(title="Map our street"), make_goal(draft=True, title="A secret plan")
    for words, audience in (("Only mine", "me"), ("Radios", "circle")):
        Facet.objects.create(
            learner=cast.ada,
            kind="interest",
            words=words,
            audience=audience,
            written_at=today,
            still_true_at=today,
        )
    ada, address = sign_in(cast.ada), f"/conferences/{meeting.pk}/agenda/"
    page = words_of(ada.get(address))
    assert [word in page for word in ("Map our street", "Radios", "A secret plan", "Only mine")] == [
        True,
        True,
        False,
        False,
    ]
    radios = Facet.objects.get(words="Radios")
    ada.post(address, {"goals": [goal.pk], "facets": [radios.pk]})
    ada.post(f"{address}add/", {"words": "Lunch breaks"})
    bad = ada.post(f"{address}add/", {"words": ""})
    assert "This field is required" in words_of(bad)
    own = Topic.objects.get(words="Lunch breaks")
    part = ada.post(f"/topics/{own.pk}/move/", {"to": "up"}, headers={"HX-Request": "true"})
    assert re.findall(r"Map our street|Radios|Lunch breaks", words_of(part))[::1][0] == "Map our street"
    order = [t.words or "other" for t in Topic.objects.order_by("position")]
    assert order == ["other", "Lunch breaks", "other"]
    ada.post(f"/topics/{own.pk}/remove/")
    ada.post(f"/topics/{own.pk}/back/")
    assert Topic.objects.get(pk=own.pk).removed_at is None
    refused = ada.post(address, {"goals": [draft.pk]})
    assert refused.status_code == 200
    assert Topic.objects.filter(goal=draft).count() == 0


def test_ada_leads_topic_by_topic_and_keeps_notes(cast, sign_in, meeting, make_goal, today):
    make_goal(title="Map our street", success="Neighbours find two sounds")
    actions.choose_topics(conference=meeting, goals=Goal.objects.all(), facets=[], by=cast.ada, now=today)
    ada, address = sign_in(cast.ada), f"/conferences/{meeting.pk}/lead/"
    assert "Say first what you are proud of." in words_of(ada.get(address))
    first = words_of(ada.get(f"{address}?at=1"))
    assert "Neighbours find two sounds" in first and "Read your goal aloud." in first
    assert "Thank everybody" in words_of(ada.get(f"{address}?at=999"))
    assert "Welcome everybody" in words_of(ada.get(f"{address}?at=-1"))
    topic = Topic.objects.get()
    saved = ada.post(f"/topics/{topic.pk}/notes/", {"notes": "Two streets", "version": 1, "at": "1"})
    assert saved["Location"] == f"{address}?at=1"
    stale = sign_in(cast.ruth).post(f"/topics/{topic.pk}/notes/", {"notes": "One street", "version": 1})
    shown = stale.content.decode()
    assert ("Two streets" in shown, "One street" in shown, 'name="version" value="2"' in shown) == (True, True, True)
    ada.post(f"/conferences/{meeting.pk}/notes/", {"notes": "A good talk", "version": 1, "at": "2"})
    both = ada.post(f"/conferences/{meeting.pk}/notes/", {"notes": "Another", "version": 1, "at": "2"})
    assert "A good talk" in both.content.decode()


def test_a_decision_of_the_learner_stands_in_the_plan_and_everybody_confirms(cast, sign_in, meeting, make_goal):
    goal = make_goal(title="Map our street", success="One street")
    ada = sign_in(cast.ada)
    address = f"/conferences/{meeting.pk}/decide/?goal={goal.pk}"
    assert 'value="Map our street"' in ada.get(address).content.decode()
    given = {"goal-title": "Map our street", "goal-why": goal.why, "goal-base_version": 1}
    ada.post(address, {"words": "Two are better", "decided_by": "", "goal-success": "Two streets", **given})
    goal.refresh_from_db()
    assert (goal.success, goal.version) == ("Two streets", 2)
    page = words_of(ada.get(f"/conferences/{meeting.pk}/"))
    assert "It stands in the plan" in page and "Decided together" in page
    for name in ("ada", "tom", "ruth"):
        sign_in(getattr(cast, name)).post(f"/conferences/{meeting.pk}/confirm/")
    assert Confirmation.objects.count() == 3
    assert "has not confirmed" not in words_of(ada.get(f"/conferences/{meeting.pk}/"))


def test_a_decision_on_an_old_page_loses_nothing(cast, sign_in, meeting, make_goal):
    goal = make_goal(title="Map our street", success="One street")
    ada = sign_in(cast.ada)
    address = f"/conferences/{meeting.pk}/decide/?goal={goal.pk}"
    given = {"words": "Better", "goal-title": "Map our street", "goal-why": goal.why, "goal-base_version": 1}
    ada.post(address, {**given, "goal-success": "Two streets"})
    stale = ada.post(address, {**given, "goal-success": "Three streets"})
    shown = stale.content.decode()
    assert stale.status_code == 200
    assert ("Two streets" in shown, "Three streets" in shown) == (True, True)
    assert 'name="goal-base_version" value="2"' in shown
    assert Outcome.objects.count() == 1


def test_what_tom_writes_waits_and_ada_takes_it_with_one_button(cast, sign_in, meeting, make_goal):
    goal = make_goal(title="Map our street", success="One street")
    tom, ada = sign_in(cast.tom), sign_in(cast.ada)
    given = {"words": "Two", "goal-title": "Map our street", "goal-why": goal.why, "goal-base_version": 1}
    tom.post(f"/conferences/{meeting.pk}/decide/?goal={goal.pk}", {**given, "goal-success": "Two streets"})
    outcome = Outcome.objects.get()
    assert "Waits for Ada’s answer" in words_of(sign_in(cast.ruth).get(f"/conferences/{meeting.pk}/"))
    assert tom.post(f"/outcomes/{outcome.pk}/take/").status_code == 403
    assert sign_in(cast.omar).post(f"/outcomes/{outcome.pk}/take/").status_code == 404
    assert "It stands in your plan" in words_of(ada.post(f"/outcomes/{outcome.pk}/take/", follow=True))
    goal.refresh_from_db()
    assert goal.success == "Two streets"
    assert "no longer open" in words_of(ada.post(f"/outcomes/{outcome.pk}/take/", follow=True))


@pytest.mark.parametrize("goal", ["nonsense", "00000000-0000-7000-8000-000000000000"])
def test_a_goal_of_nobody_is_not_found(cast, sign_in, meeting, goal):
    assert sign_in(cast.ada).get(f"/conferences/{meeting.pk}/decide/?goal={goal}").status_code == 404


def test_a_draft_cannot_be_named_in_a_decision_even_by_its_learner(cast, sign_in, meeting, make_goal):
    draft = make_goal(draft=True, title="A secret plan")
    for name in ("ada", "tom"):
        answer = sign_in(getattr(cast, name)).get(f"/conferences/{meeting.pk}/decide/?goal={draft.pk}")
        assert answer.status_code == 404


def test_a_signature_on_paper_is_noted_by_an_educator_alone(cast, sign_in, plan, today):
    ivan = second_guardian(cast, today)
    meeting = make_conference(cast, today, people=[cast.tom, cast.ruth, ivan], starts_at=today)
    tom, address = sign_in(cast.tom), f"/conferences/{meeting.pk}/confirm/"
    tom.post(f"/conferences/{meeting.pk}/met/")
    assert "Ivan Kovač signed the sheet" in words_of(tom.get(f"/conferences/{meeting.pk}/"))
    assert sign_in(cast.ruth).post(address, {"person": str(ivan.pk)}).status_code == 403
    assert tom.post(address, {"person": str(cast.ruth.pk)}).status_code == 404
    tom.post(address, {"person": str(ivan.pk)})
    assert Confirmation.objects.get(person=ivan).voice == "family"


# --- The sheet ---------------------------------------------------------------------------------------


def test_the_sheet_is_in_the_language_of_the_family(cast, sign_in, meeting, today):
    actions.add_topic(conference=meeting, words="Lunch breaks", by=cast.ada, now=today)
    tom, address = sign_in(cast.tom), f"/conferences/{meeting.pk}/sheet/"
    assert 'lang="en"' in tom.get(address).content.decode()
    Account.objects.filter(person=cast.ruth).update(language="es")
    page = tom.get(address)
    assert page["Content-Language"] == "es"
    assert '<html lang="es"' in page.content.decode()
    assert "Lunch breaks" in words_of(page)  # the learner's own words are never rewritten
    assert '<html lang="en"' in tom.get(f"{address}?language=en").content.decode()
    assert '<html lang="es"' in tom.get(f"{address}?language=xx").content.decode()


def test_the_sheet_knows_the_language_of_a_family_without_an_account(cast, sign_in, plan, today):
    ivan = second_guardian(cast, today)
    Person.objects.filter(pk=ivan.pk).update(language="es")
    meeting = make_conference(cast, today, people=[cast.tom, ivan])
    page = sign_in(cast.tom).get(f"/conferences/{meeting.pk}/sheet/")
    assert '<html lang="es"' in page.content.decode()
    assert "Ivan Kovač" in words_of(page)


# --- Lists -------------------------------------------------------------------------------------------


def test_each_finds_their_own_conferences(cast, sign_in, meeting):
    shown = {name: words_of(sign_in(getattr(cast, name)).get("/conferences/")) for name in ("ada", "tom", "ruth")}
    assert "My conference" in shown["ada"]
    assert "Conference with Ada Kovač" in shown["tom"] and "Ben Okafor" in shown["tom"]
    assert "Conference with Ada Kovač" in shown["ruth"]
    for name in ("ben", "omar", "eve", "noor"):
        assert "Kovač" not in words_of(sign_in(getattr(cast, name)).get("/conferences/")).replace("Ada Kovač My", "")


def test_the_calendar_names_a_conference_only_to_those_who_may_open_it(cast, sign_in, plan, today):
    make_conference(cast, today, starts_at=today + timedelta(hours=1), people=[cast.tom, cast.ruth, cast.eve])
    shown = {n: words_of(sign_in(getattr(cast, n)).get("/calendar/")) for n in ("ada", "tom", "eve")}
    assert "My conference" in shown["ada"]
    assert "Conference with Ada" in shown["tom"]
    assert "Conference" in shown["eve"] and "Ada" not in shown["eve"]


@pytest.mark.parametrize("n", [1, 30])
def test_the_list_asks_the_same_however_long_it_is(cast, sign_in, plan, n, django_assert_num_queries):
    today = timezone.now()
    for k in range(n):
        make_conference(cast, today, starts_at=today + timedelta(hours=k + 1))
    tom = sign_in(cast.tom)
    tom.get("/conferences/")
    with django_assert_num_queries(11):
        page = tom.get("/conferences/")
    assert page.content.decode().count("<article") == n


def test_a_private_entry_on_the_agenda_leaves_no_trace_for_others(cast, sign_in, meeting, today):
    def pages():
        return [
            re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", tom.get(path).content)
            for path in ("/conferences/", f"/conferences/{meeting.pk}/", f"/conferences/{meeting.pk}/sheet/")
        ]

    tom = sign_in(cast.tom)
    before = pages()
    facet = Facet.objects.create(
        learner=cast.ada, kind="need", words="Quiet", audience="family", written_at=today, still_true_at=today
    )
    actions.choose_topics(conference=meeting, goals=[], facets=[facet], by=cast.ada, now=today)
    assert pages() == before


def test_opening_a_conference_marks_its_notices_read(cast, sign_in, meeting):
    other = make_conference(cast, timezone.now())
    assert Notice.objects.filter(person=cast.ada, read_at__isnull=True).count() == 2
    sign_in(cast.tom).get(f"/conferences/{meeting.pk}/")
    assert Notice.objects.filter(person=cast.ada, read_at__isnull=True).count() == 2
    sign_in(cast.ada).get(f"/conferences/{meeting.pk}/")
    assert Notice.objects.get(person=cast.ada, read_at__isnull=True).subject_id == other.pk


def _decided(client, meeting, words="We make a map of the yard") -> Outcome:
    client.post(f"/conferences/{meeting.pk}/decide/", {"words": words, "decided_by": "", "topic": ""})
    return Outcome.objects.get(words=words)


def test_what_a_conference_decided_becomes_a_goal_when_its_leader_wants_that(cast, sign_in, meeting):
    ada, tom = sign_in(cast.ada), sign_in(cast.tom)
    outcome = _decided(tom, meeting)
    start = f"/plan/new/?from=conference:{outcome.pk}"
    assert start in ada.get(f"/conferences/{meeting.pk}/").content.decode()
    assert start not in tom.get(f"/conferences/{meeting.pk}/").content.decode()
    form = ada.get(start).content.decode()
    assert "What you decided together" in form
    assert 'value="We make a map of the yard"' in form
    page = ada.post(start, {"title": "A map of the yard", "version": 0, "do": "propose"}, follow=True)
    goal = Goal.objects.get(title="A map of the yard")
    assert (goal.origin, goal.state, goal.learner) == ("conference", "proposed", cast.ada)
    assert "It began in a conference." in page.content.decode()
    assert f"Goal: {goal.title}" in words_of(tom.get(f"/conferences/{meeting.pk}/"))
    assert start not in ada.get(f"/conferences/{meeting.pk}/").content.decode()
    assert ada.get(start).status_code == 404  # once is enough


def test_a_draft_that_came_of_a_conference_is_named_to_its_learner_alone(cast, sign_in, meeting):
    ada, others = sign_in(cast.ada), [sign_in(person) for person in (cast.tom, cast.ruth)]
    outcome = _decided(ada, meeting)
    address = f"/conferences/{meeting.pk}/"
    for client in others:
        client.get(address)  # the notices of it are read from now on
    before = [words_of(client.get(address)) for client in others]
    given = {"title": "A secret map", "version": 0, "do": "draft"}
    ada.post(f"/plan/new/?from=conference:{outcome.pk}", given)
    assert "Goal: A secret map" in words_of(ada.get(address))
    assert [words_of(client.get(address)) for client in others] == before


def test_nobody_makes_a_goal_of_what_another_conference_decided(cast, sign_in, meeting):
    outcome = _decided(sign_in(cast.ada), meeting)
    assert sign_in(cast.ben).get(f"/plan/new/?from=conference:{outcome.pk}").status_code in {302, 404}
    assert Goal.objects.count() == 0


def test_the_learner_reads_you_about_their_own_decision(cast, sign_in, meeting):
    ada = sign_in(cast.ada)
    ada.post(f"/conferences/{meeting.pk}/decide/", {"words": "I ask the council", "decided_by": "learner"})
    assert "You decided" in words_of(ada.get(f"/conferences/{meeting.pk}/"))
    assert "The learner decided" in words_of(sign_in(cast.ruth).get(f"/conferences/{meeting.pk}/"))
