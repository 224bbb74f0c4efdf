"""What helps a learner to lead a conference: a few sentences for each kind of topic."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.plan.models import Goal
from trellis.profile.models import Facet

PROMPTS: dict[str, tuple[Promise, ...]] = {
    "words": (_("Say why this matters to you."), _("Then ask what the others think.")),
    Goal.State.PROPOSED: (
        _("Read your goal aloud."),
        _("Say what you have done so far, and what helped."),
        _("Ask: what would make this goal better?"),
    ),
    Goal.State.REACHED: (_("Say how you did it."), _("Say what you are proud of."), _("What do you want to do next?")),
    Goal.State.LET_GO: (_("Say why you let it go."), _("Say what you learned from it.")),
    Facet.Kind.INTEREST: (_("Show what draws you in."), _("Where could it lead you?")),
    Facet.Kind.STRENGTH: (_("Tell when you noticed it."), _("Where could you use it more?")),
    Facet.Kind.NEED: (_("Say what helps you."), _("Ask who could help.")),
    Facet.Kind.PREFERENCE: (_("Say when it works well for you."), _("Ask how it could happen more often.")),
    Facet.Kind.HOPE: (_("Say what you hope for."), _("What could be a first step?")),
}
PROMPTS[Goal.State.AGREED] = (
    _("Read your goal aloud."),
    _("Show what you have done for it. What went well?"),
    _("What was hard, and what helped?"),
    _("Say what comes next."),
)
KICKERS: dict[str, Promise] = {
    "goal": _("A goal"),
    "words": _("Own words"),
    Facet.Kind.INTEREST: _("An interest"),
    Facet.Kind.STRENGTH: _("A strength"),
    Facet.Kind.NEED: _("What I need"),
    Facet.Kind.PREFERENCE: _("How I like it"),
    Facet.Kind.HOPE: _("A hope"),
}
