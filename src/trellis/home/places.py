"""The places in the rail: at most six for a role, and only such as exist."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.access import COORDINATOR, EDUCATOR, FAMILY, LEARNER, NOBODY
from trellis.web.places import Place

# Pages about one learner: their plan to themselves and at home, one of the learners to who teaches them.
OF_A_LEARNER = ("/learners/", "/goals/", "/steps/", "/suggestions/", "/conferences/", "/topics/", "/openings/")
OF_THE_SCHOOL = ("/policy/", "/profile-words/", "/check-ins/", "/files/")


@cache
def _all() -> dict[str, Place]:
    return {
        "today": Place(_("Today"), reverse("home:today"), "sun"),
        "my-plan": Place(_("My plan"), reverse("plan:mine"), "sprout", (*OF_A_LEARNER, "/graduation/")),
        "plan": Place(_("Plan"), reverse("plan:mine"), "sprout", OF_A_LEARNER),
        "me": Place(_("About me"), reverse("profile:me"), "user-round", ("/my-record/",)),
        "check-ins": Place(_("Check-ins"), reverse("profile:check-ins"), "message-circle"),
        "evidence": Place(
            _("Evidence"),
            reverse("evidence:evidence"),
            "images",
            ("/evidence/", "/feedback/", "/trellis/", "/journal/", "/showcases/"),
        ),
        "frames": Place(
            _("Frames"),
            reverse("studio:frames"),
            "frame",
            ("/frames/", "/phases/", "/criteria/", "/variations/", "/exhibitions/", "/projects/"),
        ),
        "projects": Place(
            _("Projects"), reverse("studio:projects"), "hammer", ("/projects/", "/frames/", "/exhibitions/")
        ),
        "showcase": Place(_("Showcase"), reverse("portfolio:showcases"), "star", ("/showcases/",)),
        "classes": Place(
            _("Classes"), reverse("school:classes"), "backpack", ("/announcements/", "/questions/", "/checks/")
        ),
        "learners": Place(_("Learners"), reverse("school:people"), "users", (*OF_A_LEARNER, "/expectations/")),
        "people": Place(_("People"), reverse("school:people"), "users", (*OF_A_LEARNER, "/expectations/")),
        "school": Place(_("School"), reverse("school:schools"), "school", OF_THE_SCHOOL),
        "framework": Place(_("Framework"), reverse("framework:index"), "list-tree"),
        "roster": Place(_("Roster"), reverse("oneroster:index"), "file-up"),
    }


def places_for(request: HttpRequest) -> tuple[Place, ...]:
    """Return the places of whoever asks, from their standing; none for somebody who is not signed in."""
    standing = getattr(request, "standing", NOBODY)
    if getattr(request, "person", None) is None:
        return ()
    kinds, places = standing.kinds, _all()
    if COORDINATOR in kinds:
        names = ["today", "school", "people", "classes", "framework"]
        names += ["roster"] if standing.is_district_coordinator else []
    elif EDUCATOR in kinds:
        names = ["today", "learners", "frames", "evidence", "classes", "check-ins"]
    elif LEARNER in kinds:
        names = ["today", "me", "my-plan", "projects", "evidence", "classes"]
    elif FAMILY in kinds:
        names = ["today", "plan", "projects", "showcase", "classes", "framework"]
    elif kinds:
        names = ["today", "framework"]
    else:
        names = ["today"]
    return tuple(places[name] for name in names)
