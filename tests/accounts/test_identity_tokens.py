"""Which tokens of an identity provider are believed, and which settings of it are accepted."""

import json

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from accounts.rules.identity_tokens import TokenProblem, TokenRefused, passes_second_factor, read_id_token
from accounts.single_sign_on.setting_checks import check_single_sign_on

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
NOW = 1_800_000_000.0
ISSUER = "https://id.example"
CLAIMS = {"iss": ISSUER, "aud": "portal", "sub": "7", "nonce": "n", "iat": NOW, "exp": NOW + 60}


def public(kid: str = "a", **more) -> dict:
    return json.loads(RSAAlgorithm.to_jwk(KEY.public_key())) | {"kid": kid, "use": "sig"} | more


def read(claims: dict, keys: list[dict] | None = None, *, headers: dict | None = None, algorithm: str = "RS256"):
    token = jwt.encode(claims, KEY, algorithm=algorithm, headers=headers or {"kid": "a"})
    keys = [public()] if keys is None else keys
    return read_id_token(token, keys, issuer=ISSUER, client_id="portal", nonce="n", now=NOW)


def problem_of(*arguments, **options) -> TokenProblem:
    with pytest.raises(TokenRefused) as refused:
        read(*arguments, **options)
    return refused.value.problem


def test_a_right_token_is_believed_also_for_several_audiences_if_it_is_ours():
    assert read(CLAIMS)["sub"] == "7"
    assert read(CLAIMS | {"aud": ["portal", "other"], "azp": "portal"})["sub"] == "7"
    assert read(CLAIMS | {"exp": NOW - 30, "iat": NOW + 30})["sub"] == "7"  # clocks differ
    assert read(CLAIMS, algorithm="PS256")["sub"] == "7"


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"iss": f"{ISSUER}/"}, TokenProblem.ISSUER),
        ({"aud": "other"}, TokenProblem.AUDIENCE),
        ({"aud": ["portal", "other"]}, TokenProblem.AUDIENCE),
        ({"azp": "other"}, TokenProblem.AUDIENCE),
        ({"aud": None}, TokenProblem.AUDIENCE),
        ({"exp": NOW - 61}, TokenProblem.EXPIRED),
        ({"exp": "tomorrow"}, TokenProblem.EXPIRED),
        ({"exp": True}, TokenProblem.EXPIRED),
        ({"nbf": NOW + 61}, TokenProblem.EXPIRED),
        ({"nonce": None}, TokenProblem.NONCE),
        ({"sub": ""}, TokenProblem.SUBJECT),
        ({"sub": 7}, TokenProblem.SUBJECT),
        ({"sub": "a\x00"}, TokenProblem.SUBJECT),
        ({"sub": "7" * 256}, TokenProblem.SUBJECT),
    ],
    ids=str,
)
def test_a_wrong_claim_is_refused(changed, problem):
    assert problem_of(CLAIMS | changed) == problem


def test_keys_are_found_by_their_name_and_never_guessed():
    assert problem_of(CLAIMS, [public("b")]) == TokenProblem.UNKNOWN_KEY
    assert problem_of(CLAIMS, [public(), public()]) == TokenProblem.UNKNOWN_KEY
    assert problem_of(CLAIMS, [public(use="enc")]) == TokenProblem.UNKNOWN_KEY
    assert problem_of(CLAIMS, []) == TokenProblem.UNKNOWN_KEY
    secret = {"kty": "oct", "k": "c2VjcmV0", "kid": "a"}
    assert problem_of(CLAIMS, [secret]) == TokenProblem.SIGNATURE
    assert problem_of(CLAIMS, [{"kid": "a"}]) == TokenProblem.SIGNATURE


def test_what_is_no_signed_token_is_refused():
    for text in ("", "a", "a.b", "a.b.c", "é.é.é"):
        with pytest.raises(TokenRefused) as refused:
            read_id_token(text, [public()], issuer=ISSUER, client_id="portal", nonce="n", now=NOW)
        assert refused.value.problem == TokenProblem.UNREADABLE


@pytest.mark.parametrize(
    ("claims", "passes"),
    [
        ({"amr": ["pwd", "otp"]}, True),
        ({"acr": "gold"}, True),
        ({"amr": ["pwd"]}, False),
        ({"amr": "otp"}, False),
        ({"amr": [["otp"], None]}, False),
        ({"acr": ["gold"]}, False),
        ({"acr": None, "amr": None}, False),
        ({}, False),
    ],
    ids=str,
)
def test_only_listed_values_are_a_second_factor(claims, passes):
    assert passes_second_factor(claims, acr_values=["gold"], amr_values=["otp"]) is passes
    assert passes_second_factor(claims, acr_values=[], amr_values=[]) is False


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({}, None),
        ({"OIDC_REQUIRED": True}, "OIDC_REQUIRED is on, and no provider is set."),
        ({"OIDC_ISSUER": ISSUER}, "Single sign-on lacks OIDC_CLIENT_ID, OIDC_CLIENT_SECRET."),
        (
            {"OIDC_ISSUER": "http://127.0.0.1/o", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"},
            "OIDC_ISSUER is not https.",
        ),
        ({"OIDC_ISSUER": ISSUER, "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}, None),
        (
            {"OIDC_ISSUER": ISSUER, "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b", "OIDC_REQUIRED": True},
            "OIDC_REQUIRED is on with fewer than two emergency accounts.",
        ),
    ],
    ids=str,
)
def test_settings_that_are_unsafe_or_incomplete_are_said(settings, values, problem):
    for name, value in values.items():
        setattr(settings, name, value)
    assert [found.msg for found in check_single_sign_on()] == ([problem] if problem else [])
