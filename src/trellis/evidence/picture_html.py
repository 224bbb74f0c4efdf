"""The class picture as HTML, built as strings: 30 learners in 40 competencies are too many for loops."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.evidence.queries.picture import Line, Next
from trellis.web.dates import date_words

GROUPS: tuple[tuple[str, Promise], ...] = (
    ("ready", gettext_lazy("Ready for it")),
    ("on_the_way", gettext_lazy("On the way")),
    ("reached", gettext_lazy("Can show others how")),
)


def lines_html(lines: Iterable[Line]) -> SafeString:
    """Return the competencies with the groups that each calls for."""
    words = [(name, escape(label)) for name, label in GROUPS]
    parts = []
    for line in lines:
        groups = "".join(
            f'<div class="act {name}"><dt>{label}</dt><dd>{escape(", ".join(names))}</dd></div>'
            for name, label in words
            if (names := getattr(line, name))
        )
        parts.append(f"<li><h3>{escape(line.words)}</h3><dl>{groups}</dl></li>")
    return mark_safe("".join(parts))  # noqa: S308 (every part is escaped above)


def learners_html(learners: Iterable[Next], address: str, on: date) -> SafeString:
    """Return the learners with their next steps, in the order of names; ``address`` leads to all of them."""
    none = escape(_("no step planned yet"))
    rows = []
    for one in learners:
        due = f" <small>{date_words(one.due_on, on)}</small>" if one.due_on else ""
        step = f"{escape(one.step)}{due}" if one.step else none
        rows.append(
            f'<tr><th scope="row"><a href="{address}{one.id}/">{escape(one.name)}</a></th><td>{step}</td>'
            f"<td>{escape('; '.join(one.ready_for)) or '–'}</td></tr>"
        )
    return mark_safe("".join(rows))  # noqa: S308 (every part is escaped above)
