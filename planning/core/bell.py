"""The doorbell: Celery and Redis only wake workers up, and nobody waits for them."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from celery import current_app
from django.db import connection, transaction

log = logging.getLogger(__name__)
arm = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bell")
waiting: set[str] = set()


@dataclass(frozen=True)
class Pull:
    """One pull at the bell, comparable so that a transaction rings once.

    A thread of its own sends it: a broker that hangs keeps no request. While a pull for the
    same task waits to be sent, another adds nothing.
    """

    task: str

    def __call__(self) -> None:
        """Have it sent."""
        if self.task not in waiting:
            waiting.add(self.task)
            arm.submit(self.send)

    def send(self) -> None:
        """Send it, or say that the broker is down."""
        waiting.discard(self.task)
        try:
            current_app.send_task(self.task, retry=False, ignore_result=True)
        except Exception as error:
            # The row is in the database and workers tick by themselves: no message is lost.
            log.warning("the broker is down, %s waits for the next tick: %s", self.task, error)


def ring(task: str) -> None:
    """Wake a worker once the present transaction has committed; once per transaction and task."""
    pull = Pull(task)
    if not any(after[1] == pull for after in connection.run_on_commit):
        transaction.on_commit(pull)
