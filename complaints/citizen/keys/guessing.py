"""Whoever tries numbers and keys that open nothing is stopped after ten; where many do so together, all are asked to
prove that they mean it (proving), with whatever they hold.

A token is taken before a number or key is looked at, and given back when it was a right one: so however many ask at
once, ten from one source are looked at and no more.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from complaints.citizen import limits
from complaints.citizen.limits import Bucket

PASS, PASS_LIVES = "pass", 30 * 60  # the session's key for it; seconds
EVERYBODY = "everybody"

type Token = tuple[Bucket, str]


@dataclass(frozen=True)
class Guess:
    """What is about to be looked at. `tokens`: what it costs if it opens nothing."""

    tokens: tuple[Token, ...]

    def was_right(self, *, at: datetime) -> None:
        """It costs nothing."""
        for bucket, who in self.tokens:
            limits.give_back(bucket, who, at=at)


def of_request(request: HttpRequest, *, at: datetime) -> Guess | None:
    """The guess that this request makes; None where it must not be looked at, because there were too many."""
    passed = pass_of(request, at=at)
    if passed and (guess := _with((limits.GUESSES_OF_A_PASS, passed), at=at)):
        return guess
    return of_source(limits.address(request), at=at)


def of_source(who: str, *, at: datetime) -> Guess | None:
    """The same for an address, or a telephone that writes."""
    return _with((limits.GUESSES, who), (limits.GUESSES_OF_ALL, EVERYBODY), at=at)


def let_pass(request: HttpRequest, name: str, *, at: datetime) -> None:
    """From now on this browser may guess a little more, whoever else guesses. `name`: the pass's own."""
    request.session[PASS] = [name, at.timestamp()]


def pass_of(request: HttpRequest, *, at: datetime) -> str:
    """The name of this browser's pass, if it has one; else empty."""
    name, since = request.session.get(PASS, ["", 0])
    return name if at.timestamp() - since <= PASS_LIVES else ""


def _with(*tokens: Token, at: datetime) -> Guess | None:
    """All of them or none."""
    taken = []
    for bucket, who in tokens:
        if limits.take(bucket, who, at=at):
            Guess(tuple(taken)).was_right(at=at)
            return None
        taken.append((bucket, who))
    return Guess(tuple(taken))
