"""Pages of the class's door for young learners: the code, the name, three pictures."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.core.scope import change_scope
from trellis.people.doors import guard
from trellis.people.doors.entering import enter
from trellis.people.models import Account
from trellis.people.secrets import N_PICTURES, PICTURES, are_pictures, picture_grid
from trellis.school.doors.access import find_code
from trellis.school.doors.forms import ClassCodeForm
from trellis.school.doors.guesses import class_rests, count_miss, know_device, learner_rests
from trellis.school.doors.queries import account_in_class, comers
from trellis.school.models import SchoolClass

CODE_KEY, PERSON_KEY, CHOSEN_KEY = "trellis_class_code", "trellis_class_person", "trellis_class_pictures"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def class_code(request: HttpRequest) -> HttpResponse:
    """Ask for the word on the classroom wall."""
    if request.user.is_authenticated:
        return redirect("/")
    if guard.is_locked(request, guard.CLASS_CODE):
        return HttpResponse(status=429)
    _forget(request)
    form = ClassCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = find_code(form.cleaned_data["code"], timezone.now())
        if found is not None:
            request.session[CODE_KEY] = found.code
            return redirect("school:class-names")
        guard.count_failure(request, guard.CLASS_CODE)
        form.add_error("code", _("No class has this code now. Look at the wall again, or ask your teacher."))
    return render(request, "school/doors/class_code.html", {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def class_names(request: HttpRequest) -> HttpResponse:
    """Ask who of the class it is."""
    school_class = _step_to_class(request)
    if school_class is None:
        return redirect("school:class-code")
    people = comers(school_class, _today(school_class))
    if request.method == "POST" and any(str(comer.id) == request.POST.get("person") for comer in people):
        request.session[PERSON_KEY] = request.POST["person"]
        request.session[CHOSEN_KEY] = []
        return redirect("school:class-pictures")
    return render(request, "school/doors/class_names.html", {"school_class": school_class, "people": people})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def class_pictures(request: HttpRequest) -> HttpResponse:
    """Ask for the three pictures, one after the other: each tap sends one, so no script is needed for the order."""
    school_class = _step_to_class(request)
    account = _account(request, school_class) if school_class is not None else None
    if school_class is None or account is None:
        return redirect("school:class-code")
    resting = _resting(request, account)
    if resting is not None:
        return resting
    chosen, wrong = _chosen(request), False
    if len(chosen) == N_PICTURES:
        if are_pictures(chosen, account.picture_secret):
            return _step_in(request, account)
        _miss(request, account)
        chosen, wrong = [], True
    grid = picture_grid(str(school_class.pk))
    shown = {"name": account.person.first_name, "grid": grid, "n_chosen": len(chosen), "n": N_PICTURES, "wrong": wrong}
    return render(request, "school/doors/class_pictures.html", shown)


def _resting(request: HttpRequest, account: Account) -> HttpResponse | None:
    """Return the page that asks to wait, where pictures were guessed too often: of this learner, or in the class."""
    if guard.is_locked(request, f"{guard.PICTURES}{account.pk}"):
        return HttpResponse(status=429)
    code, now = find_code(request.session[CODE_KEY], timezone.now()), timezone.now()
    whole_class = code is not None and class_rests(request, code, now)
    if not whole_class and not learner_rests(account, now):
        return None
    shown = {"whole_class": whole_class, "name": account.person.first_name}
    return render(request, "school/doors/pictures_rest.html", shown, status=429)


def _miss(request: HttpRequest, account: Account) -> None:
    request.session[CHOSEN_KEY] = []
    guard.count_failure(request, f"{guard.PICTURES}{account.pk}")
    code = find_code(request.session[CODE_KEY], timezone.now())
    if code is not None:
        count_miss(request, code=code, account=account, now=timezone.now())


def _step_in(request: HttpRequest, account: Account) -> HttpResponse:
    guard.forget_failures(request, f"{guard.PICTURES}{account.pk}")
    code = find_code(request.session[CODE_KEY], timezone.now())
    _forget(request)
    response = enter(request, account, door="pictures", shared=True)
    if code is not None:
        know_device(request, response, code)
    return response


def _chosen(request: HttpRequest) -> list[str]:
    chosen = list(request.session.get(CHOSEN_KEY, []))
    if request.method != "POST":
        return chosen
    if "again" in request.POST:
        chosen = []
    elif request.POST.get("picture") in PICTURES:
        chosen = [*chosen, request.POST["picture"]][:N_PICTURES]
    request.session[CHOSEN_KEY] = chosen
    return chosen


def _step_to_class(request: HttpRequest) -> SchoolClass | None:
    """Step into the district of the class whose code was typed; None when the code no longer works."""
    if request.user.is_authenticated or CODE_KEY not in request.session:
        return None
    found = find_code(request.session[CODE_KEY], timezone.now())
    if found is None:
        return None
    change_scope(found.district_id)  # type: ignore[arg-type]  # never empty
    school_class = found.school_class
    return school_class if school_class.closed_on is None else None


def _account(request: HttpRequest, school_class: SchoolClass) -> Account | None:
    person = request.session.get(PERSON_KEY)
    return account_in_class(school_class, UUID(person), _today(school_class)) if person else None


def _today(school_class: SchoolClass) -> date:
    return school_class.district.today(timezone.now())


def _forget(request: HttpRequest) -> None:
    for key in (CODE_KEY, PERSON_KEY, CHOSEN_KEY):
        request.session.pop(key, None)
