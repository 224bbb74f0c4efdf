"""Entries of a journal, built as strings: twenty on a page, each with the buttons of who sees it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from html import escape
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.evidence.access import Reader
from trellis.evidence.queries.journal import Entry
from trellis.framework.queries_words import shortened
from trellis.profile.queries import SEEN
from trellis.school.ties import EDUCATOR, FAMILY, SELF
from trellis.web.dates import date_words
from trellis.web.icons import icon


class ThoughtMaker:
    """Writes the entries of one page. ``token`` guards the forms of the learner's own; others get no forms."""

    def __init__(self, reader: Reader, today: date, token: str = "") -> None:
        self.reader, self.today, self.token = reader, today, token
        self.opens_goals = not reader.ties.isdisjoint({SELF, EDUCATOR, FAMILY})

    @cached_property
    def words(self) -> dict[str, str]:
        """The words that stand on every entry, escaped."""
        said = {
            "goal": _("Goal:"),
            "shown": _("Shown:"),
            "skill": _("Learning skill:"),
            "change": _("Change it"),
        }
        return {key: escape(words) for key, words in said.items()}

    def all(self, entries: Iterable[Entry]) -> SafeString:
        """Return the entries in their order."""
        return mark_safe("".join(self._thought(entry) for entry in entries))  # noqa: S308 - escaped below

    def _thought(self, entry: Entry) -> str:
        answers = "".join(f"<dt>{escape(asked)}</dt><dd>{_lines(words)}</dd>" for asked, words in entry.answers)
        return (
            f'<article class="thought card" id="entry-{entry.id}" aria-label="{escape(entry.beginning)}">'
            f'<p class="kicker">{icon("notebook-pen")}<span>{self._about(entry)}</span></p>'
            + (f"<dl>{answers}</dl>" if answers else "")
            + (f"<p>{_lines(entry.words)}</p>" if entry.words else "")
            + (self._buttons(entry) if self.token else "")
            + "</article>"
        )

    def _about(self, entry: Entry) -> str:
        parts, said = [str(date_words(entry.at, self.today))], self.words
        if entry.goal:
            words = escape(shortened(entry.goal, 60))
            parts.append(f"{said['goal']} {_link('plan:goal', entry.goal_id, words) if self.opens_goals else words}")
        if entry.artefact:
            words = escape(shortened(entry.artefact, 60))
            parts.append(f"{said['shown']} {_link('evidence:artefact', entry.artefact_id, words)}")
        if entry.skill:
            parts.append(f"{said['skill']} {escape(entry.skill)}")
        return " · ".join(parts)

    def _buttons(self, entry: Entry) -> str:
        sign, _words, sentence = entry.seen
        page = reverse("evidence:reflection", args=[entry.id])
        buttons = "".join(
            f'<button name="audience" value="{key}" aria-pressed="{"true" if key == entry.audience else "false"}">'
            f"{escape(str(words))}</button>"
            for key, (_sign, words, _sentence) in SEEN.items()
        )
        return (
            f'<form class="who-sees" method="post" action="{page}audience/">'
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{self.token}">'
            f"<fieldset><legend>{icon(sign)}<span>{escape(sentence)}</span></legend>"
            f'<div class="buttons no-print">{buttons}</div></fieldset></form>'
            f'<p class="row no-print"><a href="{page}">{self.words["change"]}'
            f'<span class="unseen">: {escape(entry.beginning)}</span></a></p>'
        )


def _link(name: str, key: UUID | None, words: str) -> str:
    return f'<a href="{reverse(name, args=[key])}">{words}</a>'


def _lines(words: str) -> str:
    return "<br>".join(escape(line) for line in words.splitlines())
