"""Letters that the worker sends, and what it sweeps out at night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django import app

from trellis.core.scope import front_door


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="people.forget_old_visits", name="people.forget_old_visits")
def forget_old_visits(timestamp: int) -> None:
    """Each night: throw away ended sessions, and the wrong guesses of the day before with their addresses."""
    SessionStore.clear_expired()
    AccessAttempt.objects.filter(attempt_time__lt=datetime.fromtimestamp(timestamp, UTC) - timedelta(days=1)).delete()
    with front_door():
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


@app.task(queue="mail", name="people.send_reset_letters")
def send_reset_letters(email: str, origin: str, language: str) -> int:
    """Write to each account with this address how to choose a new password; return how many letters went out."""
    with front_door(), translation.override(language):
        accounts = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
        for account in accounts:
            key = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
            link = urljoin(origin, reverse("account_reset_password_from_key", kwargs=key))
            words = {"username": account.username, "link": link}
            subject = render_to_string("people/mail/reset_subject.txt", words).strip()
            send_mail(subject, render_to_string("people/mail/reset.txt", words), None, [email])
    return len(accounts)
