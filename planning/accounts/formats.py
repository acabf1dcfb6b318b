"""What browsers and ministries send: a browser's name for itself, a sign-in's ID token."""

from typing import Any

import jwt
import ua_parser
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from planning.core.errors import Refused

ALGORITHMS = ["RS256", "PS256", "ES256"]  # with keys in pairs; the token does not choose others
LEEWAY = 30  # seconds between two clocks


def claims_of(token: str, *, issuer: str, keys: str, client: str, nonce: str) -> dict[str, Any]:
    """Return what a token vouches for, once signature, issuer, audience, time and nonce are right.

    The rules are those of OpenID Connect Core 1.0, section 3.1.3.7. ``keys`` is the address of
    the issuer's public keys, ``nonce`` what this session had sent along. Raises Refused.
    """
    try:
        key = jwt.PyJWKClient(keys, timeout=5).get_signing_key_from_jwt(token)
        claims = jwt.decode(
            token,
            key,
            algorithms=ALGORITHMS,
            issuer=issuer,
            audience=client,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "sub", "nonce"]},
        )
    except jwt.PyJWTError as error:
        raise Refused(_("The token of your ministry's sign-in is not right.")) from error
    if not nonce or not constant_time_compare(str(claims["nonce"]), nonce):
        raise Refused(_("The token of your ministry's sign-in was made for another session."))
    return claims


def device_in_words(agent: str) -> str:
    """Return "Firefox on Windows" for what a browser says it is; nothing where nobody knows it."""
    known = ua_parser.parse(agent)
    if known.user_agent is None:
        return ""
    words = [word for word in known.user_agent.family.split() if word not in ("Mobile", "iOS")]
    browser = " ".join(words)
    if known.device and known.device.brand == "Apple":
        return _("%(browser)s on %(device)s") % {"browser": browser, "device": known.device.family}
    if known.os:
        return _("%(browser)s on %(device)s") % {"browser": browser, "device": known.os.family}
    return browser
