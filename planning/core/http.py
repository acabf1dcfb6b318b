"""One POST to another system, whose name was looked up once and whose address was checked."""

import socket
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from planning.core.smtp import NotSent

Network = IPv4Network | IPv6Network
TIMEOUT = 5.0  # seconds, to be reached and for each step of the answer
PATIENCE = 10.0  # seconds, for the whole answer: a server that drips keeps no worker
GONE = 410
GLOBAL_UNICAST = ip_network("2000::/3")


def post(
    address: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    inside: Collection[Network],
    before_sending: Callable[[], None],
) -> int:
    """Send one POST and return the status, a 2xx. Raises NotSent for every other end.

    No redirect is followed, no proxy used, nothing read behind the answer's head. ``inside`` are
    the internal networks that may be reached. ``before_sending`` is called once the line stands.
    Also a call that may have arrived raises NotSent: the receiver must drop twins.
    """
    url = urlsplit(address)
    line = _open(url, inside)
    made = HTTPSConnection if url.scheme == "https" else HTTPConnection
    talk = made(str(url.hostname), url.port)
    talk.sock = line
    watchdog = Timer(PATIENCE, _hang_up, (line,))
    watchdog.daemon = True
    try:
        before_sending()
        watchdog.start()
        path = (url.path or "/") + (f"?{url.query}" if url.query else "")
        talk.request("POST", path, body, dict(headers))
        with talk.getresponse() as answer:
            code, reason = answer.status, answer.reason
    except (OSError, HTTPException, ValueError) as error:
        raise NotSent(f"no answer: {error or type(error).__name__}", final=False) from error
    finally:
        watchdog.cancel()
        talk.close()
        line.close()
    if not 200 <= code < 300:
        raise NotSent(f"{code} {reason}"[:200].strip(), final=code == GONE, code=code)
    return code


def may_be_reached(ip: IPv4Address | IPv6Address, inside: Collection[Network] = ()) -> bool:
    """Tell whether an address is public, or in a network that is named.

    An IPv4 address in IPv6 clothes is judged as what it is; other forms that carry one (6to4,
    Teredo, NAT64, IPv4-compatible) are refused whatever they carry.
    """
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if any(ip in network for network in inside):
        return True
    if isinstance(ip, IPv6Address) and (ip not in GLOBAL_UNICAST or ip.sixtofour or ip.teredo):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _open(url: SplitResult, inside: Collection[Network]) -> socket.socket:
    """Connect to the very address that was checked: no second look-up could answer otherwise."""
    if url.scheme != "https" and not settings.INSECURE:
        raise NotSent("only https is spoken", final=True)
    host, port = str(url.hostname), url.port or (443 if url.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotSent(f"the name is not known: {error}", final=False) from error
    if not all(may_be_reached(ip_address(where[0]), inside) for *_kind, where in found):
        raise NotSent("the address belongs to an internal network", final=False)
    problem: OSError = OSError("the name has no address")
    for family, kind, proto, _name, where in found[:3]:
        line = socket.socket(family, kind, proto)
        line.settimeout(TIMEOUT)
        try:
            line.connect(where)
            if url.scheme == "https":
                return ssl.create_default_context().wrap_socket(line, server_hostname=host)
        except OSError as error:  # TLS errors too
            line.close()
            problem = error
        else:
            return line
    raise NotSent(f"not reached: {problem}", final=False) from problem


def _hang_up(line: socket.socket) -> None:
    """End a connection from another thread, under TLS as well."""
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)
