"""Rows under change: the judge, the fresh copy, the one way to save."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from planning.core.errors import Conflict, Stale
from planning.core.search import keys_that_follow

M = TypeVar("M", bound=models.Model)


@contextmanager
def judged() -> Iterator[None]:
    """Let the database be the judge: a broken constraint speaks its own sentence.

    Raises Conflict with the constraint's ``violation_error_message``, or for a row whose key was
    made with the form and is there already: the form was sent twice.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        name = diagnosis.constraint_name if diagnosis else None
        for model in apps.get_app_config("planning").get_models():
            for constraint in model._meta.constraints:
                if constraint.name == name:
                    raise Conflict(constraint.get_violation_error_message()) from error
        if name and name.endswith("_pkey"):  # as PostgreSQL calls it
            raise Conflict(_("This has been saved already.")) from error
        raise


def fresh(model: type[M], pk: Any, version: int) -> M:
    """Lock a row and return it as it stands now. Raises Stale if its version moved on."""
    row = locked(model, pk)
    if row.version != version:  # type: ignore[attr-defined]  # callers pass Versioned models
        raise Stale(row)
    return row


def locked(model: type[M], pk: Any) -> M:
    """Lock a row and return it as it stands now; the visit must be locked before its rows."""
    return model._default_manager.select_for_update(no_key=True).get(pk=pk)


def change(row: models.Model, **values: Any) -> None:
    """Save some fields of a row that this transaction has locked, and count the version up."""
    if hasattr(row, "version"):
        values["version"] = row.version + 1
    derive(row, **values)


def derive(row: models.Model, **values: Any) -> None:
    """Save copies that follow from other rows: no edit, so the version stays.

    One that rose with them would tell of what moved those who may not know that it did.
    """
    for field, value in values.items():
        setattr(row, field, value)
    row.save(update_fields=[*values, *keys_that_follow(row, set(values))])
