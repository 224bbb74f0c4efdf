"""Addresses of announced judgements, the sealed past and its log."""

from __future__ import annotations

from django.urls import URLPattern, path

from trellis.evidence.views import announcing, archive, erasing, policy, record, sealing

urlpatterns: list[URLPattern] = [
    path("classes/<uuid:class_id>/announcements/", announcing.of_class, name="announcements"),
    path("classes/<uuid:class_id>/announcements/new/", announcing.new, name="announce"),
    path("announcements/<uuid:announcement_id>/", announcing.announcement, name="announcement"),
    path("announcements/<uuid:announcement_id>/withdraw/", announcing.withdraw, name="withdraw-announcement"),
    path(
        "announcements/<uuid:announcement_id>/<uuid:learner_id>/<uuid:competency_id>/",
        announcing.judge,
        name="judge-announced",
    ),
    path("learners/<uuid:learner_id>/past/", sealing.past, name="past"),
    path("learners/<uuid:learner_id>/past/open/", sealing.open_it, name="open-past"),
    path("openings/<uuid:opening_id>/", sealing.opened, name="opened"),
    path("openings/<uuid:opening_id>/about/", sealing.about, name="opening"),
    path("openings/<uuid:opening_id>/files/<uuid:file_id>/", sealing.opened_stored, name="opened-file"),
    path("openings/<uuid:opening_id>/end/", sealing.end, name="end-opening"),
    path("openings/<uuid:opening_id>/say/", sealing.speak, name="say-opening"),
    path("my-record/", record.mine, name="my-record"),
    path("my-record/fresh-start/", record.ask_fresh, name="ask-fresh-start"),
    path("learners/<uuid:learner_id>/record/", record.record, name="record"),
    path("learners/<uuid:learner_id>/record/archive/", archive.archive, name="record-archive"),
    path("policy/evidence/", policy.policy, name="policy"),
    path("policy/evidence/schools/<uuid:school_id>/", policy.school_policy, name="school-policy"),
    path("policy/evidence/purposes/", policy.new_purpose, name="new-purpose"),
    path("policy/evidence/purposes/<uuid:purpose_id>/drop/", policy.drop_purpose, name="drop-purpose"),
    path("policy/evidence/fresh-starts/<uuid:fresh_start_id>/", record.answer_fresh, name="answer-fresh-start"),
    path("people/<uuid:person_id>/erase/", erasing.erase, name="erase-person"),
]
