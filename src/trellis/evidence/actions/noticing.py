"""What can be done on the move: note what one saw of a learner."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.audience import Audience
from trellis.evidence.actions.artefacts import Said
from trellis.evidence.models import About, Artefact, Authorship, Voice
from trellis.evidence.telling import tell_of_artefact
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.school.models import SchoolClass

NOTICED = "evidence.noticed"
SAY_WHAT = _("Say in one sentence what you saw, or tap it.")


@transaction.atomic
def notice_learner(
    *,
    learner: Person,
    school_class: SchoolClass,
    competencies: Collection[Competency] = (),
    words: str,
    happened_on: date | None = None,
    key: UUID | None = None,
    by: Person,
    now: datetime,
) -> Artefact:
    """Keep what an educator saw of a learner, who sees it at once. Raises ``ActionRefused`` where nothing was said.

    The device makes the ``key``: what it sends again, because the connection broke before the answer came, is there
    already and told nobody twice.
    """
    if key is not None and (there := _arrived(by, key)) is not None:
        return there
    columns = Said(words=words, happened_on=happened_on).checked(by.district.today(now))
    if not columns["words"]:
        raise ActionRefused(SAY_WHAT, "words")
    artefact = Artefact(
        **columns, kind=Artefact.Kind.SEEN, voice=Voice.EDUCATOR, made_by=by, made_at=now, shared_at=now, key=key
    )
    artefact.audience = Audience.EDUCATORS
    try:
        with transaction.atomic():
            artefact.save(force_insert=True)
    except IntegrityError:
        # Two tabs of one device sent it in the same moment: the other one was faster.
        if key is not None and (there := _arrived(by, key)) is not None:
            return there
        raise
    Authorship.objects.create(artefact=artefact, learner=learner)
    about = [About(artefact=artefact, competency=competency) for competency in competencies]
    About.objects.bulk_create([*about, About(artefact=artefact, school_class=school_class)])
    context = {"competencies": len(about)}
    record_moment(at=now, actor=by, verb="learner.noticed", thing=artefact, learner=learner, context=context)
    tell_of_artefact(artefact, NOTICED, [learner], by, now)
    return artefact


def _arrived(by: Person, key: UUID) -> Artefact | None:
    return Artefact.objects.filter(made_by=by, key=key).first()
