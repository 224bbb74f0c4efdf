"""Conversations: threads that belong to something, and their messages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DistrictRow
from trellis.people.models import Person


class Thread(DistrictRow):
    """A conversation about one thing, named bare by kind and id; who may open the thing may read and write here."""

    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    learner = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="threads")
    started_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="one_thread_of_a_thing")]

    def __str__(self) -> str:
        return f"thread about {self.subject_kind}"


class Message(DistrictRow):
    """What somebody said: never edited; taken back by its author or hidden by an educator, with a reason."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="messages")
    # A voice without an account, through a family link: the name the link was made out to.
    author_name = models.CharField(max_length=160, blank=True)
    body = models.TextField(_("what you want to say"))
    at = models.DateTimeField()
    # Taken back: the words are gone, a grey line stays, so that nobody wonders what they remember.
    taken_back_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["thread", "at"], name="message_by_thread")]

    def __str__(self) -> str:
        return f"message at {self.at:%Y-%m-%d %H:%M}"


class MessageReport(DistrictRow):
    """Somebody asks an educator to look at a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reports")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("what is wrong with it"), max_length=300)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "by"], name="one_report_of_a_message")]

    def __str__(self) -> str:
        return f"report at {self.at:%Y-%m-%d %H:%M}"


class ThreadVisit(DistrictRow):
    """Up to when somebody has read a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="visits")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="one_visit_of_a_thread")]

    def __str__(self) -> str:
        return f"read until {self.at:%Y-%m-%d %H:%M}"
