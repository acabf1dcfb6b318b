"""The offline bundle: it installs, and passes its smoke test, where there is no network at all."""

import os
import subprocess
import sys
import tarfile

import pytest

from tests.copies import DEV

pytestmark = pytest.mark.dev

ALONE = ("unshare", "--net")
# Only the loopback: a namespace begins without even that. SIOCSIFFLAGS of lo: IFF_UP.
LOOPBACK = (
    "import fcntl, os, socket, struct, sys; "
    "fcntl.ioctl(socket.socket(), 0x8914, struct.pack('16sh22x', b'lo', 1)); "
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
NO_ROUTE = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"


def alone(*words, **options):
    """Run Python in a network namespace of its own, without any route."""
    words = (*ALONE, sys.executable, "-c", LOOPBACK, *words)
    return subprocess.run(words, capture_output=True, text=True, **options)


@pytest.fixture
def bundle(tmp_path):
    """A bundle of HEAD, unpacked."""
    if alone("-c", "").returncode:
        pytest.skip("this machine lends no network namespace: unshare --net is refused")
    file = tmp_path / "summit.tar"
    made = subprocess.run([sys.executable, DEV, "bundle", file], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    with tarfile.open(file) as tar:
        tar.extractall(tmp_path, filter="data")
    return tmp_path / "summit"


def test_the_bundle_installs_and_passes_its_smoke_test_without_a_network(bundle, tmp_path):
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    own = {"HOME": str(tmp_path), "SUMMIT_DATA": str(tmp_path / "data")}  # no cache helps it

    assert "Network is unreachable" in alone("-c", NO_ROUTE).stderr
    run = alone(bundle / "dev.py", "test", env=kept | own)

    assert run.returncode == 0, run.stdout + run.stderr
    assert " passed" in run.stdout
    assert not (bundle / ".git").exists()
