"""Whoever tries numbers and keys that open nothing is stopped after ten; where many do so together, all are asked to
prove that they mean it (proving), with whatever they hold.

A token is taken before a number or key is looked at, and given back when it was a right one: so however many ask at
once, ten from one source are looked at and no more.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from complaints.citizen import limits, passes
from complaints.citizen.limits import Bucket

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


def of_request(request: HttpRequest, *, of_code: bool = False, at: datetime) -> Guess | None:
    """The guess that this request makes; None where it must not be looked at, because there were too many.

    `of_code`: it is a code that was sent; else a number, or a word that somebody chose.
    """
    passed = passes.name_of(request, for_numbers=not of_code, at=at)
    if passed and (guess := all_of((limits.GUESSES_OF_A_PASS, passed), at=at)):
        return guess
    return of_source(limits.address(request), at=at)


def of_source(who: str, *, at: datetime) -> Guess | None:
    """The same for an address, or a telephone that writes."""
    return all_of((limits.GUESSES, who), (limits.GUESSES_OF_ALL, EVERYBODY), at=at)


def all_of(*tokens: Token, at: datetime) -> Guess | None:
    """All of them or none."""
    taken = []
    for bucket, who in tokens:
        if limits.take(bucket, who, at=at):
            Guess(tuple(taken)).was_right(at=at)
            return None
        taken.append((bucket, who))
    return Guess(tuple(taken))
