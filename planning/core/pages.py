"""Small things that every page does."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from planning.core.errors import Refused, Stale, VersionMissing
from planning.core.wording import in_words

DIGITS = 9  # of a version, at most


def posted_version(request: HttpRequest) -> int:
    """Return the version a form was made on. Raises VersionMissing."""
    value = request.POST.get("version", "")
    if not value.isdecimal() or len(value) > DIGITS:
        raise VersionMissing
    return int(value)


def refuse(form: forms.BaseForm, refusal: Refused) -> None:
    """Put an action's sentence next to the field it is about, or at the head of the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))


def editing(form: forms.Form, action: Callable[..., Any]) -> Callable[..., Any]:
    """Return the action of a form that shows a row's own fields, so that an edit loses nothing.

    Where somebody else has saved in between, each field says what stands there now, beside what
    was typed, and the form takes the new version: saving again is a decision.
    """

    def edit(**typed: Any) -> Any:
        try:
            return action(**typed)
        except Stale as stale:
            compare(form, typed, stale.current)
            raise

    return edit


def compare(
    form: forms.BaseForm, typed: dict[str, Any], current: Any, *, version: str = "version"
) -> None:
    """Say at each field that differs what stands in the row now, and take over its version.

    ``version`` names the hidden field that holds it.
    """
    for name in form.fields:
        shown = name in form.initial and name != version and name in typed
        if shown and typed[name] != getattr(current, name):
            stands = _in_words(form, name, current)
            form.add_error(name, _("Now stands here: %(value)s") % {"value": stands})
    data = cast("QueryDict", form.data).copy()
    data[form.add_prefix(version)] = str(current.version)
    form.data = data


def _in_words(form: forms.BaseForm, name: str, row: Any) -> str:
    field, value = form.fields[name], getattr(row, name)
    if value in (None, "", []):
        return _("nothing")
    if isinstance(field, forms.TypedMultipleChoiceField):
        labels = dict(field.widget.choices)
        return ", ".join(str(labels[key]) for key in value)
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    if isinstance(field, forms.ChoiceField):
        return getattr(row, f"get_{name}_display")()
    return in_words(value)
