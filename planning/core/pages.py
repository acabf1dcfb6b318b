"""Small things that every page does."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from planning.core import wording
from planning.core.errors import Refused, Stale, VersionMissing

DIGITS = 9  # of a version, at most
LONG = 12  # letters of a text that is worth keeping
SECRET = ("csrf", "password", "code", "secret", "credential", "token")  # in names of fields
UNDO = "undo"  # in the session
CHOSEN = re.compile(rf"([0-9a-f-]{{36}})\.(\d{{1,{DIGITS}}})")  # key and version of a row


def posted_version(request: HttpRequest) -> int:
    """Return the version a form was made on. Raises VersionMissing."""
    value = request.POST.get("version", "")
    if not value.isdecimal() or len(value) > DIGITS:
        raise VersionMissing
    return int(value)


def texts_of(request: HttpRequest) -> list[str]:
    """Return the texts of a form that was sent: what would hurt to type again, and no secret."""
    try:
        sent = request.POST.items()
    except (OSError, SuspiciousOperation):  # it broke off, or was too large
        return []
    return [
        str(value)
        for name, value in sent
        if len(str(value)) >= LONG and not any(word in name for word in SECRET)
    ]


def chosen_in(request: HttpRequest) -> dict[str, int]:
    """Return the keys of what was ticked on a list, each with the version that was looked at.

    Raises Refused where nothing was, or something strange.
    """
    found = [CHOSEN.fullmatch(value) for value in request.POST.getlist("chosen")]
    if not found or not all(found):
        raise Refused(_("Tick rows of the list first."))
    return {one[1]: int(one[2]) for one in found if one}


@dataclass(frozen=True)
class Undo:
    """The way back from an act: what to send to which address."""

    url: str
    sent: Mapping[str, object | Sequence[object]]


def say(request: HttpRequest, sentence: str, undo: Undo | None = None) -> None:
    """Say on the next page that something was done, with a button that undoes it where one can.

    The last act alone can be undone: whoever does the next one stands by what is done.
    """
    messages.success(request, sentence)
    request.session.pop(UNDO, None)
    if undo:
        sent = [
            (name, str(value))
            for name, values in undo.sent.items()
            for value in (values if isinstance(values, list) else [values])
        ]
        request.session[UNDO] = {"url": undo.url, "sent": sent}


def as_it_was(request: HttpRequest, url: str) -> str:
    """Return the address of a list narrowed and sorted as it was when something was done on it."""
    left = urlsplit(request.headers.get("Referer", ""))
    return f"{url}?{left.query}" if left.path == url and left.query else url


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
            stands = in_words(form.fields[name], getattr(current, name))
            form.add_error(name, _("Now stands here: %(value)s") % {"value": stands})
    data = cast("QueryDict", form.data).copy()
    data[form.add_prefix(version)] = str(current.version)
    form.data = data


def typed_in(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return what was typed into a valid form, in words, under the names of its fields."""
    return [
        (str(field.label), in_words(form.fields[field.name], value))
        for field in form.visible_fields()
        if (value := form.cleaned_data.get(field.name)) not in (None, "", [])
    ]


def in_words(field: forms.Field, value: Any) -> str:
    """Return a value as its field says it."""
    if value in (None, "", []):
        return _("nothing")
    if isinstance(field, forms.TypedMultipleChoiceField):
        labels = dict(field.widget.choices)
        return ", ".join(str(labels[key]) for key in value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(field.label_from_instance(one) for one in value)
    if isinstance(field, forms.ModelChoiceField):
        return field.label_from_instance(value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.widget.choices).get(value, value))
    return wording.in_words(value)
