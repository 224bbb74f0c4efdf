"""Showcases of the demo: Ada's is open to her family and by a link; another one waits for its learner's yes."""

from __future__ import annotations

from datetime import timedelta

from trellis.core.scope import current_district_id, district_scope
from trellis.demo.life import Life, Town, load_texts
from trellis.evidence.models import Artefact
from trellis.portfolio import actions
from trellis.portfolio.models import ShowcaseItem
from trellis.studio.models import Project

MOST = 6


def show_off(town: Town) -> None:
    """Let Ada and a learner who writes Spanish put a showcase together; call it when there is something to show."""
    texts = load_texts("showcases")
    _put_together(town.lives["ada"], texts["ada"], is_open=True)
    spanish = [life for life in town.lives.values() if life.language == "es" and _shown(life)]
    if spanish:
        _put_together(spanish[0], texts["es"], is_open=False)


def _shown(life: Life) -> list[Artefact]:
    with district_scope(current_district_id(), life.learner.pk):
        found = Artefact.objects.filter(learners=life.learner, shared_at__isnull=False, removed_at__isnull=True)
        return list(found.exclude(title="").order_by("-happened_on", "pk")[:MOST])


def _put_together(life: Life, texts: dict[str, str], *, is_open: bool) -> None:
    learner, at, shown = life.learner, life.ago(4), _shown(life)
    with district_scope(current_district_id(), learner.pk):
        showcase = actions.make_showcase(title=texts["title"], words=texts["words"], by=learner, now=at)
        projects = Project.objects.filter(
            members__learner=learner, state__in=(Project.State.GOING, Project.State.FINISHED)
        )
        actions.add_things(showcase=showcase, artefacts=shown, projects=projects[:2], by=learner, now=at)
        for item in ShowcaseItem.objects.filter(showcase=showcase).order_by("position")[:1]:
            actions.say_item(
                item=item, heading=item.heading, words=texts["why"], expected=item.version, by=learner, now=at
            )
        if is_open:
            actions.open_showcase(showcase=showcase, to="family", is_open=True, by=learner, now=at)
            until = life.today + timedelta(days=60)
            actions.make_link(
                showcase=showcase, name=texts["link"], expires_on=until, by=learner, now=at, today=life.today
            )
