"""Input for the pages of scales: a scale with its levels in order, and what each looks like for one competency."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trellis.framework.actions import LevelDraft
from trellis.framework.models import Level, Scale
from trellis.framework.queries_scales import LevelToDescribe

MOST_LEVELS = 12
MOST_LETTERS = 2_000
Row = dict[str, Any]


class LevelForm(forms.Form):
    """One level: its name and its meaning."""

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(label=_("Name of the level"), max_length=200)
    descriptor = forms.CharField(
        label=_("What it means, in plain words"),
        required=False,
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


if TYPE_CHECKING:
    LevelFormSet = forms.BaseFormSet[LevelForm]
else:
    LevelFormSet = forms.BaseFormSet  # cannot be subscripted while running


class EveryRowCounts(LevelFormSet):
    """Levels as they stand on the page: an empty one is asked for its name, never passed over."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Permit no row to be empty."""
        return {**super().get_form_kwargs(index), "empty_permitted": False}


LevelRows = forms.formset_factory(
    LevelForm, formset=EveryRowCounts, extra=0, max_num=MOST_LEVELS, absolute_max=MOST_LEVELS
)


class ScaleForm(forms.Form):
    """A scale as a whole. Its buttons move, add and take away levels on the page; only saving changes the scale."""

    title = forms.CharField(label=_("Name of the scale"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        levels: Sequence[Row] = (),
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.levels = LevelRows(data, prefix="level", initial=list(levels))

    def clean(self) -> dict[str, Any]:
        """Hold the levels to what the scale needs; each says beside itself what is missing."""
        cleaned = super().clean() or {}
        if not self.levels.is_valid():
            raise forms.ValidationError(_("Have a look at the levels: each needs a name."))
        return cleaned

    def words(self) -> dict[str, tuple[str, str]]:
        """Return name and meaning of each level as typed, by its identifier as text."""
        rows = self.levels.forms
        return {str(row["id"].value()): (row["title"].value() or "", row["descriptor"].value() or "") for row in rows}

    def drafts(self) -> list[LevelDraft]:
        """Return the levels as they were sent, in their order."""
        return [LevelDraft(row["title"], row["descriptor"], row["id"]) for row in self.levels.cleaned_data]


def scale_as_sent(scale: Scale | None, levels: Iterable[Level]) -> tuple[Row, list[Row]]:
    """Return what the form holds when it is opened: a stored scale, or an empty one with room for four levels."""
    if scale is None:
        return {}, [{} for _number in range(4)]
    rows = [{"id": level.pk, "title": level.title, "descriptor": level.descriptor} for level in levels]
    return {"title": scale.title, "version": scale.version}, rows


def rearranged(data: Mapping[str, Any], do: str) -> ScaleForm:
    """Return the form as it was sent, after one of its buttons: ``up:2``, ``down:2``, ``out:2`` or ``add``."""
    sent = ScaleForm(data)
    rows = [{name: level[name].value() for name in ("id", "title", "descriptor")} for level in sent.levels.forms]
    verb, _colon, number = do.partition(":")
    place = int(number) if number.isdecimal() and int(number) < len(rows) else None
    if verb == "add" and len(rows) < MOST_LEVELS:
        rows.append({})
    elif place is not None and verb == "out":
        del rows[place]
    elif place is not None and verb in {"up", "down"}:
        other = place - 1 if verb == "up" else place + 1
        if 0 <= other < len(rows):
            rows[place], rows[other] = rows[other], rows[place]
    return ScaleForm(initial={"title": data.get("title", ""), "version": data.get("version", "")}, levels=rows)


def beside_what_stands(data: QueryDict, scale: Scale, levels: Sequence[Level], sentence: str) -> ScaleForm:
    """Return the form as it was sent, ready to be saved over ``scale`` as it stands now, with ``sentence`` on top.

    A level that is gone meanwhile is kept as a new one, a level that only stands there is added at the end: whoever
    saves next decides about both, and nobody's words go unseen.
    """
    answer, there = data.copy(), {str(level.pk) for level in levels}
    n = len(ScaleForm(data).levels.forms)
    sent = [str(answer.get(f"level-{place}-id", "")) for place in range(n)]
    for place, key in enumerate(sent):
        answer[f"level-{place}-id"] = key if key in there else ""
    for place, level in enumerate((level for level in levels if str(level.pk) not in sent), n):
        answer[f"level-{place}-id"] = str(level.pk)
        answer[f"level-{place}-title"], answer[f"level-{place}-descriptor"] = level.title, level.descriptor
        answer["level-TOTAL_FORMS"] = str(place + 1)
    answer["version"] = str(scale.version)
    form = ScaleForm(answer)
    form.is_valid()
    form.add_error(None, sentence)
    return form


class UseScaleForm(forms.Form):
    """Which scale a framework tells proficiency on."""

    scale = forms.ChoiceField(label=_("Scale"), required=False, widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        scales: Sequence[tuple[str, str]],
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        field = self.fields["scale"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the class says above
        field.choices = [*scales, ("", _("none for now"))]


class DescriptorsForm(forms.Form):
    """What each level looks like for one competency; empty means that the words from above hold."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        version: int,
        levels: Sequence[LevelToDescribe],
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.steps = levels
        for level in levels:
            self.fields[field_of(level.id)] = forms.CharField(
                label=level.title,
                required=False,
                initial=level.own,
                max_length=MOST_LETTERS,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def texts(self) -> dict[UUID, str]:
        """Return what was written, by level."""
        return {level.id: self.cleaned_data[field_of(level.id)] for level in self.steps}

    def rows(self) -> list[tuple[LevelToDescribe, forms.BoundField]]:
        """Return each level with its field, for the page."""
        return [(level, self[field_of(level.id)]) for level in self.steps]


def field_of(level_id: UUID) -> str:
    """Return the name of a level's field: by its identifier, so that a draft never lands in another level."""
    return f"level-{level_id}"
