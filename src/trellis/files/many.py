"""A form field for many files at once: photos, sounds, videos and documents, each checked by its content.

What is good stays, whatever is wrong with another: ``keeping.keep_uploads`` stores it and the form carries it along.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.files import checking
from trellis.files.checked import Checked, NotAccepted
from trellis.files.models import StoredFile
from trellis.files.names import harmless_name

ACCEPT = {
    "picture": "image/jpeg,image/png,image/webp,image/gif",
    "sound": "audio/*",
    "video": "video/mp4,video/webm,video/quicktime",
    "document": ".pdf,.txt,.csv,.md,.docx,.xlsx,.pptx,.odt,.ods,.odp",
}


class Kept(NamedTuple):
    """A file that was stored when its form had an error, as the form carries it along."""

    pk: UUID
    kind: str
    name: str

    @property
    def address(self) -> str:
        """Where its owner can look at it."""
        return reverse("files:file", args=[self.pk])

    @property
    def carried(self) -> str:
        """Return it as the hidden field holds it."""
        return f"{self.pk} {self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class FilesChoice:
    """The cleaned value of a ``FilesField``; ``actions.settle_files`` does what it says.

    ``checked`` are new files, ``kept`` those stored when the form had an error, ``removed`` those the thing had so far
    and shall no longer have.
    """

    checked: tuple[Checked, ...] = ()
    kept: tuple[Kept, ...] = ()
    removed: frozenset[UUID] = frozenset()
    n_before: int = 0

    @property
    def holds(self) -> bool:
        """Say whether there will be a file once the choice is settled."""
        return bool(self.checked or self.kept) or self.n_before > len(self.removed)


@dataclass(frozen=True, slots=True)
class SentFiles:
    """What a browser sent for one field; ``before`` are the files that the thing already has."""

    uploads: tuple[Any, ...] = ()
    kept: tuple[Kept, ...] = ()
    left_out: frozenset[UUID] = frozenset()
    before: tuple[StoredFile, ...] = ()


class SomeRefused(ValidationError):
    """Some files were refused; ``good`` are the others, which are not to be lost."""

    def __init__(self, sentence: str, good: tuple[Checked, ...] = ()) -> None:
        super().__init__(sentence, code="refused")
        self.good = good


class FilesInput(forms.FileInput):
    """A file input that takes many, and shows those that are there already, each with a tick to leave it out."""

    allow_multiple_selected = True
    template_name = "files/widgets/files.html"
    kinds: Sequence[str] = checking.ALL_KINDS

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"multiple": True, **(attrs or {})})

    def value_from_datadict(self, data: Any, files: Any, name: str) -> SentFiles:
        """Collect the files and what stands beside them."""
        uploads = files.getlist(name) if hasattr(files, "getlist") else [file for file in [files.get(name)] if file]
        kept = (_kept(text) for text in _all(data, f"{name}_kept"))
        left_out = (_uuid(text) for text in _all(data, f"{name}_out"))
        return SentFiles(
            tuple(uploads),
            tuple({file.pk: file for file in kept if file is not None}.values()),
            frozenset(pk for pk in left_out if pk is not None),
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether nothing of the field was sent."""
        return name not in files and all(f"{name}_{part}" not in data for part in ("kept", "out"))

    def use_required_attribute(self, _initial: Any) -> bool:
        """Never: files that are kept are not in the input."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add what is there already, and what can be added."""
        sent = value if isinstance(value, SentFiles) else SentFiles(before=tuple(value or ()))
        context = super().get_context(name, None, attrs)
        context["widget"]["attrs"]["accept"] = ",".join(ACCEPT[kind] for kind in self.kinds)
        context["before"], context["kept"], context["left_out"] = sent.before, sent.kept, sent.left_out
        largest = max(self.kinds, key=checking.most_bytes)
        context["most_bytes"], context["too_large"] = checking.most_bytes(largest), checking.too_large(largest)
        return context


class FilesField(forms.FileField):
    """Many files at once; give those that are there as ``initial``, a list of ``StoredFile``. Cleans to FilesChoice."""

    widget = FilesInput

    def __init__(
        self, *, kinds: Sequence[str] = checking.ALL_KINDS, most: int = checking.MOST_AT_ONCE, **options: Any
    ) -> None:
        options.setdefault("help_text", gettext_lazy("Many at once, if you like. What can do harm is left out."))
        super().__init__(**options)
        self.kinds, self.most = kinds, most
        self.widget.kinds = kinds

    def bound_data(self, data: SentFiles, initial: Iterable[StoredFile] | None) -> SentFiles:  # type: ignore[override]
        """Return what was sent, with the files that were there before, for showing it again."""
        return SentFiles(data.uploads, data.kept, data.left_out, tuple(initial or ()))

    def has_changed(self, _initial: Any, data: Any) -> bool:
        """Say whether anything was chosen, kept or left out."""
        return isinstance(data, SentFiles) and bool(data.uploads or data.kept or data.left_out)

    def clean(self, data: Any, initial: Any = None) -> FilesChoice:
        """Check each upload by content; one sentence for each that is refused, and the others ride with the error."""
        sent = data if isinstance(data, SentFiles) else SentFiles()
        before = {file.pk for file in initial or ()}
        kept = tuple(file for file in sent.kept if file.pk not in sent.left_out)
        good, refused = self._sorted(sent.uploads, self.most - len(kept) - len(before - sent.left_out))
        if refused:
            raise ValidationError([SomeRefused(said, good if not n else ()) for n, said in enumerate(refused)])
        choice = FilesChoice(good, kept, frozenset(before & sent.left_out), len(before))
        if self.required and not choice.holds:
            raise ValidationError(self.error_messages["required"], code="required")
        return choice

    def _sorted(self, uploads: Sequence[Any], room: int) -> tuple[tuple[Checked, ...], list[str]]:
        good: list[Checked] = []
        refused: list[str] = []
        left, n_too_many = checking.MOST_BYTES_AT_ONCE, 0
        for upload in uploads:
            left -= upload.size or 0
            if len(good) >= room or left < 0:
                n_too_many += 1
                continue
            try:
                good.append(checking.check_any(upload, self.kinds))
            except NotAccepted as error:
                name = harmless_name(upload.name or "") or _("A file without a name")
                refused.append(_("%(file)s: %(sentence)s") % {"file": name, "sentence": error.sentence})
        if n_too_many:
            too_many = ngettext(
                "%(n)s file was too much for one time. Add it after you have saved.",
                "%(n)s files were too much for one time. Add them after you have saved.",
                n_too_many,
            )
            refused.append(too_many % {"n": n_too_many})
        return tuple(good), refused


def _all(data: Any, name: str) -> list[str]:
    found = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    return [found] if isinstance(found, str) else list(found)


def _kept(text: str) -> Kept | None:
    """Read a hidden field; whose file it is, and whether there is one, is asked when the choice is settled."""
    pk, _space, rest = text.partition(" ")
    kind, _space, name = rest.partition(" ")
    found = _uuid(pk)
    return Kept(found, kind, harmless_name(name)) if found is not None and kind in checking.ALL_KINDS else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
