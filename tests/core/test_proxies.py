"""Whose address counts where proxies stand before the product."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from planning.core.hooks import sent_from

PROXY = "10.0.0.1"


@pytest.mark.parametrize(
    ("proxies", "heard", "address"),
    [
        (0, "192.0.2.1", PROXY),  # nobody of ours wrote it
        (1, "192.0.2.1", "192.0.2.1"),
        (1, "198.51.100.9, 192.0.2.1", "192.0.2.1"),  # the first one is the sender's own word
        (2, "198.51.100.9, 192.0.2.1, 10.0.0.2", "192.0.2.1"),
        (2, "192.0.2.1", PROXY),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "unknown", PROXY),
        (1, "", PROXY),
    ],
)
def test_a_sender_is_known_by_what_our_own_proxies_heard(settings, proxies, heard, address):
    settings.SUMMIT_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=PROXY, headers={"X-Forwarded-For": heard})

    sent_from(lambda _request: HttpResponse())(request)

    assert request.META["REMOTE_ADDR"] == address
