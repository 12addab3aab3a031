"""The sum that a browser does where too many guess: proof of work by ALTCHA, on our own server.

It doubles with the passes that its address, or everybody, got lately, up to what a cheap phone does in some twenty
seconds. The number that is sought is drawn, so no sum takes longer than that. What it costs to guess: decision 0022.
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

ALGORITHM, ROUNDS = "PBKDF2/SHA-256", 2_000  # a try: few enough for us, who do one, and many beside what a call costs
TRIES, HARDEST = 300, 3  # at most; doubled so often. We reckon with 250,000 rounds a second of a cheap phone
OF_ONE, OF_ALL = 10, 300  # passes from which on it doubles
OF_A_WORD, HARDEST_OF_A_WORD = 5, 5  # wrong words from which on it doubles: a word has to withstand more than a number
LIVES = timedelta(minutes=15)
SALT = "citizen.access.proof_of_work"


class Done(NamedTuple):
    """A sum that was done. `name`: one and the same in every writing of it. `hardness`: how often it was doubled."""

    name: str
    hardness: int


def hardness(request: HttpRequest, *, word_of: str = "", at: datetime) -> int:
    """Return how often the proof of work is doubled now, for an address or for a complaint's words."""
    of_one = rate_limits.taken(rate_limits.PASSES, rate_limits.address(request), at=at) / OF_ONE
    of_all = rate_limits.taken(rate_limits.PASSES_OF_ALL, EVERYBODY, at=at) / OF_ALL
    return max(min(HARDEST, _doubled(max(of_one, of_all))), hardness_of_word(word_of, at=at))


def hardness_of_word(etag: str, *, at: datetime) -> int:
    """How often it is doubled by wrong words for one number lately: with five, ten, twenty, forty and eighty."""
    wrong = rate_limits.taken(rate_limits.WRONG_WORDS, etag, at=at) if etag else 0
    return min(HARDEST_OF_A_WORD, _doubled(wrong / OF_A_WORD))


def _doubled(times: float) -> int:
    return 1 + int(math.log2(times)) if times >= 1 else 0


def challenge(request: HttpRequest, *, word_of: str = "", at: datetime) -> dict:
    """A sum to do, signed."""
    hard, expires = hardness(request, word_of=word_of, at=at), int((at + LIVES).timestamp())
    sought = secrets.randbelow(TRIES << hard)
    told = {"counter": sought, "expires_at": expires, "data": {"hardness": hard}, "hmac_secret": _secret()}
    return altcha.create_challenge(ALGORITHM, ROUNDS, **told).to_dict()


def read(answer: str) -> Done | None:
    """The sum, if it is one of ours, done, and not too old."""
    if not altcha.verify_solution(answer, _secret()).verified:
        return None
    asked = altcha.Payload.from_base64(answer).challenge
    name = salted_hmac(SALT, asked.signature, algorithm="sha256").hexdigest()[:32]
    return Done(name, asked.parameters.data["hardness"])


def counted(request: HttpRequest, *, at: datetime) -> None:
    """A pass was given for one: the next may be harder."""
    rate_limits.take(rate_limits.PASSES, rate_limits.address(request), at=at)
    rate_limits.take(rate_limits.PASSES_OF_ALL, EVERYBODY, at=at)


def _secret() -> str:
    return salted_hmac(SALT, "altcha", algorithm="sha256").hexdigest()
