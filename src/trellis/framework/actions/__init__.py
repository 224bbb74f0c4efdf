"""What can be done with the frame: adopt the starter, write local competencies, scales and requirements.

Every action runs inside a district scope, in one transaction, and writes one moment.
"""

from __future__ import annotations

from trellis.framework.actions.competencies import (
    CompetencyNotLocal,
    ParentElsewhere,
    StatementMissing,
    bring_back_competency,
    edit_local_competency,
    retire_competency,
    write_local_competency,
)
from trellis.framework.actions.requirements import (
    PartDraft,
    RequirementCannotBeMet,
    create_requirement,
    edit_requirement,
    remove_requirement,
)
from trellis.framework.actions.scales import (
    LevelDraft,
    LevelElsewhere,
    ScaleTooShort,
    create_scale,
    set_descriptor,
    use_scale,
)
from trellis.framework.actions.starter import adopt_starter_framework

__all__ = [
    "CompetencyNotLocal",
    "LevelDraft",
    "LevelElsewhere",
    "ParentElsewhere",
    "PartDraft",
    "RequirementCannotBeMet",
    "ScaleTooShort",
    "StatementMissing",
    "adopt_starter_framework",
    "bring_back_competency",
    "create_requirement",
    "create_scale",
    "edit_local_competency",
    "edit_requirement",
    "remove_requirement",
    "retire_competency",
    "set_descriptor",
    "use_scale",
    "write_local_competency",
]
