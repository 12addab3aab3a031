"""Proof of work that a browser solves when there are too many guesses, with ALTCHA on our own server.

The work doubles with the number of passes that its address, or all addresses, got recently, up to what a cheap phone
does in about twenty seconds. The number to find is drawn from a limited range, so no challenge takes longer than that.
The cost of guessing: decision 0022.
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
TRIES, HARDEST = 300, 3  # tries at most, and doublings at most. A cheap phone does about 250,000 rounds a second
OF_ONE, OF_ALL = 10, 300  # passes at which the work begins to double
OF_A_WORD, HARDEST_OF_A_WORD = (
    5,
    5,
)  # wrong words at which it begins to double; a word must resist more
LIVES = timedelta(minutes=15)
SALT = "citizen.access.proof_of_work"


class Done(NamedTuple):
    """A solved challenge. `name`: its identity, the same in every encoding. `hardness`: how often it was doubled."""

    name: str
    hardness: int


def hardness(request: HttpRequest, *, word_of: str = "", at: datetime) -> int:
    """Return how often the proof of work is doubled now, for an address or for a complaint's words."""
    address_load = rate_limits.taken(rate_limits.PASSES, rate_limits.address(request), at=at) / OF_ONE
    total_load = rate_limits.taken(rate_limits.PASSES_OF_ALL, EVERYBODY, at=at) / OF_ALL
    return max(min(HARDEST, _doublings(max(address_load, total_load))), hardness_of_word(word_of, at=at))


def hardness_of_word(etag: str, *, at: datetime) -> int:
    """Return how often it is doubled by recent wrong words for this E-tag: at 5, 10, 20, 40 and 80."""
    wrong = rate_limits.taken(rate_limits.WRONG_WORDS, etag, at=at) if etag else 0
    return min(HARDEST_OF_A_WORD, _doublings(wrong / OF_A_WORD))


def _doublings(load: float) -> int:
    return 1 + int(math.log2(load)) if load >= 1 else 0


def challenge(request: HttpRequest, *, word_of: str = "", at: datetime) -> dict:
    """Return a new signed challenge."""
    level, expires = hardness(request, word_of=word_of, at=at), int((at + LIVES).timestamp())
    number = secrets.randbelow(TRIES << level)
    options = {"counter": number, "expires_at": expires, "data": {"hardness": level}, "hmac_secret": _secret()}
    return altcha.create_challenge(ALGORITHM, ROUNDS, **options).to_dict()


def read(answer: str) -> Done | None:
    """Return the challenge if it is ours, solved and not expired; else None."""
    if not altcha.verify_solution(answer, _secret()).verified:
        return None
    solved = altcha.Payload.from_base64(answer).challenge
    name = salted_hmac(SALT, solved.signature, algorithm="sha256").hexdigest()[:32]
    return Done(name, solved.parameters.data["hardness"])


def counted(request: HttpRequest, *, at: datetime) -> None:
    """Count a pass that was granted. The next challenge may be harder."""
    rate_limits.take(rate_limits.PASSES, rate_limits.address(request), at=at)
    rate_limits.take(rate_limits.PASSES_OF_ALL, EVERYBODY, at=at)


def _secret() -> str:
    return salted_hmac(SALT, "altcha", algorithm="sha256").hexdigest()
