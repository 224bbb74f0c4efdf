"""Who is told when words are said or a message is reported: rooms above register in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # rooms register before any model can be imported
    from trellis.talk.models import Message, MessageReport

MessageListener = Callable[["Message", datetime], None]
ReportListener = Callable[["MessageReport", datetime], None]
_after_message: list[MessageListener] = []
_after_report: list[ReportListener] = []


def after_message(listener: MessageListener) -> MessageListener:
    """Call ``listener(message, now)`` in the transaction in which words are said; every thread, so look at its kind."""
    if listener not in _after_message:
        _after_message.append(listener)
    return listener


def after_report(listener: ReportListener) -> ReportListener:
    """Call ``listener(report, now)`` in the transaction in which a message is reported."""
    if listener not in _after_report:
        _after_report.append(listener)
    return listener


def tell_of_message(message: Message, now: datetime) -> None:
    """Tell everybody who listens that words were said."""
    for listener in _after_message:
        listener(message, now)


def tell_of_report(report: MessageReport, now: datetime) -> None:
    """Tell everybody who listens that a message was reported."""
    for listener in _after_report:
        listener(report, now)
