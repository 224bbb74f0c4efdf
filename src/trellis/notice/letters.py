"""Mails of notices: how many of which kind and where to read them. No names, no words, nothing about anybody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urljoin
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from trellis.notice.access import visible_notices
from trellis.notice.kinds import kind_of
from trellis.notice.models import Digest, Notice
from trellis.notice.timing import is_due
from trellis.people.access import account_of
from trellis.people.models import Account, District, Person

MAILED_WITHIN = timedelta(days=31)  # older ones are no news; nobody wants them all when mail is switched on late
_SALT = "trellis.notice.stop"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail to be sent, in the language of its reader."""

    address: str
    language: str
    counts: tuple[tuple[str, int], ...]
    stop_token: str

    @property
    def total(self) -> int:
        """How many notices it speaks of."""
        return sum(n for _kind, n in self.counts)


def stop_token_of(district_id: UUID, person_id: UUID) -> str:
    """Return what a mail's link needs to stop these mails: signed, and good for nothing else; no copy is kept."""
    return signing.Signer(salt=_SALT).sign_object([district_id.hex, person_id.hex])


def read_stop_token(token: str) -> tuple[UUID, UUID] | None:
    """Return the district and the person of a link that stops mails; None for one that we did not write."""
    try:
        district, person = signing.Signer(salt=_SALT).unsign_object(token)
        return UUID(district), UUID(person)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def people_waiting(now: datetime) -> list[Person]:
    """Return whoever in this district has news that no mail has spoken of, and has not stopped the mails."""
    news = Notice.objects.filter(_waiting(now), person=OuterRef("pk"))
    stopped = Digest.objects.filter(person=OuterRef("pk"), rhythm=Digest.Rhythm.NEVER)
    return list(Person.objects.filter(Exists(news), ~Exists(stopped), left_on__isnull=True).order_by("pk"))


def _waiting(now: datetime) -> Q:
    return Q(read_at__isnull=True, mailed_at__isnull=True, at__gt=now - MAILED_WITHIN, at__lte=now)


def take_letter(person: Person, district: District, now: datetime) -> Letter | None:
    """Return the mail that is due to ``person``, and mark its notices as mailed; None where none is due.

    For one transaction: the row of the digest is held, so of two workers one finds nothing left to do. What is marked
    is never mailed again, even if the mail gets lost on its way: the page has it all.
    """
    Digest.objects.get_or_create(person=person)
    digest = Digest.objects.select_for_update(skip_locked=True).filter(person=person).first()
    account = account_of(person)
    if digest is None or account is None or not account.is_active or not account.email:
        return None
    if not is_due(digest, district.time_zone, now):
        return None
    found = visible_notices(person, district.today(now)).filter(_waiting(now))
    kinds = dict(found.values_list("pk", "kind"))
    if not kinds:
        return None
    Notice.objects.filter(pk__in=kinds, mailed_at__isnull=True).update(mailed_at=now)
    digest.sent_at = now
    digest.save(update_fields=["sent_at"])
    return Letter(
        address=account.email,
        language=_language_of(account, person, district),
        counts=tuple(sorted(Counter(kinds.values()).items())),
        stop_token=stop_token_of(district.pk, person.pk),
    )


def write_mail(letter: Letter) -> EmailMessage:
    """Return the mail itself, with the headers that let a mail program stop it with one click (RFC 8058)."""
    with translation.override(letter.language):
        stop = urljoin(settings.PUBLIC_ADDRESS, reverse("notice:stop", args=[letter.stop_token]))
        words = {
            "total": letter.total,
            "lines": _lines(letter),
            "link": urljoin(settings.PUBLIC_ADDRESS, reverse("notice:index")),
            "stop": stop,
        }
        subject = render_to_string("notice/mail/digest_subject.txt", words).strip()
        headers = {
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        }
        body = render_to_string("notice/mail/digest.txt", words)
        return EmailMessage(subject, body, None, [letter.address], headers=headers)


def _lines(letter: Letter) -> list[str]:
    lines, others = [], 0
    for name, n in letter.counts:
        kind = kind_of(name)
        if kind is None or kind.counted is None:
            others += n
        else:
            lines.append(kind.counted(n))
    if others and lines:
        lines.append(ngettext("%(n)s other piece of news", "%(n)s other pieces of news", others) % {"n": others})
    elif others:
        lines.append(ngettext("%(n)s piece of news", "%(n)s pieces of news", others) % {"n": others})
    return lines


def _language_of(account: Account, person: Person, district: District) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    wanted = (account.language, person.language.split("-")[0], district.language)
    return next((language for language in wanted if language in known), settings.LANGUAGE_CODE)
