"""The journal: written by the learner, shown in one tap, read by those it is shown to; patterns for oneself alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.evidence.growing import eyes, show

from trellis.core.actions import ActionRefused
from trellis.core.models import Moment
from trellis.core.scope import change_scope
from trellis.evidence.actions import journal
from trellis.evidence.actions.journal import Thought
from trellis.evidence.models import Reflection
from trellis.framework.models import Competency
from trellis.plan.actions.goals import draft_goal
from trellis.plan.actions.plans import open_plan


def page(client, name: str, *args: object, **query: object) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name: str, *args: object, **data: object) -> str:
    response = client.post(reverse(name, args=args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def write(cast, words: str = "I listened", audience: str = "me", **given) -> Reflection:
    with eyes(cast, cast.ada):
        thought = Thought(given.pop("answers", {}), words, **{k: given.pop(k) for k in ("goal", "skill") if k in given})
        now = given.pop("now", timezone.now())
        return journal.write_reflection(learner=cast.ada, thought=thought, audience=audience, by=cast.ada, now=now)


def test_a_learner_writes_to_a_question_and_it_is_private(cast, sign_in):
    html = post(sign_in(cast.ada), "evidence:write-reflection", surprise="The <b>owl</b>", audience="me")
    assert "What surprised me?" in html
    assert "The &lt;b&gt;owl&lt;/b&gt;" in html
    assert "Only you can see this" in html
    for name in ("tom", "ruth", "ines", "noor"):
        assert "owl" not in page(sign_in(getattr(cast, name)), "evidence:learner-journal", cast.ada.pk)
    moment = Moment.objects.get(verb="reflection.written")
    assert moment.context == {"prompts": ["surprise"], "audience": "me"}


def test_a_learning_skill_brings_two_questions_of_its_own(cast, sign_in):
    skill = Competency.objects.get(code="PLA.1")
    html = page(sign_in(cast.ada), "evidence:write-reflection", skill=skill.pk)
    assert "What came first, and why?" in html
    html = post(sign_in(cast.ada), "evidence:write-reflection", skill=skill.pk, **{"pla-first": "The map"})
    assert "What came first, and why?" in html
    assert "Learning skill:" in html


def test_an_entry_says_something_and_not_too_much(cast, sign_in):
    ada = sign_in(cast.ada)
    assert "Write one sentence, to any of the questions." in post(ada, "evidence:write-reflection")
    html = post(ada, "evidence:write-reflection", plan="a" * 5000)
    assert "Say it in at most 4000 letters. Yours has 5000." in html
    assert 'id="id_plan_error"' in html
    with pytest.raises(ActionRefused):
        journal.write_reflection(learner=cast.ada, thought=Thought({}, "Hm"), by=cast.tom, now=timezone.now())
    assert not Reflection.objects.exists()


@pytest.mark.parametrize(
    ("audience", "readers"),
    [("educators", {"tom", "ines"}), ("family", {"ruth"}), ("circle", {"tom", "ines", "ruth", "noor"}), ("me", set())],
)
def test_one_tap_shows_an_entry_to_others_and_to_nobody_else(cast, sign_in, audience, readers):
    entry = write(cast, "A quiet street")
    html = post(sign_in(cast.ada), "evidence:show-reflection", entry.pk, audience=audience)
    assert "A quiet street" in html
    for name in ("tom", "ines", "ruth", "noor"):
        html = page(sign_in(getattr(cast, name)), "evidence:learner-journal", cast.ada.pk)
        assert ("A quiet street" in html) == (name in readers)
    for name in ("ben", "mira", "paul", "omar", "dana", "eve"):
        client = sign_in(getattr(cast, name))
        assert client.get(reverse("evidence:learner-journal", args=[cast.ada.pk])).status_code == 404


def test_only_the_learner_changes_shows_and_takes_away(cast, sign_in):
    entry = write(cast, audience="circle")
    for name in ("evidence:reflection", "evidence:show-reflection", "evidence:remove-reflection"):
        for who, status in (("tom", 403), ("ruth", 403), ("mira", 404), ("ben", 404)):
            assert sign_in(getattr(cast, who)).post(reverse(name, args=[entry.pk])).status_code == status
    assert sign_in(cast.tom).post(reverse("evidence:bring-back-reflection", args=[entry.pk])).status_code == 404
    ada = sign_in(cast.ada)
    assert "Taken away." in post(ada, "evidence:remove-reflection", entry.pk)
    assert "I listened" not in page(ada, "evidence:journal")
    assert "I listened" in post(ada, "evidence:bring-back-reflection", entry.pk)


def test_an_entry_is_said_anew_and_an_older_page_loses_nothing(cast, sign_in):
    entry = write(cast, "First", answers={"plan": "A map"})
    ada = sign_in(cast.ada)
    assert "A map" in page(ada, "evidence:reflection", entry.pk)
    assert "Second" in post(ada, "evidence:reflection", entry.pk, words="Second", plan="A map", version=1)
    html = post(ada, "evidence:reflection", entry.pk, words="Third", version=1)
    assert "This stands there now:" in html
    assert "Third" in html


def test_a_draft_goal_is_named_to_the_learner_alone(cast, sign_in):
    with eyes(cast, cast.ada):
        plan = open_plan(learner=cast.ada, term=cast.term, by=cast.ada, now=timezone.now())
        goal = draft_goal(plan=plan, clauses={"title": "Secret bridge"}, by=cast.ada, now=timezone.now())
    write(cast, audience="circle", goal=goal)
    assert "Secret bridge" in page(sign_in(cast.ada), "evidence:journal")
    html = page(sign_in(cast.tom), "evidence:learner-journal", cast.ada.pk)
    assert "I listened" in html
    assert "Secret bridge" not in html


def test_an_educator_reads_nothing_from_before_the_term(cast, sign_in):
    write(cast, "Long ago", audience="circle", now=timezone.now() - timedelta(days=200))
    assert "Long ago" not in page(sign_in(cast.tom), "evidence:learner-journal", cast.ada.pk)
    assert "Long ago" in page(sign_in(cast.ruth), "evidence:learner-journal", cast.ada.pk)


def test_patterns_are_the_learners_own_in_words_picture_and_table(cast, sign_in):
    ada = sign_in(cast.ada)
    assert "Nothing to see yet" in page(ada, "evidence:journal-patterns")
    skill = Competency.objects.get(code="ASK.1")
    write(cast, answers={"surprise": "Owls"}, skill=skill)
    write(cast, answers={"surprise": "Bats"})
    html = page(ada, "evidence:journal-patterns")
    assert "You wrote 2 entries." in html
    assert "The question you take up most often is “What surprised me?”" in html
    assert "You have not yet taken up “What did I plan?”" in html
    assert 'class="leafy"' in html
    assert sign_in(cast.tom).get(reverse("evidence:journal-patterns")).status_code == 404


@pytest.mark.parametrize("n", [1, 30])
def test_it_takes_the_same_queries_however_much_is_written(cast, sign_in, n):
    for number in range(n):
        write(cast, f"Entry {number}")
    ada = sign_in(cast.ada)
    page(ada, "evidence:journal")
    with CaptureQueriesContext(connection) as seen:
        html = page(ada, "evidence:journal")
    assert len(seen) == 10
    assert len(html) < 60_000
    assert ("Earlier entries" in html) == (n > 20)
    change_scope(cast.district.pk, cast.ada.pk)
    oldest = Reflection.objects.order_by("-at")[min(n, 20) - 1]
    assert "Entry" in page(ada, "evidence:journal", before=(oldest.at + timedelta(seconds=1)).isoformat())


def test_what_was_shown_can_be_thought_about(cast, sign_in):
    shown = show(cast, title="Bridge of paper")
    html = post(sign_in(cast.ada), "evidence:write-reflection", words="It held", artefact=shown.pk)
    assert "Bridge of paper" in html
    assert sign_in(cast.ada).post(reverse("evidence:write-reflection"), {"artefact": "x"}).status_code == 200
