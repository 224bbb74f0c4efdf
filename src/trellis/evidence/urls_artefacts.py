"""Addresses of artefacts, feedback and the learner's own judgement."""

from __future__ import annotations

from django.urls import URLPattern, path

from trellis.evidence.views import artefacts, feedback, judging, reports

urlpatterns: list[URLPattern] = [
    path("evidence/", artefacts.evidence, name="evidence"),
    path("evidence/add/", artefacts.add, name="add"),
    path("learners/<uuid:learner_id>/evidence/", artefacts.of_learner, name="learner"),
    path("evidence/<uuid:artefact_id>/", artefacts.artefact, name="artefact"),
    path("evidence/<uuid:artefact_id>/change/", artefacts.change, name="change"),
    path("evidence/<uuid:artefact_id>/share/", artefacts.share, name="share"),
    path("evidence/<uuid:artefact_id>/audience/", artefacts.audience, name="audience"),
    path("evidence/<uuid:artefact_id>/take-away/", artefacts.take_away, name="take-away"),
    path("evidence/<uuid:artefact_id>/bring-back/", artefacts.bring_back, name="bring-back"),
    path("evidence/<uuid:artefact_id>/judge/<slug:kind>/<uuid:thing_id>/", judging.judge, name="judge"),
    path("judgements/<uuid:judgement_id>/take-back/", judging.take_back, name="judged-back"),
    path(
        "evidence/<uuid:artefact_id>/to-conference/<uuid:competency_id>/", judging.to_conference, name="to-conference"
    ),
    path("evidence/<uuid:artefact_id>/off-agenda/<uuid:topic_id>/", judging.off_agenda, name="off-agenda"),
    path("evidence/<uuid:artefact_id>/ask/", feedback.ask, name="ask"),
    path("evidence/<uuid:artefact_id>/ask/<uuid:request_id>/withdraw/", feedback.withdraw, name="withdraw"),
    path("evidence/<uuid:artefact_id>/decline/", feedback.decline, name="decline"),
    path("evidence/<uuid:artefact_id>/feedback/", feedback.give, name="give"),
    path("feedback/<uuid:feedback_id>/helped/", feedback.helped, name="helped"),
    path("feedback/reports/", reports.reports, name="reports"),
    path("feedback/reports/<uuid:report_id>/settle/", reports.settle, name="settle-report"),
    path("feedback/reports/<uuid:report_id>/reopen/", reports.reopen, name="reopen-report"),
    path("feedback/<uuid:feedback_id>/hide/", reports.hide, name="hide-feedback"),
    path("feedback/<uuid:feedback_id>/show/", reports.show, name="show-feedback"),
    path("feedback/<uuid:feedback_id>/report/", reports.report, name="report-feedback"),
]
