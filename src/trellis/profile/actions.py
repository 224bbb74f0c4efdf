"""What can be done with a profile: write, change, show, put away, say again; notice a strength and answer that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.audience import Audience
from trellis.files.actions import settle_file
from trellis.files.choice import FileChoice
from trellis.files.models import StoredFile
from trellis.notice.actions import tell
from trellis.people.models import Person
from trellis.profile.models import Facet, FacetTag, FacetVersion, NoticedStrength, Tag
from trellis.profile.signs import NOTICED

MOST_LETTERS = 2000
NOTHING_SAID = _("Write something, or add a picture or a sound.")
NO_PICTURE = FileChoice(str(StoredFile.Kind.PICTURE))
NO_VOICE = FileChoice(str(StoredFile.Kind.SOUND))


def _checked(words: str, field: str = "words") -> str:
    if "\x00" in words:
        raise ActionRefused(_("There is a sign in it that cannot be kept. Type it again."), field)
    if len(words) > MOST_LETTERS:
        sentence = _("Say it in at most %(most)s letters. Yours has %(n)s.")
        raise ActionRefused(sentence % {"most": MOST_LETTERS, "n": len(words)}, field)
    return words.strip()


@transaction.atomic
def write_facet(
    *,
    learner: Person,
    kind: str,
    words: str,
    aspect: str = "",
    audience: str = Audience.ME,
    tags: Iterable[Tag] = (),
    picture: FileChoice = NO_PICTURE,
    voice: FileChoice = NO_VOICE,
    by: Person,
    now: datetime,
) -> Facet:
    """Write an entry in the learner's own words, with a picture or a sound. Raises ``ActionRefused``."""
    words = _checked(words)
    if not (words or picture.holds or voice.holds):
        raise ActionRefused(NOTHING_SAID, "words")
    facet = Facet(
        learner=learner,
        kind=kind,
        aspect=aspect if kind == Facet.Kind.PREFERENCE else "",
        words=words,
        audience=audience,
        written_at=now,
        still_true_at=now,
    )
    facet.picture = settle_file(choice=picture, thing=facet, owner=by, now=now, field="picture")
    facet.voice = settle_file(choice=voice, thing=facet, owner=by, now=now, field="voice")
    facet.save(force_insert=True)
    FacetTag.objects.bulk_create(FacetTag(facet=facet, tag=tag) for tag in tags)
    context = {"kind": facet.kind}
    record_moment(at=now, actor=by, verb="facet.written", thing=facet, learner=learner, context=context)
    return facet


def _keep_as_it_was(facet: Facet, now: datetime) -> None:
    FacetVersion.objects.create(
        facet=facet,
        learner_id=facet.learner_id,
        number=facet.version,
        words=facet.words,
        aspect=facet.aspect,
        audience=facet.audience,
        at=now,
    )


@transaction.atomic
def change_facet(
    *,
    facet: Facet,
    expected: int,
    words: str,
    aspect: str = "",
    tags: Iterable[Tag] | None = None,
    picture: FileChoice | None = None,
    voice: FileChoice | None = None,
    by: Person,
    now: datetime,
) -> None:
    """Say an entry anew and keep how it read before. Raises ``StaleVersion`` where it was changed since."""
    words = _checked(words)
    before = Facet.objects.get(pk=facet.pk)
    facet.words, facet.still_true_at = words, now
    facet.aspect = aspect if facet.kind == Facet.Kind.PREFERENCE else ""
    for name, choice in (("picture", picture), ("voice", voice)):
        if choice is not None:
            there = getattr(facet, name)
            setattr(facet, name, settle_file(choice=choice, thing=facet, owner=by, now=now, before=there, field=name))
    if not (words or facet.picture or facet.voice):
        raise ActionRefused(NOTHING_SAID, "words")
    fields = ["words", "aspect", "still_true_at", "picture", "voice"]
    save_version(facet, expected=expected, fields=fields)
    if (before.words, before.aspect) != (facet.words, facet.aspect):
        _keep_as_it_was(before, now)
    if tags is not None:
        _set_tags(facet, list(tags))
    record_moment(at=now, actor=by, verb="facet.changed", thing=facet, learner=facet.learner)


def _set_tags(facet: Facet, tags: list[Tag]) -> None:
    links = FacetTag.objects.filter(facet=facet)
    links.exclude(tag__in=tags).delete()
    there = set(links.values_list("tag", flat=True))
    FacetTag.objects.bulk_create(FacetTag(facet=facet, tag=tag) for tag in tags if tag.pk not in there)


