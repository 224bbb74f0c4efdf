"""What a log may say: that a secret link was refused, never the link; that a letter failed, never to whom."""

from __future__ import annotations

import logging
import re

_SECRET_LINK = re.compile(
    r"(/(?:card|invitation|calendar|with|notices/stop|account/email|account/password/reset/key)/)[^/\s'\"]+"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class DiscreetFormatter(logging.Formatter):
    """Writes a line, and the trace below it, without secret links and without addresses.

    The framework names the path of every request that it refuses, and the worker names what a failed job was given.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the finished text with dots in place of what nobody should read in a log."""
        return _ADDRESS.sub("…@…", _SECRET_LINK.sub(r"\1…", super().format(record)))
