"""What somebody must not see in frames, projects, critique, exhibitions and showcases: for the test of two worlds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.people import Cast, Now
from tests.plan.two_worlds import Secret, through
from tests.studio.making import make_frame, make_project

from trellis.people.models import Person
from trellis.portfolio.actions import make_showcase, open_showcase
from trellis.studio.actions import criteria, exhibitions
from trellis.studio.actions.frames import Decided
from trellis.studio.models import (
    Choice,
    Draft,
    FieldNote,
    Frame,
    FrameClass,
    GuestNote,
    Milestone,
    ProgrammeItem,
    Project,
    ProjectMentor,
    ProposalAnswer,
    Source,
    Task,
    Theme,
    ThemeRound,
)

TEAM = frozenset({"ada", "ben"})
TAUGHT = frozenset({"tom", "ines"})  # who teaches somebody of the team
HERS = frozenset({"ada", "tom", "ines", "ruth"})
CHIDI = frozenset({"chidi", "mira", "paul"})


def _frame_draft(cast: Cast) -> None:
    with through(cast, cast.tom):
        make_frame(cast, Now, state=Frame.State.DRAFT, title="A secret frame")


def _of_mira(cast: Cast) -> Frame:
    frame = make_frame(cast, Now, by=cast.mira, title="A secret frame of another class")
    FrameClass.objects.filter(frame=frame).update(school_class=cast.chidi_class)
    return frame


def _draft(cast: Cast) -> None:
    with through(cast, cast.ada):
        project = make_project(cast, Now, state=Project.State.DRAFT, title="A secret draft")
        _fill(cast, project, cast.ada)


def _fill(cast: Cast, project: Project, by: Person) -> None:
    """Whatever hangs on a project."""
    Choice.objects.create(project=project, name="product", words="A secret map", reason="So", by=by, at=Now)
    FieldNote.objects.create(project=project, kind="observation", on=Now.date(), words="A secret sound", at=Now)
    Milestone.objects.create(project=project, title="A secret milestone", due_on=Now.date() + timedelta(days=3))
    Task.objects.create(project=project, title="A secret card")
    Source.objects.create(project=project, title="A secret source", credit="Nobody", at=Now)
    Draft.objects.create(project=project, number=1, words="A secret version", by=by, at=Now)


def _project(learners: Callable[[Cast], tuple[Person, ...]], *, framed: bool = False) -> Callable[[Cast], None]:
    def make(cast: Cast) -> None:
        team = learners(cast)
        frame = _of_mira(cast) if framed else None
        project = make_project(cast, Now, frame=frame, learners=team, title="A secret project")
        ProposalAnswer.objects.create(project=project, version=1, verdict="go", reason="Secretly", by=cast.tom, at=Now)
        _fill(cast, project, team[0])

    return make


def _wish(cast: Cast) -> None:
    """A wish for Noor as a mentor, which no educator has answered."""
    project = Project.objects.filter(title="Sounds of our street").order_by("pk").first()
    ProjectMentor.objects.create(
        project=project, mentor=cast.noor, why="A secret wish", asked_by=cast.ada, asked_at=Now,
        starts_on=Now.date(), ends_on=Now.date() + timedelta(days=9),
    )  # fmt: skip


def _variation(cast: Cast) -> None:
    """Other choices for Ada in a frame that is in both worlds."""
    frame = Frame.objects.get(title="Sounds and people")
    decided = {"product": Decided(mode="choose", options=("A secret song", "A secret dance"))}
    criteria.vary(
        frame=frame, title="A secret variation", reason="She sings", learners=[cast.ada], decided=decided,
        by=cast.tom, now=Now,
    )  # fmt: skip


def _exhibition(cast: Cast) -> None:
    """An exhibition that is not announced and has no programme yet."""
    exhibitions.arrange_exhibition(
        title="A secret evening", words="", place="A secret hall", starts_at=Now + timedelta(days=9),
        ends_at=Now + timedelta(days=9, hours=2), frames=[Frame.objects.get(title="Sounds and people")],
        school=cast.school, by=cast.tom, now=Now,
    )  # fmt: skip


def _guest(cast: Cast) -> None:
    """Words of a guest that no educator has read."""
    line = ProgrammeItem.objects.order_by("pk").first()
    GuestNote.objects.create(item=line, by_name="A secret guest", kind_words="A secret word", at=Now)


def _theme(cast: Cast) -> None:
    """A theme in another class."""
    asked = ThemeRound.objects.create(school_class=cast.chidi_class, by=cast.mira, title="A secret term", made_at=Now)
    Theme.objects.create(round=asked, by=cast.chidi, title="A secret theme", why="It hums", at=Now)


def _showcase(*opened: str) -> Callable[[Cast], None]:
    def make(cast: Cast) -> None:
        with through(cast, cast.ada):
            made = make_showcase(title="A secret showcase", words="For later", by=cast.ada, now=Now)
            for to in opened:
                open_showcase(showcase=made, to=to, is_open=True, by=cast.ada, now=Now)

    return make


def _pair(cast: Cast) -> tuple[Person, ...]:
    return cast.ada, cast.ben


def _alone(cast: Cast) -> tuple[Person, ...]:
    return (cast.ada,)


def _other(cast: Cast) -> tuple[Person, ...]:
    return (cast.chidi,)


STUDIO_SECRETS = (
    Secret("a frame that is written", frozenset({"tom"}), _frame_draft),
    Secret("a frame of another class", CHIDI, _of_mira),
    Secret("a project that is a draft", TEAM, _draft),
    Secret("a project of Ada's and Ben's", TEAM | TAUGHT | {"ruth"}, _project(_pair)),
    Secret("a project of Ada's", HERS, _project(_alone)),
    Secret("a project of Chidi's", CHIDI, _project(_other)),
    Secret("a project in a frame of another class", CHIDI, _project(_other, framed=True)),
    Secret("a wish for a mentor", TEAM | TAUGHT, _wish),
    Secret("other choices for Ada", frozenset({"ada", "tom"}), _variation),
    Secret("an exhibition that is arranged", frozenset({"tom"}), _exhibition),
    Secret("words of a guest that wait", frozenset({"tom"}), _guest),
    Secret("themes of another class", CHIDI, _theme),
    Secret("a showcase for herself", frozenset({"ada"}), _showcase()),
    Secret("a showcase for her family", frozenset({"ada", "ruth"}), _showcase("family")),
    Secret("a showcase for her educators", frozenset({"ada", "tom", "ines"}), _showcase("educators")),
)
