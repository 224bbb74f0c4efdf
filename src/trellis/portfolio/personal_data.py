"""What becomes of rows of the room `portfolio` on erasure and export."""

from __future__ import annotations

from trellis.core.registries import delete_by, register_personal_data, rows_by
from trellis.portfolio.models import Showcase, ShowcaseItem, ShowcaseLink

register_personal_data(
    Showcase,
    erase=delete_by(Showcase, "learner"),
    export=rows_by(Showcase, "learner"),
    reason="what a learner chose to show; its items, links and copies go with it",
)


def _without_secret(person_id: object) -> list[dict[str, object]]:
    rows = rows_by(ShowcaseLink, "showcase__learner")(person_id)  # type: ignore[arg-type]
    return [{key: value for key, value in row.items() if key != "token_hash"} for row in rows]


register_personal_data(
    ShowcaseLink,
    erase=delete_by(ShowcaseLink, "showcase__learner"),
    export=_without_secret,
    reason="whom a learner let in, and until when; the link is a hash and is not exported",
)

register_personal_data(
    ShowcaseItem,
    erase=delete_by(ShowcaseItem, "showcase__learner"),
    export=rows_by(ShowcaseItem, "showcase__learner"),
    reason="what a showcase shows, in the learner’s words",
)
