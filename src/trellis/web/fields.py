"""Form fields as HTML: label above, help under it, the error beside it, and a summary that links to them.

Django names the parts itself: its ``aria-describedby`` points to ``id_x_helptext`` and ``id_x_error``.
"""

from __future__ import annotations

from django import forms
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.web.icons import icon

NOTHING = mark_safe("")


def render_field(bound: BoundField) -> SafeString:
    """Return one field whole; hidden fields give only their input."""
    if bound.is_hidden:
        return mark_safe(f"{bound}{_hidden_errors(bound)}")  # noqa: S308 - both parts are safe strings
    classes = "field has-error" if bound.errors else "field"
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return _render_tick(bound, f"{classes} one-choice")
    if bound.use_fieldset:
        return _render_group(bound, classes)
    return format_html(
        '<div class="{}"><label for="{}">{}{}</label>{}{}{}</div>',
        classes,
        bound.id_for_label,
        bound.label,
        _need(bound),
        _help(bound),
        _errors(bound),
        _control(bound),
    )


def render_fields(form: BaseForm) -> SafeString:
    """Return all fields of a form in its own order."""
    return format_html_join("", "{}", ((render_field(bound),) for bound in form))


def render_errors(form: BaseForm) -> SafeString:
    """Return the summary that stands above a form that could not be saved, each line a link to its field."""
    if not form.is_bound or not form.errors:
        return NOTHING
    lines = [("", error) for error in form.non_field_errors()]
    lines += [(bound.id_for_label or bound.auto_id, _say(bound, error)) for bound in form for error in bound.errors]
    items = format_html_join(
        "",
        "<li>{}</li>",
        ((format_html('<a href="#{}">{}</a>', target, error) if target else error,) for target, error in lines),
    )
    n = len(lines)
    title = ngettext("One thing to look at", "%(n)s things to look at", n) % {"n": n}
    return format_html(
        '<div class="errors" role="alert" tabindex="-1" data-focus><h2>{}</h2><ul>{}</ul></div>', title, items
    )


def _say(bound: BoundField, error: object) -> str:
    """Return the error with the label before it, so that the line makes sense away from its field."""
    label = str(bound.label)
    return f"{label} {error}" if label.endswith(("?", "!", ".", ":")) else f"{label}: {error}"


def _control(bound: BoundField) -> SafeString:
    control = bound.as_widget()
    if isinstance(bound.field.widget, forms.FileInput):
        return format_html('<div class="upload">{}</div>', control)
    return control


def _render_group(bound: BoundField, classes: str) -> SafeString:
    described = bound.aria_describedby
    choices = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return format_html(
        '<fieldset class="{}"{}><legend>{}{}</legend>{}{}<div class="{}">{}</div></fieldset>',
        classes,
        format_html(' aria-describedby="{}"', described) if described else NOTHING,
        bound.label,
        # Where one of the choices is already taken, nobody needs to be told to take one.
        NOTHING if bound.value() else _need(bound),
        _help(bound),
        _errors(bound),
        "choices" if choices else "row",
        bound.as_widget(),
    )


def _render_tick(bound: BoundField, classes: str) -> SafeString:
    return format_html(
        '<div class="{}"><label for="{}">{}<span>{}{}</span></label>{}{}</div>',
        classes,
        bound.id_for_label,
        bound.as_widget(),
        bound.label,
        _need(bound),
        _help(bound),
        _errors(bound),
    )


def _need(bound: BoundField) -> SafeString:
    if not bound.field.required:
        return NOTHING
    return format_html(' <span class="need">({})</span>', _("required"))


def _help(bound: BoundField) -> SafeString:
    if not bound.help_text:
        return NOTHING
    # Help may hold the list that Django's password rules write; it is the code's text, never a person's.
    text = mark_safe(str(bound.help_text))  # noqa: S308 - as said above
    return format_html('<div class="help" id="{}_helptext">{}</div>', bound.auto_id, text)


def _errors(bound: BoundField) -> SafeString:
    if not bound.errors:
        return NOTHING
    words = format_html_join(" ", "{}", ((error,) for error in bound.errors))
    sign = icon("circle-alert")
    return format_html('<p class="wrong" id="{}_error">{}<span>{}</span></p>', bound.auto_id, sign, words)


def _hidden_errors(bound: BoundField) -> SafeString:
    return _errors(bound) if bound.errors else NOTHING
