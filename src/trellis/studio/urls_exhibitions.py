"""Addresses of exhibitions."""

from __future__ import annotations

from django.urls import URLPattern, path

from trellis.studio.views import exhibitions, guests, programme

urlpatterns: list[URLPattern] = [
    path("exhibitions/", exhibitions.exhibitions, name="exhibitions"),
    path("exhibitions/new/", exhibitions.new, name="new-exhibition"),
    path("exhibitions/<uuid:exhibition_id>/", exhibitions.exhibition, name="exhibition"),
    path("exhibitions/<uuid:exhibition_id>/change/", exhibitions.change, name="edit-exhibition"),
    path("exhibitions/<uuid:exhibition_id>/announce/", exhibitions.announce, name="announce-exhibition"),
    path("exhibitions/<uuid:exhibition_id>/cancel/", exhibitions.cancel, name="cancel-exhibition"),
    path("exhibitions/<uuid:exhibition_id>/print/", exhibitions.sheet, name="exhibition-sheet"),
    path("exhibitions/<uuid:exhibition_id>/look-back/", exhibitions.look_back, name="look-back"),
    path("exhibitions/<uuid:exhibition_id>/programme/", programme.arrange, name="programme"),
    path("exhibitions/<uuid:exhibition_id>/lines/", programme.add_line, name="add-line"),
    path("exhibitions/<uuid:exhibition_id>/labels/", programme.labels, name="labels"),
    path("exhibitions/lines/<uuid:line_id>/", programme.line, name="programme-line"),
    path("exhibitions/lines/<uuid:line_id>/label/", programme.label, name="line-label"),
    path("exhibitions/lines/<uuid:line_id>/move/", programme.move, name="move-line"),
    path("exhibitions/lines/<uuid:line_id>/take-out/", programme.take_out, name="take-out-line"),
    path("exhibitions/lines/<uuid:line_id>/agree/", programme.agree, name="agree-to-show"),
    path("exhibitions/lines/<uuid:line_id>/note/", guests.note, name="leave-note"),
    path("exhibitions/<uuid:exhibition_id>/guests/", guests.guests, name="guests"),
    path("exhibitions/<uuid:exhibition_id>/guests/ask/", guests.ask, name="ask-guests"),
    path("exhibitions/guests/<uuid:guest_id>/take-back/", guests.take_back, name="take-back-guest"),
    path("exhibitions/<uuid:exhibition_id>/notes/", guests.notes, name="guest-notes"),
    path("exhibitions/notes/<uuid:note_id>/", guests.settle, name="settle-note"),
    path("exhibition/<str:token>/", guests.by_link, name="as-guest"),
    path("exhibition/<str:token>/<uuid:line_id>/", guests.line_by_link, name="line-as-guest"),
]
