"""The graduation map: what is asked, what the plan covers, and what a learner expects of themselves."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.framework.access import get_requirement_for
from trellis.people.requests import SignedIn
from trellis.plan.access import get_own_reader, get_reader_for
from trellis.plan.actions.own_expectations import say_own_expectation
from trellis.plan.forms_frame import OwnExpectationForm
from trellis.plan.queries.graduation import graduation_map, own_expectation
from trellis.web.notices import say


@require_safe
@login_required
def mine(request: SignedIn) -> HttpResponse:
    """Lead a learner to their own map."""
    reader = get_own_reader(request.person, request.standing)
    return redirect("plan:graduation", reader.learner.pk)


@require_safe
@login_required
def graduation(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show what graduation asks beside what the plan covers."""
    reader = get_reader_for(request.person, learner_id, request.today)
    asked = graduation_map(reader)
    context = {
        "reader": reader,
        "learner": reader.learner,
        "asked": asked,
        "n_covered": sum(not one.is_open for one in asked),
    }
    return render(request, "plan/graduation.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def own(request: SignedIn, requirement_id: UUID) -> HttpResponse:
    """Let a learner say what they expect of themselves for a requirement."""
    reader = get_own_reader(request.person, request.standing)
    requirement = get_requirement_for(request.standing, requirement_id)
    stored = own_expectation(reader.learner, requirement_id)
    form = OwnExpectationForm(request.POST or None, initial={"words": stored[0], "version": stored[1]})
    if request.method == "POST" and form.is_valid():
        words, expected = form.cleaned_data["words"], form.cleaned_data["version"]
        try:
            say_own_expectation(
                learner=reader.learner, requirement=requirement, words=words, expected=expected, now=request.now
            )
            say(request, _("Saved."))
            return redirect(f"{reverse('plan:graduation', args=[reader.learner.pk])}#r-{requirement_id}")
        except StaleVersion:
            form.data = {"words": words, "version": str(stored[1])}
            form.add_error(
                "words", _("You saved something else in another window: “%s”. Save again to keep this.") % stored[0]
            )
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "plan/own_expectation.html", {"form": form, "requirement": requirement, "reader": reader})
