"""Strangers who guess, each from their own address, and helpers for the challenge that stops them."""

import base64
import html
import json
import re

import altcha

from citizen import rate_limits
from citizen.access import guess_limits
from complaints.rules.etag import compose_etag
from tests.citizen.conftest import Visitor
from tests.world import clock

FORM = re.compile(r'name="(\w+)" value="([^"]*)"')
NUMBERS = (compose_etag(26, 700_000 + number) for number in range(100_000))


def nobodys() -> str:
    """Return a valid E-tag that does not exist, a different one each time."""
    return next(NUMBERS)


def from_address(address: str) -> Visitor:
    """Return a visitor at this address."""
    visitor = Visitor()
    visitor.client.defaults["REMOTE_ADDR"] = address
    return visitor


def guess_together(sources: int, at: str = "09:00", *, net: str = "198.51") -> int:
    """Make ten guesses from each of so many addresses, as the pages count them. Return how many were checked."""
    addresses = [f"{net}.{number // 250}.{number % 250}" for number in range(sources)]
    return sum(
        guess_limits.charge_guess_of_source(one, at=clock(at)) is not None for one in addresses for _ in range(10)
    )


def emptied(bucket: rate_limits.Bucket, who: str, at: str = "09:00") -> None:
    """Use up the bucket."""
    while not rate_limits.take_token(bucket, who, at=clock(at)):
        pass


def passes_given(number: int, who: str, at: str = "09:00") -> None:
    """Count so many proofs of work solved at that address."""
    rate_limits.take_token(rate_limits.PASSES_PER_ADDRESS, who, tokens=number, at=clock(at))


def challenge_of(answer) -> dict:
    """Return the challenge on the page."""
    return json.loads(html.unescape(re.search(r'data-challenge="([^"]*)"', answer.content.decode()).group(1)))


def form_of(answer) -> dict[str, str]:
    """Return the fields of the page's form, as a browser sends them."""
    return {name: html.unescape(value) for name, value in FORM.findall(answer.content.decode())}


def solved(answer) -> str:
    """Return the solved challenge of the page."""
    challenge = challenge_of(answer)
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge)).to_dict()
    return base64.b64encode(json.dumps({"challenge": challenge, "solution": solution}).encode()).decode()


def proves(visitor: Visitor, page, at: str = "09:01", **instead):
    """Submit the page's form with its challenge solved, or with the values given here."""
    return visitor.posts("/track/prove/", at, **form_of(page) | (instead or {"answer": solved(page)}))
