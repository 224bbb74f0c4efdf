"""Pages of evidence: a learner's own, one artefact, adding and changing it, who sees it, taking it away."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.core.ids import uuid7
from trellis.evidence.access import get_artefact_for, get_own_reader, get_reader_for
from trellis.evidence.actions import artefacts as actions
from trellis.evidence.cards_html import cards_html
from trellis.evidence.forms_artefacts import ArtefactForm, NewArtefactForm
from trellis.evidence.models import Artefact
from trellis.evidence.queries.artefact import SEEN, artefact_page
from trellis.evidence.queries.artefacts import shelf, shown_lately
from trellis.evidence.queries.feedback import waiting_feedback
from trellis.evidence.views.shown import artefact_shown
from trellis.files.checking import MOST_BYTES_AT_ONCE
from trellis.files.keeping import keep_uploads
from trellis.people.access import EDUCATOR, LEARNER
from trellis.people.requests import SignedIn
from trellis.web.notices import say
from trellis.web.uploads import takes_uploads


@require_safe
@login_required
def evidence(request: SignedIn) -> HttpResponse:
    """Show a learner their own evidence; an educator what their learners showed, and what waits for a word."""
    if LEARNER not in request.standing.kinds:
        if EDUCATOR not in request.standing.kinds:
            return redirect("home:today")
        waits = waiting_feedback(request.person)
        shown = shown_lately(request.person, request.today)
        cards = cards_html(shown, reverse("evidence:evidence"), request.today, of=True)
        return render(request, "evidence/educator.html", {"cards": cards, "waits": waits})
    reader = get_own_reader(request.person, request.standing, request.today)
    return _shelf(request, reader)


@require_safe
@login_required
def of_learner(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show what somebody sees of the evidence of a learner."""
    return _shelf(request, get_reader_for(request.person, learner_id, request.today))


def _shelf(request: SignedIn, reader: Any) -> HttpResponse:
    found = shelf(reader, request.GET.get("about", ""), request.GET.get("before", ""))
    address = reverse("evidence:evidence")
    context = {
        "reader": reader,
        "learner": reader.learner,
        "shelf": found,
        "months": [
            {"first": month.first, "cards": cards_html(month.cards, address, request.today)} for month in found.months
        ],
        "waits": waiting_feedback(request.person) if reader.is_learner else None,
    }
    return render(request, "evidence/evidence.html", context)


@takes_uploads(MOST_BYTES_AT_ONCE + 1024 * 1024)
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: SignedIn) -> HttpResponse:
    """Add something that shows learning: a photo and one sentence are enough."""
    learner = get_own_reader(request.person, request.standing, request.today).learner
    form = _new_form(request)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            artefact = actions.add_artefact(
                learners=[learner, *data["team"]],
                said=form.said,
                files=form.cleaned_data["uploads"],
                links=form.links,
                audience=data["audience"],
                share=request.POST.get("do") != "draft",
                key=data["key"],
                by=request.person,
                now=request.now,
            )
            return _added(request, artefact)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return _form_shown(request, form, None)


def _new_form(request: SignedIn) -> NewArtefactForm:
    given: dict[str, Any] = {"learner": request.person, "on": request.today}
    if request.method == "POST":
        chosen = [UUID(key) for key in request.POST.getlist("competencies") if _is_id(key)]
        return NewArtefactForm(request.POST, request.FILES, chosen=chosen, **given)
    wanted = {name: request.GET.get(name, "") for name in ("goal", "step", "competency", "class")}
    ids = {name: [UUID(key)] for name, key in wanted.items() if _is_id(key)}
    initial = {
        "goals": ids.get("goal", []),
        "steps": ids.get("step", []),
        "competencies": ids.get("competency", []),
        "classes": ids.get("class", []),
        "happened_on": request.today,
        "key": uuid7(),
    }
    return NewArtefactForm(initial=initial, chosen=ids.get("competency", []), **given)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _added(request: SignedIn, artefact: Artefact) -> HttpResponse:
    if artefact.shared_at is None:
        say(request, _("Kept as a draft. Only you see it."), undo=reverse("evidence:take-away", args=[artefact.pk]))
    else:
        say(request, _("Added to your evidence."), undo=reverse("evidence:take-away", args=[artefact.pk]))
    return redirect("evidence:artefact", artefact.pk)


def _form_shown(request: SignedIn, form: ArtefactForm, artefact: Artefact | None) -> HttpResponse:
    if form.is_bound:
        keep_uploads(form=form, owner=request.person, now=request.now)
    return render(request, "evidence/artefact_form.html", {"form": form, "artefact": artefact})


