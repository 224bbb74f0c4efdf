"""Drafts and the reach of mentors, as PostgreSQL holds them: the second wall under `access.py`.

A draft is shown to whoever makes it. Who was a mentor of a project and is none any more sees nothing of it, unless a
member is their own child.
"""

from __future__ import annotations

from trellis.core.rls import ERASING

FUNCTIONS = """
CREATE OR REPLACE FUNCTION studio_is_member(project uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT 1 FROM studio_member m
        WHERE m.project_id = project AND m.learner_id = trellis_person() AND m.left_at IS NULL) $$;
CREATE OR REPLACE FUNCTION studio_mentoring_is_over(project uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT count(*) > 0 AND count(*) FILTER (WHERE approved_at IS NOT NULL
            AND starts_on <= trellis_today() AND ends_on > trellis_today()) = 0
        FROM studio_projectmentor WHERE project_id = project AND mentor_id = trellis_person() $$;
CREATE OR REPLACE FUNCTION studio_is_of_own_child(project uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT 1 FROM studio_member m
        WHERE m.project_id = project AND evidence_is_own(m.learner_id)) $$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION IF EXISTS studio_is_of_own_child(uuid); DROP FUNCTION IF EXISTS studio_mentoring_is_over(uuid);
DROP FUNCTION IF EXISTS studio_is_member(uuid);
"""

FRAME = "state <> 'draft' OR by_id = (SELECT trellis_person()) OR by_id IS NULL"
PROJECT = """
(state <> 'draft' OR opened_by_id = (SELECT trellis_person()) OR studio_is_member(id))
AND (NOT studio_mentoring_is_over(id) OR studio_is_of_own_child(id))
"""
# What hangs on a project is shown where the project is.
OF_PROJECT = "EXISTS (SELECT 1 FROM studio_project p WHERE p.id = project_id)"

# The same rule as PROJECT, asked once a query instead of once a row: most people never were a mentor.
MENTORED = """
CREATE OR REPLACE FUNCTION studio_mentored_before() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(array_agg(ended.project_id), '{}') FROM (
          SELECT project_id FROM studio_projectmentor WHERE mentor_id = trellis_person() GROUP BY project_id
          HAVING count(*) FILTER (WHERE approved_at IS NOT NULL
                 AND starts_on <= trellis_today() AND ends_on > trellis_today()) = 0) ended
        WHERE NOT studio_is_of_own_child(ended.project_id) $$;
"""
DROP_MENTORED = "DROP FUNCTION IF EXISTS studio_mentored_before();"
PROJECT_ONCE = """
(state <> 'draft' OR opened_by_id = (SELECT trellis_person()) OR studio_is_member(id))
AND NOT (id = ANY ((SELECT studio_mentored_before())::uuid[]))
"""
# A draft whose opener is being forgotten stays with its team.
PROJECT_OR_ERASING = f"({PROJECT_ONCE}) OR {ERASING}"
