"""Limit guesses at E-tags and keys.

A source is stopped after ten wrong guesses. If many sources guess together, everyone has to solve a challenge
(citizen.access.guess_challenge), whatever they want to open.

A token is taken before an E-tag or key is checked, and returned if it was right. So ten guesses from one source are
checked and no more, however many arrive at the same moment.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from citizen import guess_pass, known_browsers, rate_limits
from citizen.rate_limits import Bucket

EVERYBODY = "everybody"

type Token = tuple[Bucket, str]


@dataclass(frozen=True)
class Guess:
    """A guess that may be checked. `tokens`: what it costs if it is wrong."""

    tokens: tuple[Token, ...]

    def refund(self, *, at: datetime) -> None:
        """Give the tokens back, because the guess was right."""
        for bucket, subject in self.tokens:
            rate_limits.return_token(bucket, subject, at=at)


def charge_word_guess(request: HttpRequest, etag: str, *, at: datetime) -> Guess | None:
    """Charge a try of a secret word or printed code for this complaint.

    A browser that opened the complaint before uses its own allowance first, then the shared one, then its pass. Returns
    None if the browser has to solve a challenge first.
    """
    complaint_guess = _charge_complaint(
        request, etag, rate_limits.WORD_TRIES_PER_ETAG, rate_limits.WORD_TRIES_PER_PASS, at=at
    )
    if complaint_guess is None:
        return None
    if complaint_guess.tokens[0][1] != etag:  # paid by this browser or its pass: guesses of others do not matter
        return complaint_guess
    source_guess = charge_guess(request, at=at)
    if source_guess is None:
        complaint_guess.refund(at=at)
        return None
    return Guess(complaint_guess.tokens + source_guess.tokens)


def may_request_code(request: HttpRequest, etag: str, *, at: datetime) -> bool:
    """Return whether a code may be requested, and count the request."""
    return (
        _charge_complaint(request, etag, rate_limits.CODE_REQUESTS_PER_ETAG, rate_limits.CODE_TRIES_PER_PASS, at=at)
        is not None
    )


def may_enter_code(request: HttpRequest, etag: str, *, at: datetime) -> bool:
    """Return whether a code may be entered, and count the attempt."""
    return (
        _charge_complaint(request, etag, rate_limits.CODE_TRIES_PER_ETAG, rate_limits.CODE_TRIES_PER_PASS, at=at)
        is not None
    )


def _charge_complaint(
    request: HttpRequest, etag: str, bucket: Bucket, pass_bucket: Bucket, *, at: datetime
) -> Guess | None:
    """Charge a try at this complaint to the browser's own allowance, to the shared one, or to the browser's pass.

    So a person who knows only the E-tag can slow down strangers but never lock out the owner.
    """
    payments = [(bucket, etag)]
    if browser := known_browsers.known_browser_mark(request, etag):
        payments.insert(0, (bucket, f"{etag} {browser}"))
    is_word = bucket is rate_limits.WORD_TRIES_PER_ETAG
    if pass_name := guess_pass.current_pass_name(request, for_etags=is_word, word_of=etag, at=at):
        payments.append((pass_bucket, f"{etag} {pass_name}"))
    return next((guess for payment in payments if (guess := take_all_tokens(payment, at=at))), None)


def charge_guess(request: HttpRequest, *, of_code: bool = False, at: datetime) -> Guess | None:
    """Charge a guess to this request; None if there were too many, and it must not be checked.

    `of_code`: the guess is a code that was sent. Otherwise it is an E-tag, or a word that somebody chose.
    """
    pass_name = guess_pass.current_pass_name(request, for_etags=not of_code, at=at)
    if pass_name and (guess := take_all_tokens((rate_limits.GUESSES_PER_PASS, pass_name), at=at)):
        return guess
    return charge_guess_of_source(rate_limits.client_address(request), at=at)


def charge_guess_of_source(subject: str, *, at: datetime) -> Guess | None:
    """Charge a guess to an address, or to a phone that sends text messages; None if there were too many."""
    return take_all_tokens((rate_limits.GUESSES_PER_SOURCE, subject), (rate_limits.GUESSES_TOTAL, EVERYBODY), at=at)


def take_all_tokens(*tokens: Token, at: datetime) -> Guess | None:
    """Take all of these tokens; if one is missing, take none and return None."""
    paid = []
    for bucket, subject in tokens:
        if rate_limits.take_token(bucket, subject, at=at):
            Guess(tuple(paid)).refund(at=at)
            return None
        paid.append((bucket, subject))
    return Guess(tuple(paid))
