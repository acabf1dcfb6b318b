"""ID tokens of a ministry's own sign-in (OpenID Connect Core 1.0, section 3.1.3.7)."""

from typing import Any

import jwt
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from planning.core.errors import Refused

ALGORITHMS = ["RS256", "PS256", "ES256"]  # with keys in pairs; the token does not choose others
LEEWAY = 30  # seconds between two clocks


def claims_of(token: str, *, issuer: str, keys: str, client: str, nonce: str) -> dict[str, Any]:
    """Return what a token vouches for, once signature, issuer, audience, time and nonce are right.

    ``keys`` is the address of the issuer's public keys, ``nonce`` what this session had sent
    along. Raises Refused.
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
