"""What to put for each URL parameter when every URL is walked: things of Ada, or of her district."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from tests.evidence.growing import growing_samples
from tests.evidence.growing import judge as judge_by
from tests.evidence.lessons import lesson_samples
from tests.evidence.sealed_samples import sealed_samples
from tests.evidence.showing import ask, give, judge, show, some_competency
from tests.files.samples import picture_upload
from tests.notice.news import KIND as NEWS
from tests.notice.news import register_news
from tests.people import Cast, Now
from tests.plan.conferences import make_conference
from tests.portfolio.samples import showcase_samples
from tests.studio.critique_samples import critique_samples
from tests.studio.exhibition_samples import exhibition_samples
from tests.studio.frame_samples import frame_samples
from tests.studio.project_samples import project_samples
from tests.talk.walls import KIND, WALL, register_walls, say
from trellis.core.ids import uuid7
from trellis.core.models import Decision
from trellis.core.scope import change_scope
from trellis.evidence.models import FeedbackReport
from trellis.evidence.queries.agenda import words_of_gap
from trellis.files.actions import store_file
from trellis.files.models import StoredFile
from trellis.framework.actions import write_local_competency
from trellis.framework.models import Competency, Framework, Requirement, Scale
from trellis.interop.case.models import FrameworkImport
from trellis.interop.oneroster.models import RosterImport
from trellis.notice.actions import tell
from trellis.notice.models import Notice
from trellis.people.models import Guardianship, MentorInvitation, Mentorship, Role
from trellis.plan.actions.conferences import add_topic
from trellis.plan.actions.goals import draft_goal, propose_goal
from trellis.plan.actions.negotiation import propose_changes
from trellis.plan.actions.outcomes import write_outcome
from trellis.plan.actions.plans import open_plan
from trellis.plan.actions.steps import add_step
from trellis.plan.actions.suggestions import suggest_goal
from trellis.plan.clauses import clauses_of
from trellis.plan.models import Expectation, FamilyLink, Goal, Plan, Topic
from trellis.profile.models import CheckIn, Facet, NoticedStrength, Tag
from trellis.school.models import Enrolment
from trellis.talk.actions import report_message
from trellis.web.assets import stylesheet

NOTHING = UUID("00000000-0000-7000-8000-000000000000")


def samples_for(cast: Cast) -> dict[str, Any]:
    """Return values by parameter name, or by ``route:parameter`` where a route needs its own."""
    framework = Framework.objects.order_by("title").first()
    competency = Competency.objects.filter(framework=framework).order_by("code").first()
    own = write_local_competency(
        framework=framework, parent=competency, code="OWN.1", statement="Map a street by ear", by=cast.tom, now=Now
    )
    guardianship = Guardianship.objects.get(learner=cast.ada)
    return {
        "person_id": cast.ada.pk,
        "learner_id": cast.ada.pk,
        "class_id": cast.ada_class.pk,
        "school_id": cast.school.pk,
        "term_id": cast.term.pk,
        "enrolment_id": Enrolment.objects.get(person=cast.ada, school_class=cast.ada_class).pk,
        "role_id": Role.objects.get(person=cast.ada).pk,
        "link_id": guardianship.pk,
        "mentorship_id": Mentorship.objects.get(learner=cast.ada).pk,
        "invitation_id": _invitation(cast).pk,
        "framework_id": framework.pk,
        "competency_id": competency.pk,
        "scale_id": Scale.objects.order_by("pk").first().pk,
        "requirement_id": Requirement.objects.first().pk,
        "framework:edit:competency_id": own.pk,
        "framework:describe:competency_id": own.pk,
        "framework:retire:competency_id": own.pk,
        "framework:bring-back:competency_id": own.pk,
        "import_id": _roster_import(cast).pk,
        "upload_id": _framework_import(cast).pk,
        "file_id": _file(cast).pk,
        **_conversation(cast),
        "notice_id": _notice(cast).pk,
        **_conference(cast),
        **_profile(cast),
        **_goal(cast),
        **sealed_samples(cast),
        **lesson_samples(cast),
        **growing_samples(cast),
        **_shown(cast),
        **showcase_samples(cast),
        **critique_samples(cast),
        **exhibition_samples(cast),
        **frame_samples(cast),
        **project_samples(cast),
        "step": "school",
        "digest": stylesheet().digest,
        # Secrets that nobody has: the doors they open have tests of their own.
        "token": "no-such-token",
        "key": "no-such-key",
        "uidb36": "0",
        "pk": 1,
        "organization_slug": "nobody",
        "provider_id": "nobody",
    }


def _shown(cast: Cast) -> dict[str, Any]:
    """An artefact of Ada's that she judged, with a request that waits, feedback, and both voices on an agenda."""
    competency = some_competency()
    artefact = show(cast, audience="circle", links={"competencies": [competency]})
    judgement = judge(cast, artefact, competency)
    judge_by(cast, competency, 3, by=cast.ben, artefact=artefact)  # two voices that differ
    [request] = ask(cast, artefact, cast.ben)
    change_scope(cast.district.pk)
    topic = Topic.objects.create(
        conference=Topic.objects.order_by("pk")[0].conference, words=words_of_gap(competency), position=9
    )
    feedback = give(cast, artefact, cast.tom)
    said = {"reason": "It hurts.", "by": cast.ada, "at": timezone.now()}
    reported = FeedbackReport.objects.create(feedback=give(cast, artefact, cast.ben), **said)
    return {
        "artefact_id": artefact.pk,
        "evidence:settle-report:report_id": reported.pk,
        "evidence:reopen-report:report_id": reported.pk,
        "evidence:judge:kind": "competency",
        "thing_id": competency.pk,
        "evidence:to-conference:competency_id": competency.pk,
        "evidence:off-agenda:topic_id": topic.pk,
        "evidence:gap-to-conference:competency_id": competency.pk,
        "evidence:gap-off-agenda:competency_id": competency.pk,
        "evidence:gap-off-agenda:topic_id": topic.pk,
        "judgement_id": judgement.pk,
        "request_id": request.pk,
        "feedback_id": feedback.pk,
    }


