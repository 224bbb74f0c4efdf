"""Forms of profiles: an entry, a noticed strength, a word of the vocabulary. What may stand there the actions know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.files.fields import PictureField, SoundField
from trellis.profile.models import Facet, Tag
from trellis.profile.queries import ASPECTS, KINDS, SEEN, tag_words

WIDE = 1_000_000  # far more than is accepted, so that the action can say how much is too much


class TagsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Words of the vocabulary, in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the word."""
        return tag_words(obj)


class FacetForm(forms.Form):
    """An entry. ``version`` is the one its page showed."""

    words = forms.CharField(
        label=_("In my words"),
        required=False,
        strip=False,
        max_length=WIDE,
        help_text=_("Write it as you would say it. A picture or your voice can stand alone too."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    aspect = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[(key, words) for key, (_icon, words) in ASPECTS.items()],
        required=False,
        widget=forms.RadioSelect,
    )
    tags = TagsField(
        label=_("Words that fit"),
        queryset=Tag.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    picture = PictureField(label=_("A drawing or a photo"), required=False)
    voice = SoundField(label=_("My voice"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, tags: QuerySet[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tags"].queryset = tags  # type: ignore[attr-defined]
        if not tags:
            del self.fields["tags"]


class NewFacetForm(FacetForm):
    """A new entry: which kind, and who can see it."""

    kind = forms.ChoiceField(
        label=_("What kind of thing is it?"),
        choices=[(key, words[2]) for key, words in KINDS.items()],
        initial=Facet.Kind.INTEREST,
        widget=forms.RadioSelect,
    )
    audience = forms.ChoiceField(
        label=_("Who can see this?"),
        choices=[(key, words[1]) for key, words in SEEN.items()],
        initial="me",
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "aspect", "words", "tags", "picture", "voice", "audience")


class NoticeForm(forms.Form):
    """What somebody noticed."""

    words = forms.CharField(
        label=_("I noticed …"),
        required=False,
        strip=False,
        max_length=WIDE,
        help_text=_("What did you see or hear? Such as “you explained fractions with the bicycle”."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TagForm(forms.Form):
    """A word of the vocabulary."""

    words = forms.CharField(label=_("Word"), required=False, max_length=WIDE)
    spanish = forms.CharField(label=_("In Spanish"), required=False, max_length=WIDE)
