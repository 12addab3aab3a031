"""Proof of work that a browser solves when there are too many guesses, with ALTCHA on our own server.

The work doubles with the number of passes that its address, or all addresses, got recently, up to what a cheap phone
does in about twenty seconds. The number to find is drawn from a limited range, so no challenge takes longer than that.
The cost of guessing: decision 0021.
"""

import math
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

import altcha
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from citizen import rate_limits
from citizen.access.guess_limits import EVERYBODY

ALGORITHM, ROUNDS = "PBKDF2/SHA-256", 2_000  # rounds of one try: cheap for us, and more than the cost of a request
BASE_TRIES, MAX_DIFFICULTY = (
    300,
    3,
)  # tries at most, and doublings at most. A cheap phone does about 250,000 rounds a second
PASSES_PER_ADDRESS_BEFORE_DOUBLING, PASSES_TOTAL_BEFORE_DOUBLING = 10, 300  # passes at which the work begins to double
WRONG_WORDS_BEFORE_DOUBLING, MAX_WORD_DIFFICULTY = 5, 4
"""Wrong words at which it begins to double. A word must resist more than an E-tag, but its owner solves even the
largest proof on a cheap phone within a minute."""
CHALLENGE_LIFETIME = timedelta(minutes=15)
SALT = "citizen.access.proof_of_work"


class SolvedChallenge(NamedTuple):
    """A solved challenge. `name`: its identity, the same in every encoding. `hardness`: how often it was doubled."""

    name: str
    hardness: int


def current_difficulty(request: HttpRequest, *, word_of: str = "", at: datetime) -> int:
    """Return how often the proof of work is doubled now, for an address or for a complaint's words."""
    address_load = (
        rate_limits.tokens_taken(rate_limits.PASSES_PER_ADDRESS, rate_limits.client_address(request), at=at)
        / PASSES_PER_ADDRESS_BEFORE_DOUBLING
    )
    total_load = rate_limits.tokens_taken(rate_limits.PASSES_TOTAL, EVERYBODY, at=at) / PASSES_TOTAL_BEFORE_DOUBLING
    return max(
        min(MAX_DIFFICULTY, _doublings_for_load(max(address_load, total_load))), difficulty_for_word(word_of, at=at)
    )


def difficulty_for_word(etag: str, *, at: datetime) -> int:
    """Return how often it is doubled by recent wrong words for this E-tag: at 5, 10, 20 and 40."""
    wrong = rate_limits.tokens_taken(rate_limits.WRONG_WORDS_PER_ETAG, etag, at=at) if etag else 0
    return min(MAX_WORD_DIFFICULTY, _doublings_for_load(wrong / WRONG_WORDS_BEFORE_DOUBLING))


def _doublings_for_load(load: float) -> int:
    return 1 + int(math.log2(load)) if load >= 1 else 0


def create_challenge(request: HttpRequest, *, word_of: str = "", at: datetime) -> dict:
    """Return a new signed challenge."""
    level, expires = current_difficulty(request, word_of=word_of, at=at), int((at + CHALLENGE_LIFETIME).timestamp())
    number = secrets.randbelow(BASE_TRIES << level)
    options = {"counter": number, "expires_at": expires, "data": {"hardness": level}, "hmac_secret": _signing_secret()}
    return altcha.create_challenge(ALGORITHM, ROUNDS, **options).to_dict()


def verify_solution(answer: str) -> SolvedChallenge | None:
    """Return the challenge if it is ours, solved and not expired; else None."""
    if not altcha.verify_solution(answer, _signing_secret()).verified:
        return None
    solved = altcha.Payload.from_base64(answer).challenge
    name = salted_hmac(SALT, solved.signature, algorithm="sha256").hexdigest()[:32]
    return SolvedChallenge(name, solved.parameters.data["hardness"])


def count_granted_pass(request: HttpRequest, *, at: datetime) -> None:
    """Count a pass that was granted. The next challenge may be harder."""
    rate_limits.take_token(rate_limits.PASSES_PER_ADDRESS, rate_limits.client_address(request), at=at)
    rate_limits.take_token(rate_limits.PASSES_TOTAL, EVERYBODY, at=at)


def _signing_secret() -> str:
    return salted_hmac(SALT, "altcha", algorithm="sha256").hexdigest()
