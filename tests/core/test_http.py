"""Calls to other systems: what is reached, what never, and what each end comes to."""

import socket
from ipaddress import ip_address, ip_network

import pytest

from planning.core import http
from planning.core.http import may_be_reached, post
from planning.core.smtp import NotSent
from tests.receiver import NOTHING, Canary, Receiver, certified

LOOPBACK = [ip_network("127.0.0.0/8")]
PUBLIC = "93.184.215.14"


@pytest.fixture
def receiver():
    """A system at 127.0.0.2."""
    receiver = Receiver("127.0.0.2")
    yield receiver
    receiver.close()


@pytest.fixture
def canary(receiver):
    """A listener on this machine, at the port of the receiver."""
    canary = Canary("127.0.0.1", receiver.port)
    yield canary
    canary.close()


@pytest.fixture
def names(monkeypatch):
    """Answer look-ups of ``a.example`` with these addresses, one list after the other."""
    answers, look_up = [], socket.getaddrinfo

    def resolver(host, port, *args, **kwargs):
        if host != "a.example":
            return look_up(host, port, *args, **kwargs)
        found = [look_up(ip, port, *args, **kwargs) for ip in answers.pop(0)]
        return [one for some in found for one in some]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    return answers


def call(address, inside=(), before_sending=lambda: None):
    """Call an address."""
    return post(
        address, headers={"x": "y"}, body=b"{}", inside=inside, before_sending=before_sending
    )


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1",
        "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "::ffff:10.0.0.1",
        "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::",
        "2001:0:7f00:1::", "2001:db8::1", "fe80::1", "fe80::1%1", "fc00::1", "fd00::1", "ff02::1",
        "fec0::1",
    ],
)  # fmt: skip
def test_an_internal_address_is_not_reached_in_any_clothes(ip):
    assert not may_be_reached(ip_address(ip))


@pytest.mark.parametrize("ip", [PUBLIC, f"::ffff:{PUBLIC}", "2606:2800:21f:cb07::1"])
def test_a_public_address_is_reached(ip):
    assert may_be_reached(ip_address(ip))


def test_of_internal_networks_those_that_are_named_are_reached():
    inside = [ip_network("10.20.0.0/16"), ip_network("fd00:20::/32")]

    for ip in ("10.20.0.1", "::ffff:10.20.0.1", "fd00:20::1"):
        assert may_be_reached(ip_address(ip), inside)
    for ip in ("10.21.0.1", "fd00:21::1", "127.0.0.1", "64:ff9b::a14:1"):
        assert not may_be_reached(ip_address(ip), inside)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "0.0.0.0", "0", "2130706433", "0x7f000001", "0x7f.1", "127.1",
        "0177.0.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
    ],
)  # fmt: skip
def test_no_spelling_of_this_machine_is_called(canary, host):
    with pytest.raises(NotSent, match="internal network"):
        call(f"http://{host}:{canary.port}/")

    assert not canary.was_called


def test_a_name_that_leads_elsewhere_the_second_time_is_asked_once(receiver, canary, names):
    names += [["127.0.0.2"], ["127.0.0.1"]]

    assert call(f"http://a.example:{receiver.port}/in", [ip_network("127.0.0.2/32")]) == 204

    assert len(receiver.calls) == 1
    assert receiver.calls[0][0]["Host"] == f"a.example:{receiver.port}"
    assert not canary.was_called
    assert names == [["127.0.0.1"]]


@pytest.mark.parametrize("answer", [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["::ffff:127.0.0.1"]])
def test_a_name_with_one_internal_address_is_not_called(canary, names, answer):
    names.append(answer)

    with pytest.raises(NotSent, match="internal network"):
        call(f"http://a.example:{canary.port}/")

    assert not canary.was_called


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_not_followed(receiver, canary, code):
    receiver.says = [code]
    receiver.headers = {"Location": f"http://127.0.0.1:{canary.port}/"}

    with pytest.raises(NotSent) as failure:
        call(receiver.address, LOOPBACK)

    assert (failure.value.code, failure.value.final) == (code, False)
    assert not canary.was_called


def test_no_proxy_of_the_environment_is_used(receiver, canary, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")

    assert call(receiver.address, LOOPBACK) == 204

    assert not canary.was_called


@pytest.mark.parametrize(
    ("says", "code", "final"),
    [(500, 500, False), (404, 404, False), (429, 429, False), (410, 410, True),
     (NOTHING, None, False)],
)  # fmt: skip
def test_what_is_not_taken_says_why_and_whether_to_try_again(receiver, says, code, final):
    receiver.says = [says]

    with pytest.raises(NotSent) as failure:
        call(receiver.address, LOOPBACK)

    assert (failure.value.code, failure.value.final) == (code, final)


def test_a_system_that_is_down_or_unknown_is_tried_again(receiver, monkeypatch):
    receiver.close()

    for address in (receiver.address, "http://nowhere.invalid/"):
        with pytest.raises(NotSent) as failure:
            call(address, LOOPBACK)
        assert not failure.value.final


@pytest.mark.parametrize("drip", [b"", b"H", b"HTTP/1.1 2"])
def test_a_system_that_is_silent_or_drips_keeps_no_worker(monkeypatch, drip):
    monkeypatch.setattr(http, "PATIENCE", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def begin():
            line, _who = server.accept()
            line.sendall(drip)
            lines.append(line)

        lines = []
        with pytest.raises(NotSent, match="no answer"):
            call(f"http://127.0.0.1:{server.getsockname()[1]}/", LOOPBACK, before_sending=begin)
        lines[0].close()


def test_what_is_refused_before_sending_is_not_sent(receiver):
    def too_late():
        raise NotSent("too late", final=False)

    with pytest.raises(NotSent, match="too late"):
        call(receiver.address, LOOPBACK, before_sending=too_late)

    assert receiver.calls == []


def test_a_certificate_is_checked_for_the_name_at_the_address_that_was_checked(
    names, tmp_path, monkeypatch
):
    tls, file = certified("a.example", tmp_path)
    receiver = Receiver("127.0.0.2", tls)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    names.append(["127.0.0.2"])

    assert call(f"https://a.example:{receiver.port}/in", LOOPBACK) == 204
    with pytest.raises(NotSent, match=r"not reached: .*certificate verify failed"):
        call(f"https://127.0.0.2:{receiver.port}/in", LOOPBACK)
    monkeypatch.delenv("SSL_CERT_FILE")
    names.append(["127.0.0.2"])
    with pytest.raises(NotSent, match=r"not reached: .*certificate verify failed"):
        call(f"https://a.example:{receiver.port}/in", LOOPBACK)

    receiver.close()
    assert len(receiver.calls) == 1


def test_a_live_installation_speaks_https_alone(receiver, settings):
    settings.INSECURE = False

    with pytest.raises(NotSent, match="only https") as failure:
        call(receiver.address, LOOPBACK)

    assert failure.value.final
    assert receiver.calls == []
