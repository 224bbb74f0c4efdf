"""What becomes of rows of the room `evidence` on erasure and export."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from trellis.core.registries import delete_by, register_personal_data, rows_by
from trellis.evidence.models import (
    Announcement,
    Artefact,
    ArtefactVersion,
    Authorship,
    Check,
    CheckAnswer,
    Feedback,
    FeedbackReport,
    FeedbackRequest,
    FreshStart,
    Judgement,
    Misconception,
    MisconceptionOf,
    Opening,
    OpeningWord,
    Question,
    Reflection,
    Turn,
)
from trellis.people.models import Person


def _erase_artefacts(person_id: UUID) -> int:
    """Delete what was this person's alone; what a team made stays with the others, who then have made it."""
    others = Authorship.objects.filter(artefact=OuterRef("pk")).exclude(learner=person_id)
    own = Artefact.objects.filter(Q(made_by=person_id) | Q(authorships__learner=person_id)).distinct()
    for artefact in own.filter(Exists(others), made_by=person_id):
        artefact.made_by = Person(pk=others_of(artefact, person_id))
        artefact.save(update_fields=["made_by"])
    alone = list(own.exclude(Exists(others)).values_list("pk", flat=True))
    return Artefact.objects.filter(pk__in=alone).delete()[0]


def others_of(artefact: Artefact, person_id: UUID) -> UUID:
    """Return one of the other learners whose artefact it is."""
    return Authorship.objects.filter(artefact=artefact).exclude(learner=person_id).values_list("learner", flat=True)[0]


register_personal_data(
    Artefact,
    erase=_erase_artefacts,
    export=rows_by(Artefact, "made_by", "authorships__learner"),
    reason="what somebody showed; what a team made stays with the others",
)

register_personal_data(
    Authorship,
    erase=delete_by(Authorship, "learner"),
    export=rows_by(Authorship, "learner"),
    reason="whose an artefact is",
)

register_personal_data(
    ArtefactVersion,
    erase=delete_by(ArtefactVersion, "by"),
    export=rows_by(ArtefactVersion, "by", "artefact__authorships__learner"),
    reason="what artefacts said before, in the words of who wrote them",
)

register_personal_data(
    Announcement,
    erase=lambda person_id: Announcement.objects.filter(by=person_id).update(by=None),
    export=rows_by(Announcement, "by"),
    reason="judgements of learners stand on it; only who announced it goes",
)

register_personal_data(
    Judgement,
    erase=delete_by(Judgement, "learner"),
    export=rows_by(Judgement, "learner", "by"),
    reason="what was said about a learner goes with the learner; of an erased educator the name alone goes",
)

register_personal_data(
    FeedbackRequest,
    erase=delete_by(FeedbackRequest, "asked_by", "asked"),
    export=rows_by(FeedbackRequest, "asked_by", "asked"),
    reason="a question from one person to another goes with either",
)

register_personal_data(
    Feedback,
    erase=delete_by(Feedback, "by"),
    export=rows_by(Feedback, "by", "artefact__authorships__learner"),
    reason="words of one person to others go with who wrote them; the artefact takes its own along",
)

register_personal_data(
    FeedbackReport,
    erase=delete_by(FeedbackReport, "by"),
    export=rows_by(FeedbackReport, "by"),
    reason="what somebody asked an educator to look at",
)

register_personal_data(
    Question,
    erase=delete_by(Question, "by"),
    export=rows_by(Question, "by"),
    reason="what an educator planned to ask",
)

register_personal_data(
    Turn,
    erase=delete_by(Turn, "learner", "by"),
    export=rows_by(Turn, "learner", "by"),
    reason="whose turn it was",
)

register_personal_data(
    Check,
    erase=delete_by(Check, "by"),
    export=rows_by(Check, "by"),
    reason="what an educator asked a class",
)

register_personal_data(
    CheckAnswer,
    erase=delete_by(CheckAnswer, "learner"),
    export=rows_by(CheckAnswer, "learner"),
    reason="what a learner answered",
)

register_personal_data(
    Misconception,
    erase=delete_by(Misconception, "by"),
    export=rows_by(Misconception, "by"),
    reason="an educator’s note for planning",
)

register_personal_data(
    MisconceptionOf,
    erase=delete_by(MisconceptionOf, "learner"),
    export=rows_by(MisconceptionOf, "learner"),
    reason="an idea that a learner had",
)

register_personal_data(
    Reflection,
    erase=delete_by(Reflection, "learner"),
    export=rows_by(Reflection, "learner"),
    reason="the learner’s journal",
)

register_personal_data(
    Opening,
    erase=delete_by(Opening, "learner"),
    export=rows_by(Opening, "learner", "reader"),
    reason="who opened a learner’s past goes with the learner; of an erased reader the name alone goes",
)

register_personal_data(
    OpeningWord,
    erase=delete_by(OpeningWord, "by"),
    export=rows_by(OpeningWord, "by", "opening__learner", "opening__reader"),
    reason="what was asked and answered about an opening",
)

register_personal_data(
    FreshStart,
    erase=delete_by(FreshStart, "learner"),
    export=rows_by(FreshStart, "learner"),
    reason="what a learner asked to leave behind",
)
