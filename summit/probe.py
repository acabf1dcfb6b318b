"""Ask the web server of this container whether requests may come; exit 1 where they may not.

A script of its own, ``python -I summit/probe.py``: it needs none of the product to be loaded.
"""

import os
import sys
from urllib.error import URLError
from urllib.request import Request, urlopen

address = sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8000"
host = os.environ["ALLOWED_HOSTS"].partition(",")[0].lstrip(".")  # it answers to no other
try:
    with urlopen(Request(f"http://{address}/readyz", headers={"Host": host}), timeout=10):
        pass
except (URLError, OSError) as fault:
    sys.exit(f"not ready: {fault}")
