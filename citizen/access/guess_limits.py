"""Whoever tries numbers and keys that open nothing is stopped after ten; where many do so together, all are asked to
prove that they mean it (proving), with whatever they hold.

A token is taken before a number or key is looked at, and given back when it was a right one: so however many ask at
once, ten from one source are looked at and no more.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from citizen import guess_allowance, known_browsers, rate_limits
from citizen.rate_limits import Bucket

EVERYBODY = "everybody"

type Token = tuple[Bucket, str]


@dataclass(frozen=True)
class Guess:
    """What is about to be looked at. `tokens`: what it costs if it opens nothing."""

    tokens: tuple[Token, ...]

    def was_right(self, *, at: datetime) -> None:
        """It costs nothing."""
        for bucket, who in self.tokens:
            rate_limits.give_back(bucket, who, at=at)


def of_word(request: HttpRequest, etag: str, *, at: datetime) -> Guess | None:
    """The try of a word or printed key at this complaint; None where the browser has to prove first that it means it.

    A browser that opened the complaint before uses its own allowance first, then what all share, then its pass.
    """
    of_one = _of_one(request, etag, rate_limits.WORDS_OF_ONE, rate_limits.WORDS_OF_A_PASS, at=at)
    if of_one is None:
        return None
    if of_one.tokens[0][1] != etag:  # its own, or a proof: who else guesses at its address is nothing to it
        return of_one
    guess = of_request(request, at=at)
    if guess is None:
        of_one.was_right(at=at)
        return None
    return Guess(of_one.tokens + guess.tokens)


def may_ask_for_code(request: HttpRequest, etag: str, *, at: datetime) -> bool:
    """Whether a code may be asked for; what it costs is counted."""
    return _of_one(request, etag, rate_limits.ASKED_OF_ONE, rate_limits.CODES_OF_A_PASS, at=at) is not None


def may_enter_code(request: HttpRequest, etag: str, *, at: datetime) -> bool:
    """Whether a code may be entered; what it costs is counted."""
    return _of_one(request, etag, rate_limits.CODES_OF_ONE, rate_limits.CODES_OF_A_PASS, at=at) is not None


def _of_one(request: HttpRequest, etag: str, bucket: Bucket, of_a_pass: Bucket, *, at: datetime) -> Guess | None:
    """What a try at this complaint costs: of the browser's own allowance, of what all share, or of its pass.

    So a person who knows only the E-tag slows strangers down and never shuts the owner out.
    """
    ways = [(bucket, etag)]
    if own := known_browsers.known(request, etag):
        ways.insert(0, (bucket, f"{etag} {own}"))
    is_word = bucket is rate_limits.WORDS_OF_ONE
    if passed := guess_allowance.name_of(request, for_numbers=is_word, word_of=etag, at=at):
        ways.append((of_a_pass, f"{etag} {passed}"))
    return next((guess for way in ways if (guess := all_of(way, at=at))), None)


def of_request(request: HttpRequest, *, of_code: bool = False, at: datetime) -> Guess | None:
    """The guess that this request makes; None where it must not be looked at, because there were too many.

    `of_code`: it is a code that was sent; else a number, or a word that somebody chose.
    """
    passed = guess_allowance.name_of(request, for_numbers=not of_code, at=at)
    if passed and (guess := all_of((rate_limits.GUESSES_OF_A_PASS, passed), at=at)):
        return guess
    return of_source(rate_limits.address(request), at=at)


def of_source(who: str, *, at: datetime) -> Guess | None:
    """The same for an address, or a telephone that writes."""
    return all_of((rate_limits.GUESSES, who), (rate_limits.GUESSES_OF_ALL, EVERYBODY), at=at)


def all_of(*tokens: Token, at: datetime) -> Guess | None:
    """All of them or none."""
    taken = []
    for bucket, who in tokens:
        if rate_limits.take(bucket, who, at=at):
            Guess(tuple(taken)).was_right(at=at)
            return None
        taken.append((bucket, who))
    return Guess(tuple(taken))
