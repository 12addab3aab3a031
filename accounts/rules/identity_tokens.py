"""Verify the tokens of the identity provider: ID tokens at a sign-in, and logout tokens.

Sources: OpenID Connect Core 1.0, section 3.1.3.7; OpenID Connect Back-Channel Logout 1.0, section 2.6.
"""

from collections.abc import Collection, Mapping, Sequence
from enum import StrEnum

import jwt

ALGORITHMS = {
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"),
    *("ES256", "ES384", "ES512", "EdDSA"),
}
"""Signatures by a private key of the provider. Never "none", and never a signature by a shared secret."""
CLOCK_DIFFERENCE = 60  # seconds by which the provider's clock may differ from ours
LOGOUT_TOKEN_SECONDS = 300  # a logout token is delivered at once; an older one is a repetition
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_SUBJECT = 255  # characters; the standard's limit


class TokenProblem(StrEnum):
    """Why a token is refused. The value is written into the log."""

    UNREADABLE = "it is no signed token"
    ALGORITHM = "its signature algorithm is not allowed"
    UNKNOWN_KEY = "the provider publishes no such key"
    SIGNATURE = "its signature is wrong"
    ISSUER = "it is from another issuer"
    AUDIENCE = "it is for another client"
    EXPIRED = "it has expired or is not valid yet"
    NONCE = "it belongs to another sign-in"
    SUBJECT = "it names no person"
    NO_LOGOUT = "it is no logout token"
    REPEATED = "it was used before"


class TokenRefused(Exception):
    """A token must not be trusted. `problem` says why."""

    def __init__(self, problem: TokenProblem):
        super().__init__(problem.value)
        self.problem = problem


def read_id_token(
    token: str, keys: Sequence[Mapping], *, issuer: str, client_id: str, nonce: str, now: float
) -> Mapping[str, object]:
    """Return the claims of an ID token.

    `keys`: the provider's public keys (JWK). `now`: seconds since 1970. Raises TokenRefused.
    """
    claims = _read_claims(token, keys, issuer=issuer, client_id=client_id)
    if not _is_in_time(claims, now, needs_expiry=True):
        raise TokenRefused(TokenProblem.EXPIRED)
    if claims.get("nonce") != nonce:
        raise TokenRefused(TokenProblem.NONCE)
    if not _is_text(claims.get("sub")):
        raise TokenRefused(TokenProblem.SUBJECT)
    return claims


def read_logout_token(
    token: str, keys: Sequence[Mapping], *, issuer: str, client_id: str, now: float
) -> Mapping[str, object]:
    """Return the claims of a logout token. At least one of "sub" and "sid" is a text. Raises TokenRefused.

    The caller refuses a "jti" that was used before.
    """
    claims = _read_claims(token, keys, issuer=issuer, client_id=client_id)
    if not _is_in_time(claims, now, needs_expiry=False):
        raise TokenRefused(TokenProblem.EXPIRED)
    if not _is_number(claims.get("iat")) or claims["iat"] < now - LOGOUT_TOKEN_SECONDS:
        raise TokenRefused(TokenProblem.EXPIRED)
    events = claims.get("events")
    is_logout = isinstance(events, Mapping) and isinstance(events.get(LOGOUT_EVENT), Mapping)
    if not is_logout or "nonce" in claims or not _is_text(claims.get("jti")):
        raise TokenRefused(TokenProblem.NO_LOGOUT)
    if not any(_is_text(claims.get(name)) for name in ("sub", "sid")):
        raise TokenRefused(TokenProblem.SUBJECT)
    return claims


def passes_second_factor(
    claims: Mapping[str, object], *, acr_values: Collection[str], amr_values: Collection[str]
) -> bool:
    """Return whether the provider has asked for a second factor, by the values that the operator accepts."""
    methods = claims.get("amr")
    methods = methods if isinstance(methods, list) else []
    return claims.get("acr") in acr_values or any(method in amr_values for method in methods)


def _read_claims(token: str, keys: Sequence[Mapping], *, issuer: str, client_id: str) -> Mapping[str, object]:
    """Return the claims of a token of this issuer for this client. Raises TokenRefused."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise TokenRefused(TokenProblem.UNREADABLE) from error
    if header.get("alg") not in ALGORITHMS:
        raise TokenRefused(TokenProblem.ALGORITHM)
    key = _find_key(keys, header)
    unchecked = dict.fromkeys(("verify_exp", "verify_nbf", "verify_iat", "verify_aud", "verify_iss"), False)
    unchecked |= {"verify_sub": False, "verify_jti": False}  # all of them are checked below and by the callers
    try:
        public_key = jwt.PyJWK(dict(key), algorithm=header["alg"]).key
        claims = jwt.decode(token, key=public_key, algorithms=[header["alg"]], options=unchecked)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise TokenRefused(TokenProblem.SIGNATURE) from error
    if claims.get("iss") != issuer:
        raise TokenRefused(TokenProblem.ISSUER)
    audience = claims.get("aud")
    audience = audience if isinstance(audience, list) else [audience]
    authorized = claims.get("azp", client_id if len(audience) == 1 else None)
    if client_id not in audience or authorized != client_id:
        raise TokenRefused(TokenProblem.AUDIENCE)
    return claims


def _find_key(keys: Sequence[Mapping], header: Mapping) -> Mapping:
    """Return the key that the header names, or the only one if it names none. Raises TokenRefused."""
    signing = [key for key in keys if key.get("use", "sig") == "sig"]
    named = [key for key in signing if key.get("kid") == header["kid"]] if "kid" in header else signing
    if len(named) != 1:
        raise TokenRefused(TokenProblem.UNKNOWN_KEY)
    return named[0]


def _is_in_time(claims: Mapping[str, object], now: float, *, needs_expiry: bool) -> bool:
    expiry, issued, begins = claims.get("exp"), claims.get("iat", now), claims.get("nbf", now)
    if expiry is None and not needs_expiry:
        expiry = now
    if not all(map(_is_number, (expiry, issued, begins))):
        return False
    return expiry > now - CLOCK_DIFFERENCE and max(issued, begins) < now + CLOCK_DIFFERENCE


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_SUBJECT and value.isprintable()
