"""The seal, as PostgreSQL holds it: which rows of a learner's record are shown to whom, whatever a query asks.

A learner and their guardians see the whole record. Everybody else sees what was shared since the current term began,
but not what other educators judged or noticed; an opening shows more for a while; a granted fresh start shows what
lies before it to nobody else. What `access.py` decides is narrower still; this is the second wall.
"""

from __future__ import annotations

from trellis.core.rls import ERASING

FUNCTIONS = """
CREATE OR REPLACE FUNCTION trellis_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('trellis.today', true), '')::date, current_date) $$;
CREATE OR REPLACE FUNCTION evidence_sealed_before() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(max(starts_on), '-infinity'::date) FROM school_term
        WHERE kind <> 'gradingPeriod' AND starts_on <= trellis_today() $$;
CREATE OR REPLACE FUNCTION evidence_is_own(who uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT who = trellis_person() OR EXISTS (
        SELECT 1 FROM people_guardianship g WHERE g.guardian_id = trellis_person() AND g.learner_id = who
        AND g.starts_on <= trellis_today() AND (g.ends_on IS NULL OR g.ends_on > trellis_today())) $$;
CREATE OR REPLACE FUNCTION evidence_is_opened(who uuid, on_day date, about uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT 1 FROM evidence_opening o
        WHERE o.reader_id = trellis_person() AND o.learner_id = who AND o.ended_at IS NULL
        AND o.until >= trellis_today() AND on_day >= o.from_on AND on_day < o.to_on
        AND (o.framework_id IS NULL OR o.framework_id = (
          SELECT framework_id FROM framework_competency WHERE id = about)))
  $$;
CREATE OR REPLACE FUNCTION evidence_is_left_behind(who uuid, on_day date) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT 1 FROM evidence_freshstart f
        WHERE f.learner_id = who AND f.granted_at IS NOT NULL AND on_day < f.before_on) $$;
"""
# Today is the district's own day: a tie that begins today in Auckland counts there, not when London wakes.
OWN_DAY = """
CREATE OR REPLACE FUNCTION trellis_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('trellis.today', true), '')::date,
               (SELECT (now() AT TIME ZONE d.time_zone)::date FROM people_district d WHERE d.id = trellis_district()),
               current_date) $$;
"""
ONE_DAY_FOR_ALL = """
CREATE OR REPLACE FUNCTION trellis_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('trellis.today', true), '')::date, current_date) $$;
"""
DROP_FUNCTIONS = """
DROP FUNCTION IF EXISTS evidence_is_left_behind(uuid, date);
DROP FUNCTION IF EXISTS evidence_is_opened(uuid, date, uuid);
DROP FUNCTION IF EXISTS evidence_is_own(uuid); DROP FUNCTION IF EXISTS evidence_sealed_before();
DROP FUNCTION IF EXISTS trellis_today();
"""

# One judgement has one learner. What one wrote oneself is no secret, unless the learner has left it behind.
JUDGEMENT = """
evidence_is_own(learner_id) OR (
  NOT evidence_is_left_behind(learner_id, at::date) AND (
    by_id = (SELECT trellis_person())
    OR (voice <> 'educator' AND at >= (SELECT evidence_sealed_before()))
    OR evidence_is_opened(learner_id, at::date, competency_id)))
"""

# An artefact may be of several learners: whoever sees it for one of them sees it. Drafts are their maker's alone, and
# what is for "only me" is for those whose artefact it is.
ARTEFACT = """
made_by_id = (SELECT trellis_person())
OR EXISTS (SELECT 1 FROM evidence_authorship a WHERE a.artefact_id = evidence_artefact.id
  AND a.learner_id = (SELECT trellis_person()) AND shared_at IS NOT NULL)
OR (shared_at IS NOT NULL AND audience <> 'me' AND (
  (voice <> 'educator' AND shared_at >= (SELECT evidence_sealed_before()))
  OR EXISTS (SELECT 1 FROM evidence_authorship a LEFT JOIN evidence_about b USING (artefact_id)
    WHERE a.artefact_id = evidence_artefact.id AND (evidence_is_own(a.learner_id) OR (
      NOT evidence_is_left_behind(a.learner_id, shared_at::date)
      AND evidence_is_opened(a.learner_id, shared_at::date, b.competency_id))))))
"""

