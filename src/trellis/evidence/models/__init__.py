"""What learners show, how it is judged, what happens in lessons, and the sealed past."""

from trellis.evidence.models.artefacts import About, Artefact, ArtefactFile, ArtefactVersion, Authorship, Voice
from trellis.evidence.models.classroom import (
    Check,
    CheckAnswer,
    Misconception,
    MisconceptionOf,
    Question,
    Reflection,
    Turn,
)
from trellis.evidence.models.judgements import (
    AnnouncedCompetency,
    Announcement,
    Feedback,
    FeedbackReport,
    FeedbackRequest,
    Judgement,
)
from trellis.evidence.models.sealing import EvidencePolicy, FreshStart, Opening, OpeningWord, SealPurpose

__all__ = [
    "About",
    "AnnouncedCompetency",
    "Announcement",
    "Artefact",
    "ArtefactFile",
    "ArtefactVersion",
    "Authorship",
    "Check",
    "CheckAnswer",
    "EvidencePolicy",
    "Feedback",
    "FeedbackReport",
    "FeedbackRequest",
    "FreshStart",
    "Judgement",
    "Misconception",
    "MisconceptionOf",
    "Opening",
    "OpeningWord",
    "Question",
    "Reflection",
    "SealPurpose",
    "Turn",
    "Voice",
]
