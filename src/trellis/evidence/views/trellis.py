"""My trellis: what one learner has shown, along the frame everybody shares."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from trellis.evidence.access import Reader, get_own_reader
from trellis.evidence.access_growth import get_growth_reader_for
from trellis.evidence.queries.trellis import trellis_page
from trellis.evidence.trellis_html import TrellisWords
from trellis.evidence.trellis_svg import sample
from trellis.framework.queries_words import reader_language
from trellis.people.requests import SignedIn


@require_safe
@login_required
def my_trellis(request: SignedIn) -> HttpResponse:
    """Show a learner their own trellis."""
    return _page(request, get_own_reader(request.person, request.standing, request.today))


@require_safe
@login_required
def trellis(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show family or an educator the trellis of one learner; the learner goes to their own page."""
    reader = get_growth_reader_for(request.person, learner_id, request.today)
    return redirect("evidence:my-trellis") if reader.is_learner else _page(request, reader)


def _page(request: SignedIn, reader: Reader) -> HttpResponse:
    page = trellis_page(
        reader,
        request.standing,
        of=_uuid(request.GET.get("of", "")),
        inside=request.GET.get("inside", ""),
        until=_number(request.GET.get("until", "")),
        language=reader_language(),
    )
    words = TrellisWords(page, reader)
    title = _("My trellis") if reader.is_learner else _("The trellis of %(name)s") % {"name": reader.learner.first_name}
    context = {
        "page": page, "words": words, "reader": reader, "title": title, "pictures": words.pictures(title),
        "samples": [(sample(kind), said) for kind, said in _legend(is_own=reader.is_learner)],
        "links": [(words.link(of=one.id, inside=""), one) for one in page.choices],
        "address": words.address, "up": words.link(inside=page.up), "here": words.name(page.inside),
        "sealed_before": None if reader.reads_all else reader.sealed_before,
    }  # fmt: skip
    return render(request, "evidence/trellis.html", context)


def _legend(*, is_own: bool) -> list[tuple[str, str]]:
    return [
        ("leafy", _("Leaf: shown, and somebody looked at it")),
        ("young", _("Young leaf: shown, nobody else looked yet")),
        ("bud", _("Bud: a goal of mine") if is_own else _("Bud: a goal")),
        ("flower", _("Flower: a goal that an interest began")),
        ("ring", _("Ring: not opened yet")),
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() and len(text) < 4 else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
