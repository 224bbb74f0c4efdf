"""What can be done with the words of a school's vocabulary: add, change, retire, use again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.people.models import Person
from trellis.profile.models import Tag

MOST_LETTERS = 60


def _checked(words: str, field: str, *, needed: bool = True) -> str:
    words = " ".join(words.split())
    if needed and not words:
        raise ActionRefused(_("Write a word."), field)
    if len(words) > MOST_LETTERS:
        raise ActionRefused(_("Say it in at most %(most)s letters.") % {"most": MOST_LETTERS}, field)
    return words


def _free(words: str, but: Tag | None = None) -> None:
    taken = Tag.objects.filter(words__iexact=words)
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    if taken.exists():
        raise ActionRefused(_("This word is there already."), "words")


@transaction.atomic
def add_tag(*, words: str, spanish: str = "", by: Person, now: datetime) -> Tag:
    """Add a word. Raises ``ActionRefused`` where it is there already."""
    words, spanish = _checked(words, "words"), _checked(spanish, "spanish", needed=False)
    _free(words)
    tag = Tag.objects.create(words=words, translations={"es": spanish} if spanish else {})
    record_moment(at=now, actor=by, verb="tag.added", thing=tag)
    return tag


@transaction.atomic
def change_tag(*, tag: Tag, words: str, spanish: str = "", by: Person, now: datetime) -> None:
    """Say a word otherwise; entries that carry it keep it."""
    words, spanish = _checked(words, "words"), _checked(spanish, "spanish", needed=False)
    _free(words, but=tag)
    others = {language: word for language, word in tag.translations.items() if language != "es"}
    tag.words, tag.translations = words, {**others, **({"es": spanish} if spanish else {})}
    tag.save(update_fields=["words", "translations"])
    record_moment(at=now, actor=by, verb="tag.changed", thing=tag)


@transaction.atomic
def retire_tag(*, tag: Tag, by: Person, now: datetime) -> None:
    """Offer a word no longer; entries that carry it keep it."""
    tag.retired_at = now
    tag.save(update_fields=["retired_at"])
    record_moment(at=now, actor=by, verb="tag.retired", thing=tag)


@transaction.atomic
def use_tag_again(*, tag: Tag, by: Person, now: datetime) -> None:
    """Offer a retired word again."""
    tag.retired_at = None
    tag.save(update_fields=["retired_at"])
    record_moment(at=now, actor=by, verb="tag.used-again", thing=tag)
