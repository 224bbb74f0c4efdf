"""Mentors of a project come in by a link; who is asked may be named before the yes; who said no sees no draft."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls

VISIBLE = "district_id = (SELECT trellis_district())"
MEMBER = """
CREATE OR REPLACE FUNCTION studio_is_member(project uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT 1 FROM studio_member m WHERE m.project_id = project
        AND m.learner_id = trellis_person() AND m.left_at IS NULL AND m.declined_at IS NULL) $$;
"""
MEMBER_BEFORE = MEMBER.replace(" AND m.declined_at IS NULL", "")


class Migration(migrations.Migration):
    """Mentors of a project come in by a link; who is asked may be named before the yes; who said no sees no draft."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("studio", "0004_guests_at_the_door")]
    operations: ClassVar[list[Operation]] = [
        # Somebody who mentors here already is named when a team asks; they see nothing before an educator's yes.
        migrations.RemoveConstraint(model_name="projectmentor", name="project_mentor_is_approved"),
        migrations.RunSQL(MEMBER, MEMBER_BEFORE),
        migrations.RunSQL(
            "DROP POLICY district ON studio_projectmentor;",
            f"CREATE POLICY district ON studio_projectmentor USING ({VISIBLE}) WITH CHECK ({VISIBLE});",
        ),
        rls.keep_to_district("studio_projectmentor", at_the_door=True),
    ]
