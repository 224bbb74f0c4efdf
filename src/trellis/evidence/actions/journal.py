"""What can be done with a journal: write, say anew, show to others or to nobody, take away and bring back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.audience import Audience
from trellis.evidence.models import Artefact, Reflection
from trellis.evidence.prompts import ALL
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.plan.models import Goal

MOST_LETTERS = 4_000
FIELDS = ("answers", "words", "goal", "artefact", "skill")


@dataclass(frozen=True, slots=True)
class Thought:
    """What a learner writes, and what it is about."""

    answers: Mapping[str, str]
    words: str = ""
    goal: Goal | None = None
    artefact: Artefact | None = None
    skill: Competency | None = None


def _checked(thought: Thought) -> dict[str, object]:
    """Return the columns; raises ``ActionRefused`` where nothing is said or more than can be kept."""
    answers = {key: text.strip() for key, text in thought.answers.items() if key in ALL and text.strip()}
    words = thought.words.strip()
    for name, text in (*answers.items(), ("words", words)):
        if "\x00" in text:
            raise ActionRefused(_("There is a sign in it that cannot be kept. Type it again."), name)
        if len(text) > MOST_LETTERS:
            sentence = _("Say it in at most %(most)s letters. Yours has %(n)s.")
            raise ActionRefused(sentence % {"most": MOST_LETTERS, "n": len(text)}, name)
    if not answers and not words:
        raise ActionRefused(_("Write one sentence, to any of the questions."), "words")
    return {
        "answers": answers,
        "words": words,
        "goal": thought.goal,
        "artefact": thought.artefact,
        "skill": thought.skill,
    }


@transaction.atomic
def write_reflection(
    *, learner: Person, thought: Thought, audience: str = Audience.ME, by: Person, now: datetime
) -> Reflection:
    """Write an entry in one's own journal; nobody else sees it unless ``audience`` says so."""
    columns = _checked(thought)
    if by.pk != learner.pk:
        raise ActionRefused(_("Only the learner writes in this journal."))
    if audience not in Audience.values:
        raise ActionRefused(_("Choose who can see this."), "audience")
    written = Reflection.objects.create(learner=learner, audience=audience, at=now, **columns)
    record_moment(at=now, actor=by, verb="reflection.written", thing=written, learner=learner, context=_told(written))
    return written


def _told(reflection: Reflection) -> dict[str, object]:
    """Say for the record which questions were answered; never what was written."""
    return {"prompts": sorted(reflection.answers), "audience": str(reflection.audience)}


@transaction.atomic
def change_reflection(*, reflection: Reflection, expected: int, thought: Thought, by: Person, now: datetime) -> None:
    """Say an entry anew. Raises ``StaleVersion`` where it was changed since, on another device say."""
    for name, value in _checked(thought).items():
        setattr(reflection, name, value)
    save_version(reflection, expected=expected, fields=FIELDS)
    context = _told(reflection)
    record_moment(
        at=now, actor=by, verb="reflection.changed", thing=reflection, learner=reflection.learner, context=context
    )


@transaction.atomic
def show_reflection(*, reflection: Reflection, audience: str, by: Person, now: datetime) -> None:
    """Show an entry to others, or to nobody else any more."""
    if audience not in Audience.values:
        raise ActionRefused(_("Choose who can see this."), "audience")
    reflection.audience = audience
    reflection.save(update_fields=["audience"])
    context = {"audience": str(audience)}
    record_moment(
        at=now, actor=by, verb="reflection.shown", thing=reflection, learner=reflection.learner, context=context
    )


@transaction.atomic
def remove_reflection(*, reflection: Reflection, by: Person, now: datetime) -> None:
    """Take an entry away; it can be brought back."""
    reflection.removed_at = now
    reflection.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="reflection.removed", thing=reflection, learner=reflection.learner)


@transaction.atomic
def bring_back_reflection(*, reflection: Reflection, by: Person, now: datetime) -> None:
    """Bring an entry back that was taken away."""
    reflection.removed_at = None
    reflection.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="reflection.brought-back", thing=reflection, learner=reflection.learner)
