"""What can be done with drafts and critique: add a version, give words, say what changed, hide what does not help."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.audience import Audience
from trellis.core.decisions import record_decision
from trellis.core.models import DecidedBy, Lens
from trellis.evidence.models import Artefact
from trellis.people.models import Person
from trellis.studio.models import Critique, CritiqueRound, CritiqueTurn, Draft, Project
from trellis.studio.protocols import PARTS, WAYS
from trellis.studio.telling_critique import tell_of_critique, tell_what_changed

MOST_LETTERS, MOST_LETTERS_OF_A_DRAFT = 2_000, 20_000
OVER = (Project.State.FINISHED, Project.State.LET_GO)
TOO_LONG = _("This is too long: at most %(n)s letters fit here.")


def _checked(text: str, field: str, most: int) -> str:
    text = text.replace("\r\n", "\n").strip()
    if len(text) > most:
        raise ActionRefused(TOO_LONG % {"n": most}, field)
    return text


@transaction.atomic
def add_draft(
    *,
    project: Project,
    title: str,
    words: str = "",
    artefact: Artefact | None = None,
    question: str = "",
    changed: str = "",
    by: Person,
    now: datetime,
) -> Draft:
    """Add the next version of what a project makes; the ones before stay. Raises ``ActionRefused``.

    ``artefact`` is one that the team may link (``queries.drafts.artefacts_to_link``). From the second version on a team
    says what it changed, and why.
    """
    Project.objects.select_for_update().get(pk=project.pk)  # two who add at once get two numbers
    if project.state in OVER:
        raise ActionRefused(_("This project is over. Look at what you made, or begin another."))
    said = _draft_said(title, words, question, artefact)
    number = (Draft.objects.filter(project=project).aggregate(n=Max("number"))["n"] or 0) + 1
    changed = _checked(changed, "changed", MOST_LETTERS)
    if number > 1 and not changed:
        raise ActionRefused(_("Say what you changed since the last draft, and why."), "changed")
    draft = Draft.objects.create(
        project=project, number=number, artefact=artefact, changed=changed, by=by, at=now, **said
    )
    context = {"number": number, "words": bool(draft.words), "artefact": artefact is not None}
    record_moment(at=now, actor=by, verb="draft.added", thing=draft, learner=by, context=context)
    return draft


def _draft_said(title: str, words: str, question: str, artefact: Artefact | None) -> dict[str, str]:
    """Return the words of a draft; raises ``ActionRefused`` where it says or shows nothing."""
    said = {
        "title": _checked(title, "title", 200),
        "words": _checked(words, "words", MOST_LETTERS_OF_A_DRAFT),
        "question": _checked(question, "question", 300),
    }
    if not said["title"]:
        raise ActionRefused(_("Say what it is."), "title")
    if not said["words"] and artefact is None:
        raise ActionRefused(_("Write the draft, or choose something from your evidence."), "words")
    if artefact is not None and (artefact.shared_at is None or artefact.audience == Audience.ME):
        raise ActionRefused(_("Only you can see this. Show it in Evidence first, then link it here."), "artefact")
    return said


@transaction.atomic
def give_critique(*, turn: CritiqueTurn, parts: Mapping[str, str], by: Person, now: datetime) -> Critique:
    """Say what one's turn asks for, in the parts of its protocol; anew as long as the team has not answered.

    ``turn`` is live and one's own (``access_critique.get_turn_for``). Raises ``ActionRefused``.
    """
    texts = _said(turn.round.protocol, parts)
    before = Critique.objects.select_for_update().filter(turn=turn).first()
    if before is not None:
        return _say_anew(before, texts, by, now)
    critique = Critique.objects.create(
        draft=turn.draft, turn=turn, protocol=turn.round.protocol, by=by, at=now, **texts
    )
    record_moment(at=now, actor=by, verb="critique.given", thing=critique, context={"protocol": str(critique.protocol)})
    tell_of_critique(critique, now)
    return critique


def _say_anew(critique: Critique, texts: dict[str, str], by: Person, now: datetime) -> Critique:
    if critique.answered_at is not None:
        raise ActionRefused(_("The team has answered already. What you said stays."))
    if critique.hidden_at is not None:
        raise ActionRefused(_("An educator has hidden this. Talk to them about it."))
    for name, text in texts.items():
        setattr(critique, name, text)
    critique.save(update_fields=list(texts))
    record_moment(at=now, actor=by, verb="critique.said-anew", thing=critique)
    return critique


@transaction.atomic
def advise(*, draft: Draft, parts: Mapping[str, str], by: Person, now: datetime) -> Critique:
    """Let an educator of the team give words on a draft: kind, specific, helpful, and without a turn."""
    kind = CritiqueRound.Protocol.KIND
    texts = _said(kind, parts)
    critique = Critique.objects.create(draft=draft, protocol=kind, by=by, at=now, **texts)
    context = {"protocol": str(kind), "by_educator": True}
    record_moment(at=now, actor=by, verb="critique.given", thing=critique, context=context)
    tell_of_critique(critique, now)
    return critique


def _said(protocol: str, parts: Mapping[str, str]) -> dict[str, str]:
    way = WAYS[protocol]
    texts = {name: _checked(parts.get(name, ""), name, MOST_LETTERS) for name in PARTS}
    for part in way.parts:
        if part.is_needed and not texts[part.name]:
            raise ActionRefused(_("A few words are missing here: “%(part)s”") % {"part": part.label}, part.name)
    return texts


@transaction.atomic
def say_what_became(
    *, critique: Critique, became: str, changed_in: Draft | None = None, by: Person, now: datetime
) -> Critique:
    """Say what a team made of words on its draft: what it changed, in which version, or why it kept it as it was.

    It can be said anew. The judgement of what to change is the learners' own, which the approach mix counts.
    """
    became = _checked(became, "became", 500)
    if not became:
        raise ActionRefused(_("Say what you changed because of it, or why you kept it as it was."), "became")
    if changed_in is not None and changed_in.project_id != critique.draft.project_id:
        raise ActionRefused(_("Choose a draft of this project."), "changed_in")
    is_new = critique.answered_at is None
    critique.became, critique.changed_in, critique.answered_at = became, changed_in, now
    critique.save(update_fields=["became", "changed_in", "answered_at"])
    context = {"changed": changed_in is not None}
    moment = record_moment(at=now, actor=by, verb="critique.answered", thing=critique, learner=by, context=context)
    if is_new:
        record_decision(moment=moment, lens=Lens.ASSESSMENT, decided_by=DecidedBy.LEARNER, basis=["peer feedback"])
        tell_what_changed(critique, by, now)
    return critique


@transaction.atomic
def hide_critique(*, critique: Critique, reason: str, by: Person, now: datetime) -> None:
    """Hide words that do not help, with a reason; whoever wrote them still reads them, and why they are hidden."""
    reason = _checked(reason, "reason", 300)
    if not reason:
        raise ActionRefused(_("Say why, so that whoever wrote it can learn from it."), "reason")
    critique.hidden_at, critique.hidden_by, critique.hidden_reason = now, by, reason
    critique.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    record_moment(at=now, actor=by, verb="critique.hidden", thing=critique)


@transaction.atomic
def show_critique(*, critique: Critique, by: Person, now: datetime) -> None:
    """Show hidden words again."""
    critique.hidden_at, critique.hidden_by, critique.hidden_reason = None, None, ""
    critique.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    record_moment(at=now, actor=by, verb="critique.shown", thing=critique)
