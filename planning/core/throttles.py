"""How much of the API one may use in some time, counted for all processes together."""

import logging
import time

from django.conf import settings
from django.core.cache import caches
from redis.exceptions import RedisError
from rest_framework.exceptions import Throttled

log = logging.getLogger(__name__)
PAUSE = 10.0  # seconds without counting, after the counter could not be reached
resting_until = 0.0


def count(who: str, kind: str, *, seconds: int = 60) -> None:
    """Count one request of a kind of ``settings.API_RATES``. Raises Throttled above its number.

    The count begins anew every minute, or with every other span of ``seconds``.

    Counts stand in Redis: to lose them opens the door for that span, no more. While it cannot be
    reached everybody is let through, and it is asked again after a pause only.
    """
    global resting_until
    limit = settings.API_RATES[kind]
    span, second = divmod(time.time(), seconds)
    if not limit or time.monotonic() < resting_until:
        return
    key = f"rate-{kind}-{who}-{span:.0f}"
    try:
        caches["counts"].add(key, 0, timeout=2 * seconds)
        used = caches["counts"].incr(key)
    except ValueError:  # lost between the two
        return
    except (RedisError, OSError) as error:
        resting_until = time.monotonic() + PAUSE
        log.warning("requests are not counted, the counter cannot be reached: %s", error)
        return
    if used > limit:
        raise Throttled(wait=seconds - second)
