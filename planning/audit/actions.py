"""The frame of every write."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import pghistory
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from planning.audit.models import AuditEvent, AuditPayload
from planning.audit.rules import Actor, Verb
from planning.core.rows import locked


@contextmanager
def act(
    verb: Verb,
    *,
    on: models.Model,
    by: Actor,
    at: datetime,
    reason: str = "",
    of: Iterable[UUID] = (),
) -> Iterator[dict[str, Any]]:
    """One act: a transaction holding the aggregate's lock, the history context, one audit row.

    ``on`` is the row locked first: the visit, or an account or organisation outside visits; a
    row that is not yet saved cannot be locked. Row history is written by triggers that take the
    context set here; acts within an act share it, under the name of the outermost. Yields the
    payload, which holds the reason, to be filled with what the verb's sentence names.
    """
    with transaction.atomic(), pghistory.context() as context:
        context.metadata.setdefault("verb", verb.name)
        context.metadata.setdefault("by", str(by))
        if not on._state.adding:
            locked(on.__class__, on.pk)  # a request's user is a lazy proxy
        payload: dict[str, Any] = {"reason": reason.strip()} if reason.strip() else {}
        yield payload
        body = json.dumps(payload, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
        event = AuditEvent.objects.create(
            verb=verb.name,
            about=str(on._meta.model_name),
            on_id=on.pk,
            visit_id=on.pk if on._meta.model_name == "visit" else None,
            needs=verb.needs,
            of=list(of),
            at=at,
            context_id=context.id,
            digest=hashlib.sha256(body.encode()).hexdigest(),
            **by.columns(),
        )
        AuditPayload.objects.create(event=event, body=json.loads(body))
