"""Input of the pages: a file with what it does not say about itself, and the meaning of columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files import File
from django.utils.translation import gettext_lazy as _

from trellis.framework.models import Framework
from trellis.interop.case.models import FrameworkImport
from trellis.interop.case.smartlevel import MEANINGS

MOST_UPLOAD = 25 * 1024 * 1024


class UploadForm(forms.Form):
    """A file with a framework or a map of prerequisites."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("A CASE package (.json), a table (.csv) or the Coherence Map (.json). Also packed: .gz, .zip."),
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.csv,.tsv,.txt,.gz,.zip,.js"}),
    )
    kind = forms.ChoiceField(
        label=_("What it holds"),
        required=False,
        choices=[("", _("as before, or academic standards")), *Framework.Kind.choices],
    )
    licence = forms.CharField(
        label=_("Licence"),
        required=False,
        max_length=500,
        help_text=_("Only if the file does not say it. It is shown wherever a statement is."),
    )
    attribution = forms.CharField(
        label=_("Copyright line"),
        required=False,
        max_length=1000,
        help_text=_("For example: © 2010 NGA Center, CCSSO."),
    )

    def clean_file(self) -> File[bytes]:
        """Refuse what is too large before it is read."""
        file: File[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_UPLOAD:
            limit = MOST_UPLOAD // (1024 * 1024)
            raise forms.ValidationError(_("The file is larger than {limit} MB.").format(limit=limit))
        return file

    def choices(self) -> dict[str, str]:
        """Return what was said beside the file."""
        return {name: self.cleaned_data[name] for name in ("kind", "licence", "attribution")}


class ColumnsForm(forms.Form):
    """What the framework in a table is called, and what each of its columns means."""

    title = forms.CharField(label=_("Name of the framework"), max_length=300)
    creator = forms.CharField(
        label=_("Written by"),
        required=False,
        max_length=300,
        help_text=_("The same name and author next time update this framework instead of making a second one."),
    )

    def __init__(self, data: Mapping[str, Any] | None, *, upload: FrameworkImport) -> None:
        stored = upload.choices
        super().__init__(data, initial={"title": stored.get("title") or _stem(upload.file_name), **_creator(stored)})
        self.heads: list[str] = list(stored.get("heads", ()))
        meaning_of = {column: meaning for meaning, column in stored.get("mapping", {}).items()}
        for column, head in enumerate(self.heads):
            example = stored["examples"][column] if column < len(stored.get("examples", ())) else ""
            self.fields[f"column_{column}"] = forms.ChoiceField(
                label=head or _("Column {number}").format(number=column + 1),
                required=False,
                choices=[("", _("not used")), *MEANINGS.items()],
                initial=meaning_of.get(column, ""),
                help_text=_plain(example),
            )

    def clean(self) -> dict[str, Any]:
        """Each meaning belongs to one column, and there is no framework without statements."""
        cleaned = super().clean() or self.cleaned_data
        taken: dict[str, str] = {}
        for column, head in enumerate(self.heads):
            meaning = cleaned.get(f"column_{column}", "")
            if meaning and meaning in taken:
                sentence = _("“{head}” has this meaning already. Choose one of the two.")
                self.add_error(f"column_{column}", sentence.format(head=taken[meaning]))
            elif meaning:
                taken[meaning] = head
        if "statement" not in taken:
            self.add_error(None, _("Say which column holds the statement."))
        return cleaned

    def mapping(self) -> dict[str, int]:
        """Return the column of each meaning."""
        chosen = {self.cleaned_data[f"column_{column}"]: column for column in range(len(self.heads))}
        return {meaning: column for meaning, column in chosen.items() if meaning}


def _creator(stored: Mapping[str, Any]) -> dict[str, str]:
    return {"creator": stored["creator"]} if stored.get("creator") else {}


def _stem(file_name: str) -> str:
    return file_name.rpartition("/")[2].partition(".")[0].replace("_", " ").strip()


def _plain(example: str) -> str:
    # Help texts are shown as HTML; cells of a stranger's table are not.
    return example.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")[:160]
