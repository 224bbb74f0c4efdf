"""The cards of goals on the page of a plan, built as strings: up to thirty of them with their steps on one page.

The page of a single goal shows the same parts from templates, with everything that can be done there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.plan.access import Reader
from trellis.plan.queries.cards import ClauseLine, GoalCard, OpenProposal, StepLine, Tag, VoiceLine
from trellis.web.dates import date_words
from trellis.web.faces import face
from trellis.web.icons import icon
from trellis.web.words import join_words, number_words

TICK, CLOCK = "check", "hourglass"
_TONES = {"academic": "leaf", "requirement": "plum"}


@dataclass
class CardMaker:
    """Makes the cards of one page: for whom, on which day. Words and days are looked up once."""

    reader: Reader
    today: date

    def __post_init__(self) -> None:
        self.days: dict[date, SafeString] = {}
        # Addresses differ in one identifier alone, which takes the place of this one.
        here = self.reader.learner.pk
        self.addresses = {
            name: reverse(f"plan:{name}", args=[here]).replace(str(here), "{}")
            for name in ("goal", "answer", "propose-goal", "edit-goal", "step-state")
        }

    def address(self, name: str, pk: object) -> str:
        """Return the address of a page about the thing with this identifier."""
        return self.addresses[name].format(pk)

    def day(self, value: date) -> SafeString:
        """Return a day in words."""
        if value not in self.days:
            self.days[value] = date_words(value, self.today)
        return self.days[value]

    @cached_property
    def words(self) -> dict[str, str]:
        """The words that stand on many cards, escaped."""
        said = {
            "waiting": _("Waiting for you"),
            "draft": _("Draft"),
            "agreed": _("Agreed"),
            "table": _("On the table"),
            "graduation": _("Graduation"),
            "skill": _("Learning skill"),
            "done": _("Done"),
            "going": _("On it"),
            "not-yet": _("Not yet"),
            "by": _("by"),
            "By": _("By"),
            "together": _("together"),
            "screen": _("on the screen"),
            "tick-done": _("Done. Open it again"),
            "tick-going": _("I am on it. Mark as done"),
            "tick-not": _("Not yet. I am on it now"),
            "each": _("Answer each"),
            "read": _("Read and answer"),
            "propose": _("Propose it"),
            "write": _("Go on writing"),
            "mine": _("Only you can see this"),
            "behind": _("Everybody stands behind it."),
        }
        return {key: escape(value) for key, value in said.items()}

    def card(self, card: GoalCard) -> SafeString:
        """Return one card."""
        calls = " calls" if card.waits_for_me else ""
        parts = [
            f'<article class="card goal{calls}" id="g-{card.id}"><ul class="chips" role="list">',
            f"<li>{self._state(card)}</li>{self._tags(card.tags)}</ul>",
            f'<h2><a href="{self.address("goal", card.id)}">{escape(card.title)}</a></h2>',
            self._news(card.n_new),
            self._clauses(card.clauses),
            self._voices(card),
            self._steps(card),
            self._buttons(card),
            "</article>",
        ]
        return mark_safe("".join(parts))  # noqa: S308 - every text in it is escaped or was made safe before

    def _state(self, card: GoalCard) -> str:
        words = self.words
        if card.waits_for_me:
            return f'<span class="chip honey">{icon("message-circle")}{words["waiting"]}</span>'
        if card.is_draft:
            return f'<span class="chip outline">{icon("lock")}{words["draft"]}</span>'
        if card.is_agreed:
            return f'<span class="chip leaf">{icon(TICK)}{words["agreed"]}</span>'
        if card.waits_for:
            said = escape(_("Waiting for %(names)s")) % {"names": join_words(card.waits_for)}
            return f'<span class="chip outline">{icon(CLOCK)}{said}</span>'
        return f'<span class="chip outline">{icon("messages-square")}{words["table"]}</span>'

    def _tags(self, tags: Iterable[Tag]) -> str:
        return "".join(f'<li class="chip {_TONES.get(tag.kind, "sky")}">{self._tag(tag)}</li>' for tag in tags)

    def _tag(self, tag: Tag) -> str:
        before = "graduation" if tag.kind == "requirement" else "skill" if tag.is_skill else ""
        return f"{self.words[before]} · {escape(tag.words)}" if before else escape(tag.words)

    def _news(self, n: int) -> str:
        if not n:
            return ""
        said = escape(ngettext("%(n)s new message", "%(n)s new messages", n) % {"n": n})
        return f'<p class="with"><span class="chip honey">{icon("message-circle")}{said}</span></p>'

    def _clauses(self, clauses: tuple[ClauseLine, ...]) -> str:
        if not clauses:
            return ""
        return f'<dl class="clauses">{"".join(self._clause(clause) for clause in clauses)}</dl>'

    def _clause(self, clause: ClauseLine) -> str:
        if not clause.changes:
            return f"<div><dt>{escape(clause.label)}</dt><dd>{clause.html}</dd></div>"
        said = "".join(
            f'<div class="change">{change.html}<small>{escape(self._because(change.by, change.reason))}</small></div>'
            for change in clause.changes
        )
        return f'<div class="changed"><dt>{escape(clause.label)}</dt><dd>{said}</dd></div>'

    def _because(self, name: str, reason: str) -> str:
        if reason:
            return _("%(name)s suggests this, because %(reason)s") % {"name": name, "reason": reason}
        return _("%(name)s suggests this.") % {"name": name}

    def _voices(self, card: GoalCard) -> str:
        if not card.voices:
            return ""
        if card.is_agreed and not card.proposals:
            quoted = "".join(
                f'<span class="said">{escape(voice.name)}: “{escape(voice.quote)}”</span> '
                for voice in card.voices
                if voice.quote
            )
            return f'<p class="quiet with">{icon("handshake")}<span>{quoted}{self.words["behind"]}</span></p>'
        return f'<div class="voices">{"".join(self._voice(voice) for voice in card.voices)}</div>'

    def _voice(self, voice: VoiceLine) -> str:
        quote = f'<small class="said">“{escape(voice.quote)}”</small>' if voice.quote else ""
        drawn = face(voice.full_name, voice.person_id) if voice.person_id else face("")
        name, said = escape(voice.name), escape(voice.said)
        return f'<div>{drawn}<span><strong class="name">{name}</strong><small>{said}</small>{quote}</span></div>'

    def _steps(self, card: GoalCard) -> str:
        if not card.steps:
            return ""
        may_tick = self.reader.is_learner and not card.is_over
        return f'<ul class="steps" role="list">{"".join(self._step(step, may_tick) for step in card.steps)}</ul>'

    def _step(self, step: StepLine, may_tick: bool) -> str:  # noqa: FBT001 - one of two ways to draw it
        tone = " done" if step.is_done else " going" if step.is_going else ""
        check = icon(TICK) if step.is_done else ""
        tick = f'<span class="tick{tone}">{check}</span>'
        if may_tick:
            said = self.words["tick-done" if step.is_done else "tick-going" if step.is_going else "tick-not"]
            tick = (
                f'<button class="tick{tone}" form="act" name="state" value="{step.next_state}"'
                f' formaction="{self.address("step-state", step.id)}">{check}'
                f'<span class="unseen">{escape(step.title)}: {said}</span></button>'
            )
        done = ' class="done"' if step.is_done else ""
        return f"<li{done}>{tick}<div><h3>{escape(step.title)}</h3><small>{self._facts(step)}</small></div></li>"

    def _facts(self, step: StepLine) -> str:
        words = self.words
        facts = [words["done"] if step.is_done else words["going"] if step.is_going else words["not-yet"]]
        if step.due_on and step.is_going:
            facts = [f"{words['going']}, {words['by']} {self.day(step.due_on)}"]
        elif step.due_on and not step.is_done:
            facts = [f"{words['By']} {self.day(step.due_on)}"]
        if step.with_whom:
            facts.append(escape(_("with %(name)s") % {"name": step.with_whom}))
        elif step.doer == "us":
            facts.append(words["together"])
        if step.place == "on":
            facts.append(words["screen"])
        return " · ".join(facts)

    def _buttons(self, card: GoalCard) -> str:
        words, page = self.words, self.address("goal", card.id)
        if card.waits_for_me and self.reader.is_learner:
            agree = "".join(self._agree(proposal, card) for proposal in card.proposals)
            each = f'<a class="button" href="{page}#answer">{icon("pencil")}{words["each"]}</a>'
            return f'<div class="row">{agree}{each}</div>'
        if card.waits_for_me:
            link = f'<a class="button main" href="{page}#agree">{icon("handshake")}{words["read"]}</a>'
            return f'<div class="row">{link}</div>'
        if not card.is_draft:
            return ""
        propose, write = self.address("propose-goal", card.id), self.address("edit-goal", card.id)
        return (
            f'<div class="row"><button class="button" form="act" formaction="{propose}">{icon("handshake")}'
            f'{words["propose"]}</button><a class="button plain" href="{write}">{icon("pencil")}{words["write"]}</a>'
            f'<span class="seen">{icon("lock")}{words["mine"]}</span></div>'
        )

    def _agree(self, proposal: OpenProposal, card: GoalCard) -> str:
        address = self.address("answer", proposal.id)
        return (
            f'<button class="button main" form="act" name="all" value="take:{card.version}" formaction="{address}">'
            f"{icon('handshake')}{escape(_agree_words(proposal, alone=len(card.proposals) == 1))}</button>"
        )


def _agree_words(proposal: OpenProposal, *, alone: bool) -> str:
    values = {"name": proposal.by, "n": number_words(proposal.n_changes)}
    if proposal.n_changes == 1:
        return _("Agree with %(name)s") % values
    if proposal.n_changes == 2:
        return _("Agree to both") if alone else _("Agree to both of %(name)s") % values
    return _("Agree to all %(n)s of %(name)s") % values
