"""Forms of the roster pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from trellis.interop.oneroster.uploads import MOST_BYTES

MOST_FILES = 40


class SeveralFilesInput(forms.ClearableFileInput):
    """A file field that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One zip, or the CSV files of a roster; cleans to a list of files."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Clean each file by itself, then look at all of them."""
        one = super().clean
        files: list[UploadedFile[Any]] = [one(file, initial) for file in data] if data else [one(None, initial)]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("These are too many files. Choose the zip, or the CSV files of the roster."))
        if sum(file.size or 0 for file in files) > MOST_BYTES:
            raise forms.ValidationError(
                _("This is too large to upload. Import it on the server: trellis import roster.")
            )
        endings = {(file.name or "").lower().rsplit(".", 1)[-1] for file in files}
        if endings != {"csv"} and (endings != {"zip"} or len(files) > 1):
            raise forms.ValidationError(_("Choose one zip file, or the CSV files of the roster together."))
        return files


class UploadForm(forms.Form):
    """Choose a roster."""

    roster = SeveralFilesField(
        label=_("The roster"),
        help_text=_("One zip, or its CSV files together. OneRoster 1.1 or 1.2, or Microsoft School Data Sync."),
        widget=SeveralFilesInput(attrs={"accept": ".zip,.csv", "multiple": True}),
    )


class ApplyForm(forms.Form):
    """Say that many people may leave, where that is asked."""

    many_may_leave = forms.BooleanField(required=False, label=_("Yes, all these people have left our schools"))
