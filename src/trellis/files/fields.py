"""Form fields for a picture and a sound: choose, record, keep, replace, remove; checked by content while cleaning.

Give the file that is there as ``initial``: ``FacetForm(request.POST, request.FILES, initial={"picture": picture})``.
When another field has an error, ``keeping.keep_uploads`` stores what was chosen, so that nobody chooses it twice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.files import checking, sounds
from trellis.files.checked import NotAccepted
from trellis.files.choice import FileChoice
from trellis.files.models import StoredFile

WORDS = 300


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser sent for one of our fields; ``before`` is the file that the thing already has."""

    upload: Any = None
    kept: UUID | None = None
    remove: bool = False
    words: str = ""
    before: StoredFile | None = None


class StoredFileInput(forms.FileInput):
    """A file input that also shows what is there already, and asks for words for those who cannot see or hear it."""

    kind: ClassVar[str]
    accept: ClassVar[str]

    def __init__(self, attrs: dict[str, Any] | None = None, *, asks_words: bool = True) -> None:
        super().__init__({"accept": self.accept, **(attrs or {})})
        self.asks_words = asks_words

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        """Collect the file and what stands beside it."""
        return Sent(
            upload=files.get(name),
            kept=_uuid(data.get(f"{name}_kept", "")),
            remove=bool(data.get(f"{name}_remove")),
            words=str(data.get(f"{name}_words", "")).strip(),
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether nothing of the field was sent."""
        return name not in files and all(f"{name}_{part}" not in data for part in ("kept", "remove", "words"))

    def use_required_attribute(self, initial: Any) -> bool:
        """Let the browser ask for a file only where none is there: ``get_context`` knows."""
        return initial is None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what is there already: kept a moment ago, or on the thing since before."""
        sent = value if isinstance(value, Sent) else Sent(before=value, words=value.words if value else "")
        context = super().get_context(name, None, attrs)
        there = sent.kept or (sent.before.pk if sent.before is not None else None)
        if there is not None:
            context["widget"]["attrs"].pop("required", None)
        context["stored"] = {
            "kept": sent.kept,
            "address": reverse("files:file", args=[there]) if there else "",
            "remove": sent.remove,
            "words": sent.words,
        }
        context["asks_words"], context["most_letters"] = self.asks_words, WORDS
        context["most_bytes"], context["too_large"] = checking.most_bytes(self.kind), checking.too_large(self.kind)
        return context


class PictureInput(StoredFileInput):
    """Choose a picture; a phone offers its camera. Without HEIC in the list, phones hand their photos over as JPEG."""

    kind = str(StoredFile.Kind.PICTURE)
    accept = "image/jpeg,image/png,image/webp,image/gif"
    template_name = "files/widgets/picture.html"


class SoundInput(StoredFileInput):
    """Record a sound or choose one; without scripts ``capture`` lets a phone open its own recorder."""

    kind = str(StoredFile.Kind.SOUND)
    accept = "audio/*"
    template_name = "files/widgets/sound.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, asks_words: bool = True) -> None:
        super().__init__({"capture": True, **(attrs or {})}, asks_words=asks_words)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add how long a sound may be."""
        return super().get_context(name, value, attrs) | {"most_seconds": sounds.MOST_SECONDS}


class StoredFileField(forms.FileField):
    """Cleans to a ``FileChoice``; see ``PictureField`` and ``SoundField``."""

    kind: ClassVar[str]

    def bound_data(self, data: Sent, initial: StoredFile | None) -> Sent:  # type: ignore[override]
        """Return what was sent, with the file that was there before, for showing it again."""
        return Sent(data.upload, data.kept, data.remove, data.words, initial)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether anything was chosen, kept, removed or said anew."""
        if not isinstance(data, Sent):
            return False
        before = initial.words if isinstance(initial, StoredFile) else ""
        return bool(data.upload or data.kept or data.remove) or data.words != before

    def clean(self, data: Any, initial: Any = None) -> FileChoice:
        """Check the upload by content; without one, say what stays."""
        sent = data if isinstance(data, Sent) else Sent(upload=data)
        had = isinstance(initial, StoredFile)
        if had and not getattr(self.widget, "asks_words", True):  # nobody was asked: what was said before still holds
            sent = replace(sent, words=initial.words)
        if len(sent.words) > WORDS:
            raise ValidationError(_("Say it in at most %(n)s letters."), params={"n": WORDS})
        if not sent.upload:
            choice = FileChoice(self.kind, None, sent.kept, sent.remove, sent.words, had)
            if self.required and not choice.holds:
                raise ValidationError(self.error_messages["required"], code="required")
            return choice
        try:
            checked = checking.check_upload(sent.upload, self.kind)
        except NotAccepted as refused:
            raise ValidationError(str(refused.sentence)) from None
        return FileChoice(self.kind, checked, None, False, sent.words, had)  # noqa: FBT003 - in the order of its fields


class PictureField(StoredFileField):
    """A picture: JPEG, PNG, WebP or GIF of at most 25 MB."""

    kind = str(StoredFile.Kind.PICTURE)
    widget = PictureInput
    default_help = _("A photo or a drawing. We keep the picture only, not where or when it was taken.")

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", self.default_help)
        super().__init__(**options)


class SoundField(StoredFileField):
    """A sound of at most three minutes: recorded in the page, or a WAV, MP3 or M4A of at most 12 MB."""

    kind = str(StoredFile.Kind.SOUND)
    widget = SoundInput
    default_help = _("At most 3 minutes: recorded here, or a WAV, MP3 or M4A.")

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", self.default_help)
        super().__init__(**options)


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None
