"""Which installation this is."""

from django.conf import settings
from django.utils.crypto import salted_hmac

DEMONSTRATION = "demonstration"  # whose mails reach nobody, under whatever address it is served


def identity() -> str:
    """Return a fingerprint of the installation's address and secret, which tells neither."""
    if settings.INSECURE:
        return DEMONSTRATION
    return salted_hmac(__name__, settings.SUMMIT_BASE_URL, algorithm="sha256").hexdigest()
