"""Feedback that hurts: who reports it, who looks at it, who hides it and why; what waits on Today."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.evidence.showing import ask, day, eyes_of, give, moment, show
from tests.evidence.test_artefact_pages import page, post

from trellis.core.actions import ActionRefused
from trellis.core.scope import change_scope
from trellis.evidence.actions.reports import report_feedback, settle_report
from trellis.evidence.models import Feedback, FeedbackReport, FreshStart, Opening, OpeningWord, SealPurpose
from trellis.notice.models import Notice
from trellis.people.models import Role
from trellis.school.models import Enrolment

REPORTS = reverse("evidence:reports")


@pytest.fixture
def artefact(cast):
    return show(cast)


@pytest.fixture
def feedback(cast, artefact):
    ask(cast, artefact, cast.ben)
    return give(cast, artefact, cast.ben, works="Ugly map, really.")


@pytest.fixture
def report(cast, feedback):
    with eyes_of(cast, cast.ada):
        return report_feedback(feedback=feedback, reason="It makes fun of me.", by=cast.ada, now=moment())


def test_ada_reports_what_hurts_and_tom_hides_it_with_a_reason(cast, artefact, feedback, sign_in):
    ada, tom = sign_in(cast.ada), sign_in(cast.tom)
    assert "Say what is wrong with it" in post(ada, "evidence:report-feedback", feedback.pk, reason=" ")
    html = post(ada, "evidence:report-feedback", feedback.pk, reason="It makes fun of me.")
    assert "Your educators were asked to look at it." in html
    change_scope(cast.district.pk, cast.tom.pk)
    assert Notice.objects.filter(person=cast.tom, kind="evidence.feedback-reported").exists()
    assert "Somebody asks you to look at feedback." in tom.get(reverse("home:today")).content.decode()
    html = tom.get(REPORTS).content.decode()
    assert "Ugly map, really." in html
    assert "Ada Okafor says: “It makes fun of me.”" in html or "It makes fun of me." in html
    assert "Say why it is hidden" in post(tom, "evidence:hide-feedback", feedback.pk, reason="")
    address = reverse("evidence:hide-feedback", args=[feedback.pk]) + "?reports=1"
    html = tom.post(address, {"reason": "Unkind. Let us talk."}, follow=True).content.decode()
    assert "Nothing to look at" in html
    assert "Ugly map" not in page(ada, "evidence:artefact", artefact.pk)
    ben = page(sign_in(cast.ben), "evidence:artefact", artefact.pk)
    assert "Ugly map" in ben
    assert "Unkind. Let us talk." in ben
    assert "makes fun" not in ben
    assert "It is shown again." in post(tom, "evidence:show-feedback", feedback.pk)
    assert "Ugly map" in page(ada, "evidence:artefact", artefact.pk)


def test_it_can_stay_and_wait_again(cast, report, sign_in):
    tom = sign_in(cast.tom)
    assert "Looked at. The feedback stays." in post(tom, "evidence:settle-report", report.pk)
    assert "Somebody has looked at it already." in post(tom, "evidence:settle-report", report.pk)
    assert "It waits again." in post(tom, "evidence:reopen-report", report.pk)
    assert "Ugly map" in tom.get(REPORTS).content.decode()


def test_said_twice_it_is_one_report_with_the_newer_reason(cast, feedback, report):
    with eyes_of(cast, cast.ada):
        settle_report(report=report, by=cast.tom, now=moment())
        again = report_feedback(feedback=feedback, reason="Still hurts.", by=cast.ada, now=moment())
        assert (again.pk, again.reason, again.settled_at) == (report.pk, "Still hurts.", None)
        with pytest.raises(ActionRefused, match="too long"):
            report_feedback(feedback=feedback, reason="x" * 301, by=cast.ada, now=moment())
        Feedback.objects.filter(pk=feedback.pk).update(hidden_at=moment())
        feedback.refresh_from_db()
        with pytest.raises(ActionRefused, match="hidden already"):
            report_feedback(feedback=feedback, reason="It hurts.", by=cast.ada, now=moment())


def test_who_opens_the_pages_of_what_was_reported(cast, feedback, report, sign_in):
    for name in ("ada", "ben", "chidi", "ruth", "noor", "dana", "zed", "eve"):
        assert sign_in(getattr(cast, name)).get(REPORTS).status_code == 404, name
    for name in ("mira", "omar"):  # they look at reports, but at none of Ada's while others teach her
        assert "Ugly map" not in sign_in(getattr(cast, name)).get(REPORTS).content.decode(), name
    for name in ("tom", "ines"):
        assert "Ugly map" in sign_in(getattr(cast, name)).get(REPORTS).content.decode(), name
    for name in ("ada", "ben", "mira", "omar", "ruth", "zed"):
        client = sign_in(getattr(cast, name))
        for route in ("evidence:settle-report", "evidence:reopen-report"):
            assert client.post(reverse(route, args=[report.pk])).status_code == 404, (name, route)
    for name, status in {"ada": 403, "ben": 403, "ruth": 404, "chidi": 404, "mira": 404, "omar": 404}.items():
        address = reverse("evidence:hide-feedback", args=[feedback.pk])
        assert sign_in(getattr(cast, name)).get(address).status_code == status, name
    for name, status in {"ben": 403, "tom": 403, "ruth": 404, "chidi": 404, "mira": 404}.items():
        address = reverse("evidence:report-feedback", args=[feedback.pk])
        assert sign_in(getattr(cast, name)).get(address).status_code == status, name


def test_nobody_looks_at_a_report_of_their_own_words(cast, artefact, sign_in):
    own = give(cast, artefact, cast.tom, works="Not your best day.")
    tom, ines = sign_in(cast.tom), sign_in(cast.ines)
    assert tom.get(reverse("evidence:hide-feedback", args=[own.pk])).status_code == 200
    post(sign_in(cast.ada), "evidence:report-feedback", own.pk, reason="It hurts.")
    assert "Not your best day." not in tom.get(REPORTS).content.decode()
    assert "Not your best day." in ines.get(REPORTS).content.decode()
    assert "Hidden." in post(ines, "evidence:hide-feedback", own.pk, reason="Too harsh.")
    for route in ("evidence:hide-feedback", "evidence:show-feedback"):
        assert tom.post(reverse(route, args=[own.pk])).status_code == 403


def test_where_no_other_educator_is_left_whoever_runs_the_school_looks(cast, artefact, sign_in):
    own = give(cast, artefact, cast.tom, works="Not your best day.")
    change_scope(cast.district.pk, cast.ada.pk)
    Enrolment.objects.filter(person=cast.ines).update(ends_on=day() - timedelta(days=1))
    html = post(sign_in(cast.ada), "evidence:report-feedback", own.pk, reason="It hurts.")
    assert "Your educators were asked to look at it." in html
    omar = sign_in(cast.omar)
    assert "Not your best day." in omar.get(REPORTS).content.decode()
    assert "Hidden." in post(omar, "evidence:hide-feedback", own.pk, reason="Too harsh.")
    assert "It is shown again." in post(omar, "evidence:show-feedback", own.pk)


def test_a_report_for_which_nobody_is_there_says_so(cast, artefact):
    feedback = give(cast, artefact, cast.tom)
    Role.objects.filter(kind=Role.Kind.COORDINATOR).update(ends_on=day() - timedelta(days=1))
    feedback.by_id = cast.mira.pk  # Chidi's only educator
    with eyes_of(cast, cast.ben), pytest.raises(ActionRefused, match="an adult you trust"):
        report_feedback(feedback=feedback, reason="It hurts.", by=cast.chidi, now=moment())
    assert not FeedbackReport.objects.exists()


# --- On the first page of those whom it concerns ---------------------------------------------------------


def test_a_wish_for_a_fresh_start_waits_on_the_first_page_of_whoever_runs_the_school(cast, sign_in):
    change_scope(cast.district.pk, cast.ada.pk)
    wish = FreshStart.objects.create(learner=cast.ada, before_on=day(), why="New here", asked_at=moment())
    html = sign_in(cast.omar).get(reverse("home:today")).content.decode()
    assert "Ada Okafor asks for a fresh start." in html or "asks for a fresh start." in html
    assert reverse("evidence:answer-fresh-start", args=[wish.pk]) in html
    assert "asks for a fresh start." not in sign_in(cast.tom).get(reverse("home:today")).content.decode()
    FreshStart.objects.update(granted_at=moment())
    assert "asks for a fresh start." not in sign_in(cast.omar).get(reverse("home:today")).content.decode()


def test_an_objection_waits_for_whoever_runs_the_school_and_for_who_opened_the_past(cast, sign_in):
    change_scope(cast.district.pk, cast.tom.pk)
    opening = Opening.objects.create(
        learner=cast.ada,
        reader=cast.tom,
        purpose=SealPurpose.objects.create(words="Plan support", position=0),
        sentence="To plan what comes next.",
        from_on=day() - timedelta(days=900),
        to_on=day(),
        opened_at=moment(),
        until=day() + timedelta(days=5),
    )
    said = {"opening": opening, "words": "Please ask me first."}
    OpeningWord.objects.create(by=cast.ada, kind="object", at=moment(), **said)
    address = reverse("evidence:opening", args=[opening.pk])
    today = {name: sign_in(getattr(cast, name)) for name in ("omar", "tom", "ines")}
    shown = {name: address in client.get(reverse("home:today")).content.decode() for name, client in today.items()}
    assert shown == {"omar": True, "tom": True, "ines": False}
    assert today["omar"].get(address)["Location"] == reverse("evidence:policy")
    change_scope(cast.district.pk, cast.tom.pk)
    OpeningWord.objects.create(by=cast.tom, kind="answer", at=moment(), **said)
    shown = {name: address in client.get(reverse("home:today")).content.decode() for name, client in today.items()}
    assert shown == {"omar": True, "tom": False, "ines": False}
    Opening.objects.update(ended_at=moment())
    assert address not in today["omar"].get(reverse("home:today")).content.decode()
