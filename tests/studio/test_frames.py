"""Frames: begun from a template in minutes, written part by part, published, varied, shared and remixed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.studio.making import make_frame, make_project

from trellis.core.actions import ActionRefused
from trellis.core.scope import change_scope
from trellis.framework.models import Competency
from trellis.notice.models import Notice
from trellis.studio.actions import criteria
from trellis.studio.actions.frames import Decided
from trellis.studio.models import Criterion, CriterionVoice, Dimension, Frame, FrameCompetency, Phase, Variation
from trellis.studio.queries.frames import frame_page
from trellis.studio.starters import KEYS, templates


@pytest.fixture
def soon():
    """By the clock, as the pages have it."""
    return timezone.now()


@pytest.fixture
def frame(cast, soon) -> Frame:
    """Tom's open frame for Ada's class."""
    change_scope(cast.district.pk, cast.tom.pk)
    return make_frame(cast, soon)


def post(client, name: str, *args: object, **data: object) -> str:
    return client.post(reverse(f"studio:{name}", args=args), data, follow=True).content.decode()


def page(client, name: str, *args: object) -> str:
    response = client.get(reverse(f"studio:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_template_is_whole(language):
    found = templates(language)
    assert [one["key"] for one in found] == list(KEYS)
    for one in found:
        assert one["question"]
        assert len(one["phases"]) >= 5
        assert (
            {phase["together"] for phase in one["phases"]} >= {"small", "whole"}
            or one["key"] == "teach-a-skill"
            or (len({phase["together"] for phase in one["phases"]}) >= 2)
        )
        assert one["roles"]
        assert one["log_pages"]
        assert one["prompts"]
        assert len(one["dimensions"]) == 8
        assert all(len(criterion["levels"]) == 4 for criterion in one["criteria"])


def test_the_two_languages_of_a_template_say_the_same():
    for one, other in zip(templates("en"), templates("es"), strict=True):
        for name in ("phases", "roles", "log_pages", "prompts", "criteria"):
            assert len(one[name]) == len(other[name]), (one["key"], name)
        assert {k: v["mode"] for k, v in one["dimensions"].items()} == {
            k: v["mode"] for k, v in other["dimensions"].items()
        }


@pytest.mark.parametrize("key", KEYS)
def test_a_frame_is_begun_from_a_template_and_published(cast, sign_in, soon, key):
    tom = sign_in(cast.tom)
    days = {"starts_on": soon.date(), "ends_on": soon.date() + timedelta(days=30)}
    address = f"{reverse('studio:new-frame')}?template={key}"
    assert tom.get(address).status_code == 200
    response = tom.post(address, {"title": "Ours", "classes": [cast.ada_class.pk], **days})
    change_scope(cast.district.pk, cast.tom.pk)
    made = Frame.objects.get()
    assert response["Location"] == reverse("studio:edit-frame", args=[made.pk])
    assert made.phases.count() >= 5
    assert made.dimensions.count() == 8
    assert "Publish it" in page(tom, "edit-frame", made.pk)
    assert "Published." in post(tom, "publish-frame", made.pk)
    assert Notice.objects.filter(person__in=[cast.ada, cast.ben]).count() == 2
    assert "Answer it with a project" in page(sign_in(cast.ada), "frame", made.pk)


def test_a_draft_is_its_writers_alone(cast, sign_in, soon):
    change_scope(cast.district.pk, cast.tom.pk)
    draft = make_frame(cast, soon, state=Frame.State.DRAFT)
    assert sign_in(cast.tom).get(reverse("studio:frame", args=[draft.pk])).status_code == 200
    for name in ("ada", "ines", "ruth", "omar", "mira", "eve"):
        assert sign_in(getattr(cast, name)).get(reverse("studio:frame", args=[draft.pk])).status_code == 404, name


def test_a_stale_save_keeps_both_texts(cast, sign_in, frame):
    tom = sign_in(cast.tom)
    data = {"title": "City", "question": "What if?", "words": "First", "classes": [cast.ada_class.pk], "version": 1}
    data |= {"starts_on": frame.starts_on, "ends_on": frame.ends_on}
    assert "Saved." in post(tom, "edit-frame", frame.pk, **data)
    html = post(tom, "edit-frame", frame.pk, **(data | {"words": "Second"}))
    assert "This stands there now" in html
    assert "First" in html
    assert "Second" in html


def test_who_decides_is_said_for_all_eight_on_one_page(cast, sign_in, frame):
    tom = sign_in(cast.tom)
    data = {f"{name}_mode": "free" for name in ("topic", "question", "product", "tools", "partners", "place")}
    data |= {"audience_mode": "choose", "audience_options": "Families\nThe library", "topic_sparks": "Bees"}
    data |= {"assessed_mode": "fixed", "assessed_words": "By our criteria"}
    assert "Saved." in post(tom, "dimensions", frame.pk, **data)
    html = page(sign_in(cast.ada), "frame", frame.pk)
    assert "The library" in html
    assert "Bees" in html
    assert "Say what is fixed" in post(tom, "dimensions", frame.pk, **(data | {"assessed_words": ""}))
    assert "at least two things" in post(tom, "dimensions", frame.pk, **(data | {"audience_options": "One"}))


def test_the_mix_follows_from_who_decides(cast, frame):
    mix = {line.lens: line.decided_by for line in frame_page(frame, cast.tom, leads=True).mix}
    assert mix["objectives"] == "framework"
    assert mix["where it starts"] == "educator"
    assert mix["interests"] == "learner"


@pytest.mark.parametrize(
    ("modes", "word"), [("free", "personalized"), ("choose", "differentiated"), ("fixed", "same for everybody")]
)
def test_what_kind_of_learning_it_is_stands_there_in_words(cast, frame, modes, word):
    Dimension.objects.filter(frame=frame).update(mode=modes, words="x", options=["a", "b"])
    assert word in frame_page(frame, cast.tom, leads=True).kind_words


def test_a_learner_sees_the_own_variation_and_nobody_elses(cast, sign_in, frame, soon):
    decided = {"product": Decided(mode="choose", options=("A song", "A drawing"))}
    given = {"title": "For Ben", "reason": "He sings", "decided": decided, "by": cast.tom, "now": soon}
    criteria.vary(frame=frame, learners=[cast.ben], **given)
    assert "A song" in page(sign_in(cast.ben), "frame", frame.pk)
    for name in ("ada", "ruth"):
        html = page(sign_in(getattr(cast, name)), "frame", frame.pk)
        assert "A song" not in html
        assert "For Ben" not in html
    assert "For Ben" in page(sign_in(cast.tom), "edit-frame", frame.pk)
    with pytest.raises(ActionRefused, match="Ben has a variation"):
        criteria.vary(frame=frame, learners=[cast.ben], **given)


def test_a_variation_keeps_what_is_expected(cast, frame, soon):
    cast.ben.grades = ["09"]
    cast.ben.save(update_fields=["grades"])
    easy = Competency.objects.order_by("pk")[0]
    easy.education_levels = ["02"]
    easy.save(update_fields=["education_levels"])
    with pytest.raises(ActionRefused, match="earlier years"):
        criteria.vary(
            frame=frame,
            title="",
            reason="Why",
            learners=[cast.ben],
            decided={},
            competencies=[easy],
            by=cast.tom,
            now=soon,
        )
    assert not Variation.objects.exists() or not FrameCompetency.objects.filter(variation__isnull=False).exists()


def test_learners_propose_and_voice_criteria_while_it_is_open(cast, sign_in, frame, soon):
    ada, ben, tom = sign_in(cast.ada), sign_in(cast.ben), sign_in(cast.tom)
    assert "not proposed at the moment" in post(ada, "propose-criterion", frame.pk, title="It is fun")
    Frame.objects.filter(pk=frame.pk).update(criteria_until=soon.date() + timedelta(days=3))
    assert "Proposed." in post(ada, "propose-criterion", frame.pk, title="It is fun", words="Or nobody looks")
    criterion = Criterion.objects.get(state="proposed")
    assert "Say what concerns you" in post(ben, "voice-criterion", criterion.pk, stance="concern")
    post(ben, "voice-criterion", criterion.pk, stance="concern", words="Fun for whom?")
    assert CriterionVoice.objects.filter(criterion=criterion).count() == 2
    assert "Fun for whom?" in page(ada, "frame", frame.pk)
    assert "Say why" in post(tom, "settle-criterion", criterion.pk, do="decline")
    assert "It holds now." in post(tom, "settle-criterion", criterion.pk, do="take")
    assert "This has been decided." in post(ben, "voice-criterion", criterion.pk, stance="want")
    assert ben.post(reverse("studio:settle-criterion", args=[criterion.pk])).status_code == 403


def test_criteria_and_phases_are_written_changed_and_taken_out(cast, sign_in, frame):
    tom = sign_in(cast.tom)
    post(tom, "add-criterion", frame.pk, title="It can be heard")
    criterion = Criterion.objects.get(title="It can be heard")
    post(tom, "criterion", criterion.pk, title="It is heard", version=1)
    assert "This stands there now" in post(tom, "criterion", criterion.pk, title="Stale", version=1)
    assert "Taken out." in post(tom, "take-out-criterion", criterion.pk)
    assert "It is back." in post(tom, "take-out-criterion", criterion.pk)
    post(tom, "add-phase", frame.pk, title="Build", together="pair", screen="off", minutes=90)
    phase = Phase.objects.get(title="Build")
    post(tom, "move-phase", phase.pk, to="up")
    assert list(Phase.objects.filter(frame=frame).order_by("position").values_list("title", flat=True))[1] == "Build"
    post(tom, "phase", phase.pk, title="Build it", together="pair", screen="off", minutes=60)
    assert 'class="pair off"' in page(tom, "frame", frame.pk)
    post(tom, "take-out-phase", phase.pk)
    assert not Phase.objects.filter(pk=phase.pk).exists()


def test_a_colleague_makes_their_own_from_what_is_shared_with_credit(cast, sign_in, frame):
    mira = sign_in(cast.mira)
    assert mira.get(reverse("studio:frame", args=[frame.pk])).status_code == 404
    post(sign_in(cast.tom), "share-frame", frame.pk)
    assert "Build our city" in page(mira, "frames")
    html = post(mira, "remix-frame", frame.pk)
    assert "it says after whom" in html
    change_scope(cast.district.pk, cast.mira.pk)
    own = Frame.objects.get(by=cast.mira)
    assert own.credit == "After “Build our city” by Tom Lindqvist"
    assert own.criteria.count() == frame.criteria.count()
    assert own.class_links.count() == 0
    assert mira.post(reverse("studio:publish-frame", args=[frame.pk])).status_code == 403
    assert "Choose the class that answers it." in post(mira, "publish-frame", own.pk)


def test_what_was_answered_is_closed_and_not_taken_away(cast, sign_in, frame, soon):
    make_project(cast, soon, frame=frame)
    tom = sign_in(cast.tom)
    assert "You can close it." in post(tom, "publish-frame", frame.pk)
    assert "You can close it." in post(tom, "take-away-frame", frame.pk)
    assert "What is under way goes on." in post(tom, "close-frame", frame.pk, do="close")
    assert "Answer it with a project" not in page(sign_in(cast.ada), "frame", frame.pk)


def test_what_nobody_answered_is_taken_away_and_comes_back(cast, sign_in, frame):
    tom = sign_in(cast.tom)
    assert reverse("studio:bring-back-frame", args=[frame.pk]) in post(tom, "take-away-frame", frame.pk)
    assert tom.get(reverse("studio:frame", args=[frame.pk])).status_code == 404
    post(tom, "bring-back-frame", frame.pk)
    assert tom.get(reverse("studio:frame", args=[frame.pk])).status_code == 200


def test_words_run_nowhere(cast, sign_in, frame):
    Frame.objects.filter(pk=frame.pk).update(words="<script>alert(1)</script>", question="<img src=x onerror=y>")
    html = page(sign_in(cast.ada), "frame", frame.pk)
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_the_sheet_prints_with_pages_for_the_field(cast, sign_in, frame):
    Frame.objects.filter(pk=frame.pk).update(log_pages=[{"title": "Walking page", "lines": ["What do we hear?"]}])
    assert "What do we hear?" in page(sign_in(cast.ada), "frame-sheet", frame.pk)


def test_competencies_are_searched_and_kept(cast, sign_in, frame):
    tom, wanted = sign_in(cast.tom), Competency.objects.order_by("-pk")[0]
    html = post(tom, "frame-competencies", frame.pk, do="search", find="map", competencies=[wanted.pk])
    assert str(wanted.pk) in html
    post(tom, "frame-competencies", frame.pk, competencies=[wanted.pk])
    assert list(frame.competency_links.values_list("competency_id", flat=True)) == [wanted.pk]


@pytest.mark.parametrize("n", [1, 30])
def test_the_page_costs_as_many_queries_with_thirty_of_everything(cast, sign_in, frame, soon, n):
    for place in range(n):
        criteria.add_phase(
            frame=frame,
            values={"title": f"P{place}", "words": "", "together": "pair", "screen": "on", "minutes": 5},
            by=cast.tom,
            now=soon,
        )
    ada, address = sign_in(cast.ada), reverse("studio:frame", args=[frame.pk])
    ada.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert ada.get(address).status_code == 200
    assert len(seen) == 20