# What somebody said about an artefact is shown where the artefact is.
FEEDBACK = """
by_id = (SELECT trellis_person()) OR EXISTS (SELECT 1 FROM evidence_artefact x WHERE x.id = artefact_id)
"""

# --- Since 0003: reading the past goes through the log -----------------------------------------------
# An opening alone shows nothing. The transaction names an entry of the log, written down and through beforehand
# (``core.reading``), and the entry names the opening: the database itself keeps anything from being shown unlogged.
OPENED_BY_READING = """
CREATE OR REPLACE FUNCTION evidence_is_opened(who uuid, on_day date, about uuid) RETURNS boolean
  LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT EXISTS (SELECT 1 FROM core_readentry r JOIN evidence_opening o ON r.kind = 'opening:' || o.id
        WHERE r.id = nullif(current_setting('trellis.reading', true), '')::uuid
        AND r.reader_id = trellis_person() AND r.learner_id = who
        AND o.reader_id = trellis_person() AND o.learner_id = who AND o.ended_at IS NULL
        AND o.until >= trellis_today() AND on_day >= o.from_on AND on_day < o.to_on
        AND (o.framework_id IS NULL OR o.framework_id = (
          SELECT framework_id FROM framework_competency WHERE id = about)))
  $$;
"""

# What an educator noticed of a learner is left behind with the rest, even to who wrote it. Erasing somebody reaches
# behind every seal: an educator's name leaves also what they no longer see (``core.registries``).
LEFT_BEHIND = """
DROP POLICY sealed ON evidence_artefact;
CREATE POLICY sealed ON evidence_artefact AS RESTRICTIVE USING ({artefact}) WITH CHECK ({artefact});
DROP POLICY sealed ON evidence_judgement;
CREATE POLICY sealed ON evidence_judgement AS RESTRICTIVE USING ({judgement}) WITH CHECK ({judgement});
"""
JUDGEMENT_OR_ERASING = f"{ERASING} OR {JUDGEMENT}"
ARTEFACT_LEFT_BEHIND = f"""
{ERASING} OR ({ARTEFACT}) AND (voice <> 'educator' OR NOT EXISTS (
  SELECT 1 FROM evidence_authorship a WHERE a.artefact_id = evidence_artefact.id
  AND evidence_is_left_behind(a.learner_id, shared_at::date) AND NOT evidence_is_own(a.learner_id)))
"""  # noqa: S608 - made of our own words alone

# A journal is the learner's; what they shared in it is of its term.
REFLECTION = "evidence_is_own(learner_id) OR at >= (SELECT evidence_sealed_before())"

# --- Since 0004: the same rows, found faster ---------------------------------------------------------
# A class picture reads a thousand judgements. A function that looks into a table is called for each row; what does not
# depend on the row (whose record is one's own, who has begun anew at all) is asked once for each statement here.
OWN = """
CREATE FUNCTION evidence_own() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT trellis_person() UNION ALL SELECT g.learner_id FROM people_guardianship g
        WHERE g.guardian_id = trellis_person() AND g.starts_on <= trellis_today()
        AND (g.ends_on IS NULL OR g.ends_on > trellis_today()) $$;
"""
DROP_OWN = "DROP FUNCTION evidence_own();"
JUDGEMENT_AT_ONCE = f"""
{ERASING} OR learner_id IN (SELECT evidence_own()) OR (
  NOT (learner_id IN (SELECT f.learner_id FROM evidence_freshstart f WHERE f.granted_at IS NOT NULL)
       AND evidence_is_left_behind(learner_id, at::date)) AND (
    by_id = (SELECT trellis_person())
    OR (voice <> 'educator' AND at >= (SELECT evidence_sealed_before()))
    OR evidence_is_opened(learner_id, at::date, competency_id)))
"""  # noqa: S608 - made of our own words alone
JUDGEMENTS = """
DROP POLICY sealed ON evidence_judgement;
CREATE POLICY sealed ON evidence_judgement AS RESTRICTIVE USING ({judgement}) WITH CHECK ({judgement});
"""
