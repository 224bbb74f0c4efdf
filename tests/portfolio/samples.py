"""A showcase of Ada's for the walk over every URL."""

from __future__ import annotations

from typing import Any

from tests.evidence.showing import show
from tests.people import Cast, Now

from trellis.core.scope import change_scope
from trellis.portfolio import actions
from trellis.portfolio.models import ShowcaseCopy, ShowcaseItem, ShowcaseLink


def showcase_samples(cast: Cast) -> dict[str, Any]:
    """A showcase that the family sees, with a photo, a link and a copy that waits."""
    change_scope(cast.district.pk, cast.ada.pk)
    showcase = actions.make_showcase(title="My street", words="What I heard", by=cast.ada, now=Now)
    photo = show(cast, photo=True, said={"words": "A bridge of books"})
    actions.add_things(showcase=showcase, artefacts=[photo], projects=[], by=cast.ada, now=Now)
    actions.open_showcase(showcase=showcase, to="family", is_open=True, by=cast.ada, now=Now)
    link = ShowcaseLink.objects.create(
        showcase=showcase, name="Grandma", token_hash="x" * 64, made_at=Now, expires_on=cast.term.ends_on
    )
    copy = ShowcaseCopy.objects.create(showcase=showcase, kind="pdf", asked_at=Now)
    item = ShowcaseItem.objects.get(showcase=showcase)
    file = photo.files.get().file_id
    change_scope(cast.district.pk)
    return {
        "showcase_id": showcase.pk,
        "item_id": item.pk,
        "portfolio:close-link:link_id": link.pk,
        "copy_id": copy.pk,
        "portfolio:file:file_id": file,
    }
