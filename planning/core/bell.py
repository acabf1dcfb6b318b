"""The doorbell: Celery and Redis only wake workers up."""

import logging
from dataclasses import dataclass

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ring:
    """One pull at the bell, comparable so that a transaction rings once."""

    task: str

    def __call__(self) -> None:
        try:
            current_app.send_task(self.task, retry=False, ignore_result=True)
        except OperationalError as error:
            # The row is in the database and workers tick by themselves: no message is lost.
            log.warning("the broker is down, %s waits for the next tick: %s", self.task, error)


def ring(task: str) -> None:
    """Wake a worker once the present transaction has committed; once per transaction and task."""
    pull = Ring(task)
    if not any(waiting[1] == pull for waiting in connection.run_on_commit):
        transaction.on_commit(pull)