def _invitation(cast: Cast) -> MentorInvitation:
    return MentorInvitation.objects.create(
        token_hash=uuid7().hex * 2,
        email="noor@example.org",
        learner=cast.ada,
        invited_by=cast.tom,
        purpose="A sound map",
        mentor_until=cast.term.ends_on,
        expires_at=Now,
    )


def _roster_import(cast: Cast) -> RosterImport:
    return RosterImport.objects.create(
        made_by_id=cast.omar.pk, made_at=Now, file_name="roster.zip", state=RosterImport.State.DISCARDED
    )


def _framework_import(cast: Cast) -> FrameworkImport:
    return FrameworkImport.objects.create(
        by=cast.omar,
        made_at=Now,
        file_name="boats.json",
        kind=FrameworkImport.Kind.PACKAGE,
        state=FrameworkImport.State.DROPPED,
    )


def _file(cast: Cast) -> StoredFile:
    return store_file(upload=picture_upload(), kind=StoredFile.Kind.PICTURE, words="", owner=cast.ada, now=Now)


def _conversation(cast: Cast) -> dict[str, Any]:
    register_walls()
    message, other = say(cast, "ada", "Hello"), say(cast, "ruth", "Hm")
    report = report_message(message=other, reason="It hurts", by=cast.ada, now=Now)
    wall = {f"talk:{page}:{name}": value for page in ("thread", "say") for name, value in _WALL.items()}
    # Reporting is for others' words, so the one to report is Ruth's.
    return {"message_id": message.pk, "talk:report:message_id": other.pk, "report_id": report.pk, **wall}


_WALL = {"kind": KIND, "subject_id": WALL}


def _notice(cast: Cast) -> Notice:
    register_news()
    return tell(people=[cast.ada], kind=NEWS, thing=cast.ada_class, now=Now)[0]


