"""Addresses of reflection, what grows and My trellis."""

from __future__ import annotations

from django.urls import URLPattern, path

from trellis.evidence.views import competencies, journal, trellis

urlpatterns: list[URLPattern] = [
    path("trellis/", trellis.my_trellis, name="my-trellis"),
    path("learners/<uuid:learner_id>/trellis/", trellis.trellis, name="trellis"),
    path("learners/<uuid:learner_id>/competencies/<uuid:competency_id>/", competencies.competency, name="competency"),
    path(
        "learners/<uuid:learner_id>/competencies/<uuid:competency_id>/to-conference/",
        competencies.to_conference,
        name="gap-to-conference",
    ),
    path(
        "learners/<uuid:learner_id>/competencies/<uuid:competency_id>/off-agenda/<uuid:topic_id>/",
        competencies.off_agenda,
        name="gap-off-agenda",
    ),
    path("journal/", journal.journal, name="journal"),
    path("journal/new/", journal.write, name="write-reflection"),
    path("journal/patterns/", journal.patterns, name="journal-patterns"),
    path("journal/<uuid:reflection_id>/", journal.entry, name="reflection"),
    path("journal/<uuid:reflection_id>/audience/", journal.audience, name="show-reflection"),
    path("journal/<uuid:reflection_id>/remove/", journal.remove, name="remove-reflection"),
    path("journal/<uuid:reflection_id>/bring-back/", journal.bring_back, name="bring-back-reflection"),
    path("learners/<uuid:learner_id>/journal/", journal.learner_journal, name="learner-journal"),
]
