"""Today knows what waits in frames and projects: for the team, for the educator, and for nobody else."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from tests.studio.making import make_frame, make_project

from trellis.core.scope import change_scope
from trellis.plan.actions.plans import open_plan
from trellis.studio.models import Member, Milestone, Project


def today_of(sign_in, person) -> str:
    return sign_in(person).get("/").content.decode()


def test_a_proposal_waits_for_who_leads_the_frame(cast, sign_in):
    now = timezone.now()
    change_scope(cast.district.pk, cast.tom.pk)
    make_project(cast, now, frame=make_frame(cast, now), state=Project.State.PROPOSED, title="A bench")
    assert "A bench" in today_of(sign_in, cast.tom)
    for name in ("ines", "mira", "ruth", "omar", "eve"):
        assert "A bench" not in today_of(sign_in, getattr(cast, name)), name


def test_a_team_sees_its_next_milestones_and_who_asks_whom(cast, sign_in):
    now = timezone.now()
    change_scope(cast.district.pk, cast.ada.pk)
    project = make_project(cast, now, learners=(cast.ada,), title="A bench")
    Milestone.objects.create(project=project, title="Ten people asked", due_on=now.date() + timedelta(days=3))
    Member.objects.create(project=project, learner=cast.ben, asked_by=cast.ada, asked_at=now)
    assert "Ten people asked" in today_of(sign_in, cast.ada)
    html = today_of(sign_in, cast.ben)
    assert "You are asked into this team" in html
    assert "Ten people asked" not in html
    assert "A bench" not in today_of(sign_in, cast.chidi)


def test_milestones_stand_beside_the_plan_for_whoever_reads_it(cast, sign_in):
    now = timezone.now()
    change_scope(cast.district.pk, cast.ada.pk)
    open_plan(learner=cast.ada, term=cast.term, by=cast.ada, now=now)
    going = make_project(cast, now, learners=(cast.ada,), title="A <b>bench</b>")
    Milestone.objects.create(project=going, title="Ten people asked", due_on=now.date() + timedelta(days=3))
    draft = make_project(cast, now, learners=(cast.ada,), title="Secret", state=Project.State.DRAFT)
    Milestone.objects.create(project=draft, title="Nobody knows")
    for name in ("ada", "tom", "ruth"):
        html = sign_in(getattr(cast, name)).get(reverse("plan:plan", args=[cast.ada.pk])).content.decode()
        assert "Ten people asked" in html, name
        assert "A &lt;b&gt;bench" in html
        assert "Nobody knows" not in html
