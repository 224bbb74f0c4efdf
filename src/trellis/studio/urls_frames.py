"""Addresses of frames."""

from __future__ import annotations

from django.urls import URLPattern, path

from trellis.studio.views import criteria, frame_parts, frames

urlpatterns: list[URLPattern] = [
    path("frames/", frames.frames, name="frames"),
    path("frames/new/", frames.new, name="new-frame"),
    path("frames/<uuid:frame_id>/", frames.frame, name="frame"),
    path("frames/<uuid:frame_id>/change/", frame_parts.change, name="edit-frame"),
    path("frames/<uuid:frame_id>/dimensions/", frame_parts.dimensions, name="dimensions"),
    path("frames/<uuid:frame_id>/competencies/", frame_parts.competencies, name="frame-competencies"),
    path("frames/<uuid:frame_id>/phases/", frame_parts.add_phase, name="add-phase"),
    path("frames/<uuid:frame_id>/vary/", frame_parts.vary, name="vary"),
    path("frames/<uuid:frame_id>/print/", frames.sheet, name="frame-sheet"),
    path("frames/<uuid:frame_id>/publish/", frames.publish, name="publish-frame"),
    path("frames/<uuid:frame_id>/close/", frames.close, name="close-frame"),
    path("frames/<uuid:frame_id>/share/", frames.share, name="share-frame"),
    path("frames/<uuid:frame_id>/remix/", frames.remix, name="remix-frame"),
    path("frames/<uuid:frame_id>/take-away/", frames.take_away, name="take-away-frame"),
    path("frames/<uuid:frame_id>/bring-back/", frames.bring_back, name="bring-back-frame"),
    path("frames/<uuid:frame_id>/criteria/", criteria.add, name="add-criterion"),
    path("frames/<uuid:frame_id>/criteria/propose/", criteria.propose, name="propose-criterion"),
    path("phases/<uuid:phase_id>/", frame_parts.phase, name="phase"),
    path("phases/<uuid:phase_id>/move/", frame_parts.move_phase, name="move-phase"),
    path("phases/<uuid:phase_id>/take-out/", frame_parts.take_out_phase, name="take-out-phase"),
    path("variations/<uuid:variation_id>/", frame_parts.change_variation, name="variation"),
    path("variations/<uuid:variation_id>/end/", frame_parts.end_variation, name="end-variation"),
    path("criteria/<uuid:criterion_id>/", criteria.change, name="criterion"),
    path("criteria/<uuid:criterion_id>/take-out/", criteria.take_out, name="take-out-criterion"),
    path("criteria/<uuid:criterion_id>/voice/", criteria.voice, name="voice-criterion"),
    path("criteria/<uuid:criterion_id>/settle/", criteria.settle, name="settle-criterion"),
]