@require_safe
@login_required
def artefact(request: SignedIn, artefact_id: UUID) -> HttpResponse:
    """Show one artefact: files, words, what it is about, who sees it, the voices, feedback and talk."""
    of = request.GET.get("of", "")
    chosen = UUID(of) if _is_id(of) else None
    found, reader = get_artefact_for(request.person, artefact_id, request.today, of=chosen)
    return artefact_shown(request, found, reader)


@takes_uploads(MOST_BYTES_AT_ONCE + 1024 * 1024)
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: SignedIn, artefact_id: UUID) -> HttpResponse:
    """Say it anew; how it read before is kept."""
    found, reader = get_artefact_for(request.person, artefact_id, request.today, to="change")
    given: dict[str, Any] = {"learner": reader.learner, "on": request.today, "artefact": found}
    given["initial"] = _as_it_stands(found, reader.learner.pk)
    if request.method != "POST":
        return _form_shown(request, ArtefactForm(**given), found)
    form = ArtefactForm(request.POST, request.FILES, **given)
    if form.is_valid():
        try:
            _change(request, found, form, reader)
            say(request, _("Saved. How it read before is kept."))
            return redirect("evidence:artefact", artefact_id)
        except ActionRefused as refused:
            _refuse(form, refused)
    return _form_shown(request, form, found)


def _refuse(form: ArtefactForm, refused: ActionRefused) -> None:
    """Say why at the field; a save from an older page shows both texts and can be sent again."""
    form.add_error(refused.field, str(refused.sentence))
    if isinstance(refused, StaleVersion) and isinstance(refused.current, Artefact):
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(refused.current.version)
        form.data = data
        form.stands_there = f"{refused.current.title} {refused.current.words}".strip()


def _change(request: SignedIn, found: Artefact, form: ArtefactForm, reader: Any) -> None:
    data = form.cleaned_data
    actions.change_artefact(
        artefact=found,
        expected=data["version"] or found.version,
        said=form.said,
        links=form.links,
        files=form.cleaned_data["uploads"],
        by=request.person,
        now=request.now,
    )
    team = [reader.learner, *data["team"]]
    if {one.pk for one in team} != {one.pk for one in actions.learners_of(found)}:
        actions.say_whose(artefact=found, learners=team, by=request.person, now=request.now)


def _as_it_stands(found: Artefact, learner_id: UUID) -> dict[str, Any]:
    about = list(found.about.all())
    return {
        **{name: getattr(found, name) for name in (*actions.WORDS, "version")},
        "uploads": [row.file for row in found.files.select_related("file").order_by("position", "pk")],
        "goals": [one.goal_id for one in about if one.goal_id],
        "steps": [one.step_id for one in about if one.step_id],
        "competencies": [one.competency_id for one in about if one.competency_id],
        "classes": [one.school_class_id for one in about if one.school_class_id],
        "team": [one.pk for one in actions.learners_of(found) if one.pk != learner_id],
    }


@require_POST
@login_required
def share(request: SignedIn, artefact_id: UUID) -> HttpResponse:
    """Show a draft to those whom its audience names."""
    found, _reader = get_artefact_for(request.person, artefact_id, request.today, to="change")
    actions.share_artefact(artefact=found, by=request.person, now=request.now)
    say(request, SEEN[found.audience][2])
    return redirect("evidence:artefact", artefact_id)


@require_POST
@login_required
def audience(request: SignedIn, artefact_id: UUID) -> HttpResponse:
    """Change in one tap who can see it."""
    found, reader = get_artefact_for(request.person, artefact_id, request.today, to="change")
    try:
        wanted = request.POST.get("audience", "")
        actions.change_audience(artefact=found, audience=wanted, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, refused.sentence)
        return redirect("evidence:artefact", artefact_id)
    say(request, SEEN[found.audience][2])
    if request.htmx:
        context = {"page": artefact_page(found, reader), "seen": SEEN, "with_notices": True}
        return render(request, "evidence/_audience.html", context)
    return redirect("evidence:artefact", artefact_id)


@require_POST
@login_required
def take_away(request: SignedIn, artefact_id: UUID) -> HttpResponse:
    """Take an artefact away; it can be brought back."""
    found, _reader = get_artefact_for(request.person, artefact_id, request.today, to="change")
    actions.take_away(artefact=found, by=request.person, now=request.now)
    undo = reverse("evidence:bring-back", args=[artefact_id])
    say(request, _("Taken away. Nobody sees it any more."), undo=undo)
    return redirect("evidence:evidence")


@require_POST
@login_required
def bring_back(request: SignedIn, artefact_id: UUID) -> HttpResponse:
    """Bring back what was taken away."""
    found, _reader = get_artefact_for(request.person, artefact_id, request.today, to="bring back")
    actions.bring_back(artefact=found, by=request.person, now=request.now)
    say(request, _("It is back among your evidence."))
    return redirect("evidence:artefact", artefact_id)
