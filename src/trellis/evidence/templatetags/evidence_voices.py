"""``{% load evidence_voices %}``: the picture of two voices."""

from __future__ import annotations

from django import template

from trellis.evidence.voices_svg import draw_voices

register = template.Library()

register.simple_tag(draw_voices, name="two_voices")
