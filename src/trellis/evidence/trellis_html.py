"""The words around My trellis, built as strings like the picture: signs, the table twin, the terms."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.evidence.access import Reader
from trellis.evidence.growth import Stake
from trellis.evidence.queries.trellis import Growing, TrellisPage
from trellis.evidence.trellis_svg import Sign, lying, standing
from trellis.framework.queries_words import shortened
from trellis.web.dates import day_words

MOST_NAMED = 3


class TrellisWords:
    """Writes everything of one page that depends on what grows."""

    def __init__(self, page: TrellisPage, reader: Reader) -> None:
        self.page, self.reader = page, reader
        self.address = trellis_address(reader)

    def link(self, **changed: object) -> str:
        """Return the address of this page with something changed in it."""
        page = self.page
        asked = {
            "of": page.framework.pk if page.framework else "",
            "inside": page.inside if page.is_opened else "",
            "until": "" if page.is_now else page.until,
            **changed,
        }
        query = urlencode({key: value for key, value in asked.items() if value != ""})
        return f"{self.address}?{query}" if query else self.address

    def name(self, key: str) -> str:
        """Return what a field or competency is called, short."""
        row = self.page.rows.get(key)
        return (shortened(row.plain, 60) or row.code) if row else ""

    def pictures(self, title: str) -> SafeString:
        """Return the picture, standing and lying."""
        stakes = self.page.stakes
        signs = tuple(
            Sign(self.name(stake.key), f"{what_grows(stake)}. {self._leads(stake)}", self._where(stake))
            for stake in stakes
        )
        short = tuple(Sign(sign.name, what_grows(stake), sign.url) for sign, stake in zip(signs, stakes, strict=True))
        return drawn(self.page.growing, signs, short, title)

    def _is_leaf(self, stake: Stake) -> bool:
        return len(stake.plots) + stake.n_waiting <= 1 and (not stake.plots or stake.plots[0].key == stake.key)

    def _leads(self, stake: Stake) -> str:
        return _("Read about it") if self._is_leaf(stake) else _("Open this field")

    def _where(self, stake: Stake) -> str:
        if self._is_leaf(stake):
            return reverse("evidence:competency", args=[self.reader.learner.pk, stake.key])
        return self.link(inside=stake.key)

    def table(self) -> SafeString:
        """Return the table twin: one row for each stake, with everything that grows there."""
        page = self.page
        heads = (_("Where"), _("Seen and shown"), _("Beginning"), _("Goals"), _("Not opened yet"))
        head = "".join(f'<th scope="col">{one}</th>' for one in heads)
        rows = "".join(
            f'<tr><th scope="row"><a href="{escape(self._where(stake))}">{escape(self._full_name(stake.key))}</a></th>'
            f'<td data-label="{heads[1]}">{self._leaves(stake, is_seen=True)}</td>'
            f'<td data-label="{heads[2]}">{self._leaves(stake, is_seen=False)}</td>'
            f'<td data-label="{heads[3]}">{self._goals(stake)}</td>'
            f'<td data-label="{heads[4]}">{stake.n_waiting or _("all opened")}</td></tr>'
            for stake in page.stakes
        )
        return mark_safe(  # noqa: S308 - escaped above
            f'<div class="table-wrap" tabindex="0" role="region" aria-label="{_("The same as a table")}">'
            f'<table class="cards"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
        )

    def _full_name(self, key: str) -> str:
        row = self.page.rows.get(key)
        return f"{row.code} {shortened(row.plain, 140)}".strip() if row else ""

    def _leaves(self, stake: Stake, *, is_seen: bool) -> str:
        count = stake.n_seen if is_seen else stake.n_young
        if not count:
            return f'<span class="quiet">{_("none yet")}</span>'
        named = [
            one for plot in stake.plots for one in self.page.growing.shown.get(plot.key, ()) if one.is_seen == is_seen
        ]
        newest = sorted(named, key=lambda one: one.at, reverse=True)[:MOST_NAMED]
        titles = ", ".join(f"“{escape(shortened(one.title, 40))}”" for one in newest if one.title)
        words = ngettext("%(n)s leaf", "%(n)s leaves", count) % {"n": count}
        return f"{words}<br><small>{titles}</small>" if titles else words

    def _goals(self, stake: Stake) -> str:
        aims = {aim.goal_id: aim for plot in stake.plots for aim in self.page.growing.aims.get(plot.key, ())}
        flower = _("from an interest")
        return (
            "<br>".join(
                f'<a href="{reverse("plan:goal", args=[aim.goal_id])}">{escape(shortened(aim.title, 60))}</a>'
                + (f" <small>({flower})</small>" if aim.from_interest else "")
                for aim in list(aims.values())[:MOST_NAMED]
            )
            or f'<span class="quiet">{_("none")}</span>'
        )

    def terms(self) -> SafeString:
        """Return the stops of the slider as links, for readers without scripts and for the keyboard."""
        page = self.page
        links = "".join(
            f'<li><a href="{escape(self.link(until=number if number < len(page.terms) - 1 else ""))}"'
            f"{_here(number == page.until)}>{escape(term.title)}</a></li>"
            for number, term in enumerate(page.terms)
        )
        return mark_safe(f'<ol class="stops" role="list">{links}</ol>')  # noqa: S308 - escaped above

    def when(self) -> SafeString:
        """Say as of when the picture is."""
        page = self.page
        if page.is_now:
            return mark_safe(escape(_("As it is today")))  # noqa: S308 - escaped
        term = page.terms[page.until]
        words = _("As it was at the end of %(term)s") % {"term": term.title}
        return format_html("{} ({})", words, day_words(term.ends_on))


@lru_cache(maxsize=64)
def drawn(growing: Growing, signs: tuple[Sign, ...], short: tuple[Sign, ...], title: str) -> SafeString:
    """Return both drawings, drawn once for as long as nothing new grows: everything they show is in the arguments."""
    return standing(growing.stakes, signs, title) + lying(growing.stakes, short)


def _here(is_here: bool) -> str:  # noqa: FBT001 - one flag of one link
    return ' aria-current="true"' if is_here else ""


def trellis_address(reader: Reader) -> str:
    """Return where this reader finds the trellis of this learner."""
    if reader.is_learner:
        return reverse("evidence:my-trellis")
    return reverse("evidence:trellis", args=[reader.learner.pk])


def what_grows(stake: Stake) -> str:
    """Say in words everything that grows on a stake."""
    parts = []
    if stake.n_seen:
        parts.append(ngettext("%(n)s leaf", "%(n)s leaves", stake.n_seen) % {"n": stake.n_seen})
    if stake.n_young:
        parts.append(ngettext("%(n)s young leaf", "%(n)s young leaves", stake.n_young) % {"n": stake.n_young})
    if stake.n_goals:
        parts.append(ngettext("%(n)s goal", "%(n)s goals", stake.n_goals) % {"n": stake.n_goals})
    if stake.n_flowers:
        parts.append(ngettext("%(n)s flower", "%(n)s flowers", stake.n_flowers) % {"n": stake.n_flowers})
    if stake.n_waiting:
        parts.append(_("%(n)s not opened yet") % {"n": stake.n_waiting})
    return ", ".join(parts) or _("nothing yet")
