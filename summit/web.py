"""How gunicorn serves: ``gunicorn --config python:summit.web summit.wsgi``.

The master process reads this file, so settings that will not do end it before any worker starts.
Any of these can be given on the command line instead; WEB_CONCURRENCY sets the number of workers.
"""

import gc
from typing import Any

from django.conf import settings

worker_class = "gthread"
threads = 4
control_socket_disable = True  # copies would share it in the home folder
graceful_timeout = 20
max_requests, max_requests_jitter = 20_000, 2_000  # whatever leaks, leaks for a while only
forwarded_allow_ips = "*"  # the proxy before it names the scheme; nothing else reaches the port
logconfig_dict = settings.LOGGING


def post_worker_init(_worker: Any) -> None:
    """Spare the collector what lives as long as the process."""
    gc.collect()
    gc.freeze()