def _conference(cast: Cast) -> dict[str, Any]:
    now = timezone.now()
    held = make_conference(cast, now, starts_at=now)
    topic = add_topic(conference=held, words="Lunch breaks", by=cast.ada, now=now)
    outcome = write_outcome(
        conference=held,
        topic=topic,
        words="We eat outside",
        decided_by="",
        change=None,
        voice="learner",
        by=cast.ada,
        now=now,
        today=held.learner.district.today(now),
    )
    return {
        "conference_id": held.pk,
        "topic_id": topic.pk,
        "outcome_id": outcome.pk,
        "event_id": held.event_id,
    }


def _profile(cast: Cast) -> dict[str, Any]:
    """Return an entry of Ada's that her circle sees, a strength that Tom noticed, a round of his, and a word."""
    facet = Facet.objects.create(
        learner=cast.ada, kind="hope", words="A quiet street", audience="circle", written_at=Now, still_true_at=Now
    )
    noticed = NoticedStrength.objects.create(learner=cast.ada, by=cast.tom, words="You listen", at=Now)
    check_in = CheckIn.objects.create(
        title="This week",
        author=cast.tom,
        school_class=cast.ada_class,
        questions=[{"key": "doing", "kind": "scale", "text": ""}],
        opens_on=cast.term.starts_on,
        closes_on=cast.term.ends_on,
    )
    tag = Tag.objects.create(words="music")
    return {"facet_id": facet.pk, "noticed_id": noticed.pk, "check_in_id": check_in.pk, "tag_id": tag.pk}


def _goal(cast: Cast) -> dict[str, Any]:
    """A goal of Ada's on the table, with a step, what Tom suggests beside it, and a goal that Ruth suggests."""
    plan = open_plan(learner=cast.ada, term=cast.term, by=cast.ada, now=Now)
    change_scope(cast.district.pk, cast.ada.pk)  # a draft is a row that nobody else has
    goal = draft_goal(plan=plan, clauses={"title": "Map the sounds", "show_as": "a map"}, by=cast.ada, now=Now)
    propose_goal(goal=goal, by=cast.ada, now=Now)
    change_scope(cast.district.pk)
    proposal = propose_changes(
        goal=goal,
        clauses={**clauses_of(goal), "show_as": "a map and a page"},
        reasons={},
        voice="educator",
        base_version=goal.version,
        by=cast.tom,
        now=Now,
    )
    suggestion = suggest_goal(
        learner=cast.ada, title="Ask abuela", why="She knew.", competency=None, voice="family", by=cast.ruth, now=Now
    )
    link = _family_link(cast, plan)
    return {
        "goal_id": goal.pk,
        "proposal_id": proposal.pk,
        "step_id": add_step(goal=goal, values={"title": "Listen"}, by=cast.ada, now=Now).pk,
        "suggestion_id": suggestion.pk,
        "decision_id": Decision.objects.filter(learner_id=cast.ada.pk)[0].pk,
        "expectation_id": _expectation(cast, goal).pk,
        "plan:confirm-family-link:link_id": link.pk,
        "plan:revoke-family-link:link_id": link.pk,
    }


def _expectation(cast: Cast, goal: Goal) -> Expectation:
    """A part of Ada's goal sits below the expected stage, and Tom answers for it."""
    return Expectation.objects.create(
        goal=goal,
        learner=cast.ada,
        competency=Competency.objects.order_by("pk")[0],
        stages_below=1,
        reason="We start from what she has.",
        author=cast.tom,
        starts_on=cast.term.starts_on,
        until=cast.term.ends_on,
        made_at=Now,
    )


def _family_link(cast: Cast, plan: Plan) -> FamilyLink:
    """A link for Ada's family that waits for the school."""
    return FamilyLink.objects.create(
        plan=plan,
        guardian=cast.ruth,
        token_hash=uuid7().hex * 2,
        asked_by=cast.ada,
        asked_at=Now,
        expires_at=Now + timedelta(days=4000),
    )
