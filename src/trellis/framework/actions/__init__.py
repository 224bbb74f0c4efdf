"""What can be done with the frame: adopt the starter, write local competencies, scales and requirements.

Every action runs inside a district scope, in one transaction, and writes one moment.
"""

from __future__ import annotations

from trellis.framework.actions.competencies import (
    CodeTaken,
    CompetencyNotLocal,
    GoesInACircle,
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
    bring_back_requirement,
    create_requirement,
    edit_requirement,
    move_requirement,
    remove_requirement,
)
from trellis.framework.actions.scales import (
    LevelDraft,
    LevelElsewhere,
    LevelInUse,
    ScaleInUse,
    ScaleTooShort,
    bring_back_scale,
    create_scale,
    describe_levels,
    edit_scale,
    remove_scale,
    set_descriptor,
    use_scale,
)
from trellis.framework.actions.starter import adopt_starter_framework

__all__ = [
    "CodeTaken",
    "CompetencyNotLocal",
    "GoesInACircle",
    "LevelDraft",
    "LevelElsewhere",
    "LevelInUse",
    "ParentElsewhere",
    "PartDraft",
    "RequirementCannotBeMet",
    "ScaleInUse",
    "ScaleTooShort",
    "StatementMissing",
    "adopt_starter_framework",
    "bring_back_competency",
    "bring_back_requirement",
    "bring_back_scale",
    "create_requirement",
    "create_scale",
    "describe_levels",
    "edit_local_competency",
    "edit_requirement",
    "edit_scale",
    "move_requirement",
    "remove_requirement",
    "remove_scale",
    "retire_competency",
    "set_descriptor",
    "use_scale",
    "write_local_competency",
]
