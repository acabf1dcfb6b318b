"""Small things that every page does."""

from django import forms
from django.http import HttpRequest

from planning.core.errors import Refused, VersionMissing


def posted_version(request: HttpRequest) -> int:
    """Return the version a form was made on. Raises VersionMissing."""
    value = request.POST.get("version", "")
    if not value.isdecimal():
        raise VersionMissing
    return int(value)


def refuse(form: forms.Form, refusal: Refused) -> None:
    """Put an action's sentence next to the field it is about, or at the head of the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
