"""Drafts, a round, words on a draft and themes for the walk over every URL: Ada's draft, Ben's turn to look at it."""

from __future__ import annotations

from typing import Any

from tests.evidence.showing import day, eyes_of, moment
from tests.people import Cast
from tests.studio.critiquing import give, make_draft, open_, prepare, turn_of
from tests.studio.making import make_frame, make_project
from tests.studio.theming import ask_class, considered, propose, say

from trellis.studio.actions.board import decline_mini_lesson
from trellis.studio.actions.critique import advise
from trellis.studio.actions.themes import answer_concern, remove_theme


def critique_samples(cast: Cast) -> dict[str, Any]:
    """Values by parameter name; rounds of critique and of themes share one name, so the latter are said by route."""
    with eyes_of(cast, cast.tom):
        frame = make_frame(cast, moment(), title="Sounds of our city")
        ours = make_project(cast, moment(), frame=frame, learners=(cast.ada,), title="Ada listens")
        theirs = make_project(cast, moment(), frame=frame, learners=(cast.ben,), title="Ben draws")
        make_draft(ours, cast.ada)
        newest = make_draft(ours, cast.ada)
        make_draft(theirs, cast.ben)
        found = open_(cast, prepare(cast, frame))
        turn = turn_of(found, cast.ben)
        assert turn.draft == newest and day()
        give(turn)
        words = {"first": "You listened.", "second": "The corner.", "third": "Go again at noon."}
        critique = advise(draft=newest, parts=words, by=cast.tom, now=moment())
        said = decline_mini_lesson(frame=frame, kind="idea", key="x", words="Longer", by=cast.tom, now=moment())
        return {
            "draft_id": newest.pk,
            "number": 1,
            "turn_id": turn.pk,
            "critique_id": critique.pk,
            "round_id": found.pk,
            "studio:round-step:step": "late",
            "studio:rounds:frame_id": frame.pk,
            "studio:board:frame_id": frame.pk,
            "studio:mini-lesson:frame_id": frame.pk,
            "studio:board-project:frame_id": frame.pk,
            "studio:board-project:project_id": ours.pk,
            "studio:drafts:project_id": ours.pk,
            "studio:new-draft:project_id": ours.pk,
            "studio:mini-lesson-back:answer_id": said.pk,
            **_themes(cast),
        }


def _themes(cast: Cast) -> dict[str, Any]:
    """A theme of Ada's that the class considers, with a concern of Ben's, and one she took away."""
    asked = ask_class(cast)
    theme, gone = propose(asked, cast.ada), propose(asked, cast.ada, "Stars")
    remove_theme(theme=gone, by=cast.ada, now=moment())
    considered(cast, asked)
    voice = say(theme, cast.ben, "concern", "Too far.")
    answer_concern(voice=voice, words="We take the bus.", by=cast.tom, now=moment())
    routes = ("theme-round", "theme-step", "decide-themes")
    return {
        **{f"studio:{route}:round_id": asked.pk for route in routes},
        "studio:theme-step:step": "collect",
        "theme_id": theme.pk,
        "studio:bring-theme-back:theme_id": gone.pk,
        "voice_id": voice.pk,
    }
