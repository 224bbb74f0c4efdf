"""The room of conversations: threads that belong to something."""

from __future__ import annotations

from trellis.talk.listeners import after_message, after_report

__all__ = ["after_message", "after_report"]
