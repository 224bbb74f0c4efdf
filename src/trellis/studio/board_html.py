"""The rows of a frame's board, built as strings: forty projects on one page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.studio.models import Project
from trellis.studio.queries.board import OTHERS, TEAM, YOU, Board, BoardRow, Step, Wait
from trellis.web.dates import date_words
from trellis.web.icons import icon
from trellis.web.words import join_words

_TONES = {YOU: "honey", TEAM: "sky", OTHERS: "outline"}
_ICONS = {YOU: "message-circle", TEAM: "users", OTHERS: "hourglass"}
_STATES = {"going": "leaf", "finished": "plum"}


@dataclass
class RowMaker:
    """Makes the rows of one board. Words, icons and days are looked up once."""

    board: Board
    today: date
    days: dict[date, SafeString] = field(default_factory=dict)

    def __post_init__(self) -> None:
        here = self.board.frame.pk
        # Addresses differ in the project alone, which takes the place of the frame's identifier.
        address = reverse("studio:board-project", args=[here, here])
        start, _frame, rest = address.rpartition(str(here))
        self.address = f"{start}{{}}{rest}{escape(self.board.filter.query)}"
        self.signs = {whom: icon(name) for whom, name in _ICONS.items()}
        self.flag = icon("flag")
        self.states = {str(state): escape(str(state.label)) for state in Project.State}
        self.by, self.was = escape(_("by")), escape(_("was for"))
        self.nothing = escape(_("no step is noted yet"))

    def rows(self) -> SafeString:
        """Return all rows."""
        made = "".join(self.row(row) for row in self.board.rows)
        return mark_safe(made)  # noqa: S308 - every text in it is escaped

    def row(self, row: BoardRow) -> str:
        """Return one project: its title, question, members, state, what is next, who waits for whom."""
        calls = " calls" if row.waits_for_you else ""
        tone = _STATES.get(row.state, "outline")
        question = f'<p class="said">{escape(row.question)}</p>' if row.question else ""
        waits = "".join(self._wait(one) for one in row.waits)
        return (
            f'<li class="card link{calls}" id="p-{row.id}"><h3><a href="{self.address.format(row.id)}">'
            f"{escape(row.title)}</a></h3>{question}<p>{join_words(row.members)}</p>"
            f'<ul class="chips" role="list"><li class="chip {tone}">{self.states[row.state]}</li>{waits}</ul>'
            f'<p class="quiet with">{self.flag}<span>{self._next(row.next)}</span></p></li>'
        )

    def _wait(self, one: Wait) -> str:
        return f'<li class="chip {_TONES[one.whom]}">{self.signs[one.whom]}{escape(one.words)}</li>'

    def _next(self, step: Step | None) -> str:
        if step is None:
            return self.nothing
        if step.due_on is None:
            return escape(step.title)
        word = self.by if step.due_on >= self.today else self.was
        return f"{escape(step.title)}, {word} {self._day(step.due_on)}"

    def _day(self, day: date) -> SafeString:
        if day not in self.days:
            self.days[day] = date_words(day, self.today)
        return self.days[day]
