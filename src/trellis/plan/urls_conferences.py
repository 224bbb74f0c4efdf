"""Addresses of conferences, included by urls.py."""

from __future__ import annotations

from django.urls import path

from trellis.plan.views import conference_agenda, conference_talk, conferences

urlpatterns = [
    path("conferences/", conferences.index, name="conferences"),
    path("learners/<uuid:learner_id>/conferences/", conferences.of_learner, name="learner-conferences"),
    path("learners/<uuid:learner_id>/conferences/new/", conferences.new, name="new-conference"),
    path("conferences/<uuid:conference_id>/", conferences.conference, name="conference"),
    path("conferences/<uuid:conference_id>/move/", conferences.move, name="move-conference"),
    path("conferences/<uuid:conference_id>/cancel/", conferences.cancel, name="cancel-conference"),
    path("conferences/<uuid:conference_id>/back/", conferences.bring_back, name="bring-back-conference"),
    path("conferences/<uuid:conference_id>/sheet/", conferences.sheet, name="conference-sheet"),
    path("conferences/<uuid:conference_id>/agenda/", conference_agenda.choose, name="conference-agenda"),
    path("conferences/<uuid:conference_id>/agenda/add/", conference_agenda.add, name="add-topic"),
    path("topics/<uuid:topic_id>/move/", conference_agenda.move, name="move-topic"),
    path("topics/<uuid:topic_id>/remove/", conference_agenda.remove, name="remove-topic"),
    path("topics/<uuid:topic_id>/back/", conference_agenda.bring_back, name="bring-back-topic"),
    path("conferences/<uuid:conference_id>/lead/", conference_talk.lead, name="lead-conference"),
    path("topics/<uuid:topic_id>/notes/", conference_talk.topic_notes, name="topic-notes"),
    path("conferences/<uuid:conference_id>/notes/", conference_talk.last_notes, name="conference-notes"),
    path("conferences/<uuid:conference_id>/decide/", conference_talk.decide, name="decide"),
    path("conferences/<uuid:conference_id>/met/", conference_talk.met, name="conference-met"),
    path("conferences/<uuid:conference_id>/confirm/", conference_talk.confirm, name="confirm-conference"),
    path("outcomes/<uuid:outcome_id>/take/", conference_talk.take, name="take-outcome"),
]
