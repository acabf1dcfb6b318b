"""The Celery app, and the ticks by which a worker needs neither beat nor broker."""

import logging
import threading
from logging.config import dictConfig

from celery import Celery, Task
from celery.signals import setup_logging, worker_init, worker_shutdown
from django.conf import settings

from summit.start import read_settings

read_settings()  # here, since whatever starts the product comes through this package
app = Celery("summit")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["planning"])

log = logging.getLogger(__name__)
GRACE = 30.0  # seconds that a tick has to end once the worker stops
ticks: list[threading.Thread] = []
stopping = threading.Event()


@setup_logging.connect
def log_alike(**_: object) -> None:
    """Write worker's and beat's lines in the form of all others."""
    dictConfig(settings.LOGGING)


@worker_init.connect
def start_ticking(**_: object) -> None:
    """Let every worker look by itself for what is due: the broker only makes it sooner.

    Each task ticks in a thread of its own, so that a long delivery delays no recovery.
    """
    from planning.tasks import TICKING  # Django is set up by now

    for task, every in TICKING.items():
        tick = threading.Thread(target=_tick, args=(task, every), name=task.name, daemon=True)
        tick.start()
        ticks.append(tick)


@worker_shutdown.connect
def stop_ticking(**_: object) -> None:
    """Let what is being sent be sent to its end."""
    stopping.set()
    for tick in ticks:
        tick.join(GRACE)


def _tick(task: Task, every: float) -> None:
    from django.db import close_old_connections, connection

    while not stopping.wait(every):
        try:
            close_old_connections()
            task()
        except Exception:  # the next tick tries again; what failed stands in the log
            log.exception("a tick of %s failed", task.name)
        finally:
            connection.close()
