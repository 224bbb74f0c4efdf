"""Erasing a person, for who runs the district: everywhere, for good."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from trellis.core.actions_erasing import erase_person
from trellis.people.access import require_district_coordinator
from trellis.people.requests import SignedIn
from trellis.school.access import get_person_for
from trellis.web.notices import say


class EraseForm(forms.Form):
    """The name, typed, so that nobody is erased by a slip."""

    name = forms.CharField(label=gettext_lazy("Type the whole name"), max_length=300)


@require_http_methods(["GET", "POST"])
@login_required
def erase(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Erase everything of a person, once their name was typed; nobody erases themselves."""
    require_district_coordinator(request.standing)
    person = get_person_for(request.person, request.standing, person_id, request.today)
    if person.pk == request.person.pk:
        raise Http404
    form = EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["name"].strip().casefold() == person.full_name.casefold():
            erase_person(person_id=person.pk, by=request.person, now=request.now)
            say(request, _("Everything about this person is erased."))
            return redirect("school:people")
        form.add_error("name", _("This is another name. Nothing was erased."))
    return render(request, "evidence/erase.html", {"person": person, "form": form})
