"""Addresses of critique and the board of a frame."""

from __future__ import annotations

from django.urls import path

from trellis.studio.views import board, critique, drafts, rounds

urlpatterns = [
    path("projects/<uuid:project_id>/drafts/", drafts.drafts, name="drafts"),
    path("projects/<uuid:project_id>/drafts/new/", drafts.new, name="new-draft"),
    path("drafts/<uuid:draft_id>/", drafts.draft, name="draft"),
    path("drafts/<uuid:draft_id>/against/<int:number>/", drafts.compare, name="compare-drafts"),
    path("drafts/<uuid:draft_id>/words/", critique.advise, name="advise"),
    path("critique/", critique.home, name="critique"),
    path("critique/turns/<uuid:turn_id>/", critique.give, name="give-critique"),
    path("critique/turns/<uuid:turn_id>/giver/", rounds.turn, name="change-turn"),
    path("critique/<uuid:critique_id>/answer/", critique.answer, name="answer-critique"),
    path("critique/<uuid:critique_id>/hide/", critique.hide, name="hide-critique"),
    path("critique/<uuid:critique_id>/show/", critique.show, name="show-critique"),
    path("frames/<uuid:frame_id>/critique/", rounds.rounds, name="rounds"),
    path("critique/rounds/<uuid:round_id>/", rounds.round_, name="round"),
    path("critique/rounds/<uuid:round_id>/notes/", rounds.notes, name="round-notes"),
    path("critique/rounds/<uuid:round_id>/<slug:step>/", rounds.step, name="round-step"),
    path("frames/<uuid:frame_id>/board/", board.board, name="board"),
    path("frames/<uuid:frame_id>/board/mini-lesson/", board.answer, name="mini-lesson"),
    path("frames/<uuid:frame_id>/board/<uuid:project_id>/", board.project, name="board-project"),
    path("mini-lessons/<uuid:answer_id>/undo/", board.undo, name="mini-lesson-back"),
]
