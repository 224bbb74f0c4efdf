"""The journal: a learner's own reflections, and what educators and family read of what is shown to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.evidence.access import get_own_reader, get_reader_for, get_reflection_for
from trellis.evidence.access_growth import get_own_reflection
from trellis.evidence.actions import journal as actions
from trellis.evidence.forms_journal import ReflectionForm
from trellis.evidence.journal_svg import weeks_picture
from trellis.evidence.models import Reflection
from trellis.evidence.prompts import ALL
from trellis.evidence.queries import journal as queries
from trellis.evidence.thoughts_html import ThoughtMaker
from trellis.framework.queries_words import reader_language
from trellis.people.requests import SignedIn
from trellis.profile.queries import SEEN
from trellis.web.notices import say


@require_safe
@login_required
def journal(request: SignedIn) -> HttpResponse:
    """Show a learner their journal, and what they could write about."""
    reader = get_own_reader(request.person, request.standing, request.today)
    entries, more = queries.entries_for(reader, reader_language(), _before(request))
    skills = [(one.pk, queries.skill_name(one, reader_language())) for one in queries.offered_skills()]
    thoughts = ThoughtMaker(reader, request.today, get_token(request)).all(entries)
    context = {"entries": entries, "thoughts": thoughts, "more": more, "skills": skills, "reader": reader}
    return render(request, "evidence/journal.html", context)


@require_safe
@login_required
def learner_journal(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show what of a learner's journal is shown to whoever asks; the learner goes to their own."""
    reader = get_reader_for(request.person, learner_id, request.today)
    if reader.is_learner:
        return redirect("evidence:journal")
    entries, more = queries.entries_for(reader, reader_language(), _before(request))
    thoughts = ThoughtMaker(reader, request.today).all(entries)
    context = {"entries": entries, "thoughts": thoughts, "more": more, "reader": reader}
    return render(request, "evidence/journal_read.html", context)


def _before(request: SignedIn) -> datetime | None:
    try:
        found = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


@require_safe
@login_required
def patterns(request: SignedIn) -> HttpResponse:
    """Show a learner their own patterns; nobody else has this page."""
    get_own_reader(request.person, request.standing, request.today)
    found = queries.patterns_of(request.person, request.now, reader_language())
    picture = weeks_picture([*found.prompts, *found.skills], _("When I wrote about what"))
    day = None if found.weekday is None else _("You write most often on %(day)s.") % {"day": WEEKDAYS[found.weekday]}
    return render(request, "evidence/journal_patterns.html", {"patterns": found, "picture": picture, "day": day})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: SignedIn) -> HttpResponse:
    """Write an entry: to a goal, to something shown, to a learning skill, or just so."""
    get_own_reader(request.person, request.standing, request.today)
    start = {name: request.GET[name] for name in ("goal", "artefact", "skill") if _is_id(request.GET.get(name, ""))}
    form = _form(request, start)
    if request.method == "POST" and form.is_valid():
        audience = form.cleaned_data["audience"] or "me"
        try:
            written = actions.write_reflection(
                learner=request.person, thought=form.thought(), audience=audience, by=request.person, now=request.now
            )
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            say(request, _("Written."), undo=reverse("evidence:remove-reflection", args=[written.pk]))
            return _back(written)
    return render(request, "evidence/journal_entry.html", {"form": form, "reflection": None})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entry(request: SignedIn, reflection_id: UUID) -> HttpResponse:
    """Let a learner say an entry anew."""
    reflection, _reader = get_reflection_for(request.person, reflection_id, request.today, to="change")
    form = _form(request, _as_it_stands(reflection), also=tuple(reflection.answers))
    if request.method == "POST" and form.is_valid():
        expected = form.cleaned_data["version"] or reflection.version
        try:
            actions.change_reflection(
                reflection=reflection, expected=expected, thought=form.thought(), by=request.person, now=request.now
            )
        except ActionRefused as refused:
            _refuse(form, refused)
        else:
            say(request, _("Changed."))
            return _back(reflection)
    return render(request, "evidence/journal_entry.html", {"form": form, "reflection": reflection})


def _form(request: SignedIn, start: dict[str, Any], also: tuple[str, ...] = ()) -> ReflectionForm:
    asked = request.POST.get("skill") if request.method == "POST" else start.get("skill")
    chosen = queries.skills_to_choose().filter(pk=asked).first() if asked and _is_id(str(asked)) else None
    given = tuple(key for key in request.POST if key in ALL)
    return ReflectionForm(
        request.POST if request.method == "POST" else None,
        learner=request.person,
        skill_code=chosen.code if chosen else None,
        also=(*also, *given),
        initial={"audience": "me", **start},
    )


def _as_it_stands(reflection: Reflection) -> dict[str, Any]:
    return {
        **reflection.answers,
        "words": reflection.words,
        "goal": reflection.goal_id,
        "artefact": reflection.artefact_id,
        "skill": reflection.skill_id,
        "version": reflection.version,
    }


def _refuse(form: ReflectionForm, refused: ActionRefused) -> None:
    """Say why at the field; a save from an older page shows what stands there now, and can be sent again."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    if isinstance(refused, StaleVersion) and isinstance(refused.current, Reflection):
        data: Any = form.data.copy()  # type: ignore[attr-defined]
        data["version"] = str(refused.current.version)
        form.data = data
        said = [*refused.current.answers.values(), refused.current.words]
        form.stands_there = " / ".join(text for text in said if text)  # type: ignore[attr-defined]


@require_POST
@login_required
def audience(request: SignedIn, reflection_id: UUID) -> HttpResponse:
    """Change in one tap who can see an entry."""
    reflection, _reader = get_reflection_for(request.person, reflection_id, request.today, to="change")
    wanted = request.POST.get("audience", "")
    try:
        actions.show_reflection(reflection=reflection, audience=wanted, by=request.person, now=request.now)
    except ActionRefused:
        return redirect("evidence:journal")
    say(request, str(SEEN[wanted][2]))
    return _back(reflection)


@require_POST
@login_required
def remove(request: SignedIn, reflection_id: UUID) -> HttpResponse:
    """Take an entry away."""
    reflection, _reader = get_reflection_for(request.person, reflection_id, request.today, to="change")
    actions.remove_reflection(reflection=reflection, by=request.person, now=request.now)
    say(request, _("Taken away."), undo=reverse("evidence:bring-back-reflection", args=[reflection.pk]))
    return redirect("evidence:journal")


@require_POST
@login_required
def bring_back(request: SignedIn, reflection_id: UUID) -> HttpResponse:
    """Bring an entry back."""
    reflection = get_own_reflection(request.person, reflection_id)
    actions.bring_back_reflection(reflection=reflection, by=request.person, now=request.now)
    say(request, _("It is back in your journal."))
    return _back(reflection)


def _back(reflection: Reflection) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('evidence:journal')}#entry-{reflection.pk}")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
