"""The Celery app, and the tick by which a worker needs neither beat nor broker."""

import logging
import os
import threading
import time

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "summit.settings")
app = Celery("summit")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["planning"])

log = logging.getLogger(__name__)
TICK = 5.0  # seconds


@worker_init.connect
def start_ticking(**_: object) -> None:
    """Let every worker look by itself for what is due: the broker only makes it sooner."""
    threading.Thread(target=_tick, name="tick", daemon=True).start()


def _tick() -> None:
    from django.db import close_old_connections, connection

    from planning.tasks import TICKING

    last = dict.fromkeys(TICKING, 0.0)
    while True:
        for task, every in TICKING.items():
            if time.monotonic() - last[task] < every:
                continue
            last[task] = time.monotonic()
            try:
                close_old_connections()
                task()
            except Exception:  # the next tick tries again; what failed stands in the log
                log.exception("a tick of %s failed", task.name)
            finally:
                connection.close()
        time.sleep(TICK)