@transaction.atomic
def change_audience(*, facet: Facet, audience: str, by: Person, now: datetime) -> None:
    """Show an entry to others, or to nobody else any more."""
    if audience not in Audience.values:
        raise ActionRefused(_("Choose who can see this."), "audience")
    facet.audience = audience
    facet.save(update_fields=["audience"])
    context = {"audience": str(audience)}
    record_moment(at=now, actor=by, verb="facet.shown", thing=facet, learner=facet.learner, context=context)


@transaction.atomic
def put_away_facet(*, facet: Facet, by: Person, now: datetime) -> None:
    """Put an entry away: nobody else sees it any more, and it can be brought back."""
    facet.put_away_at = now
    facet.save(update_fields=["put_away_at"])
    record_moment(at=now, actor=by, verb="facet.put-away", thing=facet, learner=facet.learner)


@transaction.atomic
def bring_back_facet(*, facet: Facet, by: Person, now: datetime) -> None:
    """Bring an entry back that was put away: it is seen by those who saw it before."""
    facet.put_away_at, facet.still_true_at = None, now
    facet.save(update_fields=["put_away_at", "still_true_at"])
    record_moment(at=now, actor=by, verb="facet.brought-back", thing=facet, learner=facet.learner)


@transaction.atomic
def still_true(*, facet: Facet, by: Person, now: datetime) -> None:
    """Say that an old entry holds; it is asked about again when it has grown old once more."""
    facet.still_true_at = now
    facet.save(update_fields=["still_true_at"])
    record_moment(at=now, actor=by, verb="facet.still-true", thing=facet, learner=facet.learner)


@transaction.atomic
def notice_strength(*, learner: Person, words: str, by: Person, now: datetime) -> NoticedStrength:
    """Say what strength one noticed; the learner decides whether it joins the profile, and is told."""
    words = _checked(words)
    if not words:
        raise ActionRefused(_("Write what you noticed."), "words")
    if by.pk == learner.pk:
        raise ActionRefused(_("This is for what others notice. Write your own strengths as entries."), "words")
    noticed = NoticedStrength.objects.create(learner=learner, by=by, words=words, at=now)
    record_moment(at=now, actor=by, verb="strength.noticed", thing=noticed, learner=learner)
    tell(people=[learner], kind=NOTICED, thing=noticed, by=by, learner=learner, now=now)
    return noticed


@transaction.atomic
def answer_strength(
    *, noticed: NoticedStrength, keep: bool, audience: str = Audience.ME, by: Person, now: datetime
) -> Facet | None:
    """Keep a strength that somebody noticed as an entry of one's own, or let it go. An answer can be changed.

    Keeping it after all brings back the entry; letting it go after all puts it away.
    """
    answer = NoticedStrength.Answer.KEPT if keep else NoticedStrength.Answer.DECLINED
    facet = noticed.facet
    if keep and facet is None:
        facet = Facet.objects.create(
            learner=noticed.learner,
            kind=Facet.Kind.STRENGTH,
            words=noticed.words,
            audience=audience,
            written_at=now,
            still_true_at=now,
        )
    elif facet is not None:
        facet.put_away_at = None if keep else now
        facet.save(update_fields=["put_away_at"])
    noticed.answer, noticed.answered_at, noticed.facet = answer, now, facet
    noticed.save(update_fields=["answer", "answered_at", "facet"])
    context = {"answer": str(answer)}
    record_moment(at=now, actor=by, verb="strength.answered", thing=noticed, learner=noticed.learner, context=context)
    return facet


@transaction.atomic
def reopen_strength(*, noticed: NoticedStrength, by: Person, now: datetime) -> None:
    """Take an answer back: what was noticed waits again, and an entry that came of it is put away."""
    if noticed.answer == NoticedStrength.Answer.OPEN:
        return
    if noticed.facet is not None:
        noticed.facet.put_away_at = now
        noticed.facet.save(update_fields=["put_away_at"])
    noticed.answer, noticed.answered_at = NoticedStrength.Answer.OPEN, None
    noticed.save(update_fields=["answer", "answered_at"])
    record_moment(at=now, actor=by, verb="strength.reopened", thing=noticed, learner=noticed.learner)
