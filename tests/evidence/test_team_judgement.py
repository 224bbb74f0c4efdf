"""A team judges what it made together: one voice that stands with each of them, beside what each says alone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.evidence.showing import day, eyes_of, judge, levels, show, some_competency
from tests.evidence.test_artefact_pages import page, post

from trellis.core.actions import ActionRefused
from trellis.evidence.access import get_artefact_for
from trellis.evidence.actions.judging import take_back_judgement
from trellis.evidence.models import Judgement
from trellis.evidence.queries.voices import judgements_of, two_voices
from trellis.notice.models import Notice


@pytest.fixture
def competency(cast):
    return some_competency()


@pytest.fixture
def artefact(cast, competency):
    return show(cast, learners=[cast.ada, cast.ben], links={"competencies": [competency]})


def voices(person, artefact):
    found, reader = get_artefact_for(person, artefact.pk, day())
    [one] = two_voices(judgements_of(found, reader), reader)
    return [(said.name, said.is_team, said.reason) for said in one.said]


def test_ada_says_for_the_team_what_ben_then_sees_as_the_teams(cast, artefact, competency, sign_in):
    ada = sign_in(cast.ada)
    html = page(ada, "evidence:judge", artefact.pk, "competency", competency.pk)
    assert "We say this together, as a team" in html
    data = {"level": str(levels(competency)[1].level_id), "reason": "Our map can be read.", "together": "on"}
    assert "The team" in post(ada, "evidence:judge", artefact.pk, "competency", competency.pk, **data)
    html = page(sign_in(cast.ben), "evidence:artefact", artefact.pk)
    assert '<th scope="row">The team</th>' in html
    assert 'text-anchor="middle">The team</text>' in html
    assert "Our map can be read." in html
    assert Notice.objects.filter(kind="evidence.judged-together", person=cast.ben).count() == 1
    assert "The team" in page(sign_in(cast.tom), "evidence:artefact", artefact.pk)


def test_what_each_says_alone_stands_beside_the_teams(cast, artefact, competency):
    judge(cast, artefact, competency, 1, together=True, reason="We agree on this.")
    judge(cast, artefact, competency, 2, reason="I could do more.")
    with eyes_of(cast, cast.ada):
        assert voices(cast.ada, artefact) == [
            ("The team", True, "We agree on this."),
            ("Ada", False, "I could do more."),
        ]
    with eyes_of(cast, cast.ben):
        assert voices(cast.ben, artefact) == [("The team", True, "We agree on this.")]


def test_the_team_sees_it_anew_and_the_one_before_stays(cast, artefact, competency):
    first = judge(cast, artefact, competency, 1, together=True)
    second = judge(cast, artefact, competency, 2, together=True, reason="We made the legend.")
    assert second.revisits == first
    with eyes_of(cast, cast.ben):
        assert voices(cast.ben, artefact) == [("The team", True, "We made the legend.")]
        assert Judgement.objects.filter(learner=cast.ben).count() == 2


def test_taken_back_it_is_gone_for_all_of_them_and_the_one_before_holds(cast, artefact, competency):
    judge(cast, artefact, competency, 1, together=True, reason="We agree on this.")
    second = judge(cast, artefact, competency, 2, together=True)
    with eyes_of(cast, cast.ada):
        take_back_judgement(judgement=second, by=cast.ada, now=second.at)
    with eyes_of(cast, cast.ben):
        assert voices(cast.ben, artefact) == [("The team", True, "We agree on this.")]


def test_nobody_takes_back_for_the_team_what_another_said(cast, artefact, competency, sign_in):
    judge(cast, artefact, competency, 1, together=True)
    of_ben = Judgement.objects.get(learner=cast.ben)
    address = reverse("evidence:judged-back", args=[of_ben.pk])
    for name, status in {"ben": 403, "tom": 403, "mira": 404, "chidi": 404}.items():
        assert sign_in(getattr(cast, name)).post(address).status_code == status


def test_no_team_no_judgement_together(cast, competency, sign_in):
    alone = show(cast, links={"competencies": [competency]})
    with pytest.raises(ActionRefused, match="alone"):
        judge(cast, alone, competency, together=True)
    draft = show(cast, learners=[cast.ada, cast.ben], links={"competencies": [competency]}, share=False)
    with pytest.raises(ActionRefused, match="draft"):
        judge(cast, draft, competency, together=True)
    html = page(sign_in(cast.ada), "evidence:judge", alone.pk, "competency", competency.pk)
    assert "as a team" not in html
    assert not Judgement.objects.exists()


def test_what_is_for_ada_and_ben_alone_stays_with_them(cast, competency, sign_in):
    artefact = show(cast, learners=[cast.ada, cast.ben], links={"competencies": [competency]}, audience="me")
    judge(cast, artefact, competency, together=True, reason="Between the two of us.")
    assert "Between the two of us." in page(sign_in(cast.ben), "evidence:artefact", artefact.pk)
    for name in ("tom", "ruth"):
        address = reverse("evidence:competency", args=[cast.ada.pk, competency.pk])
        assert "Between the two of us." not in sign_in(getattr(cast, name)).get(address).content.decode()
