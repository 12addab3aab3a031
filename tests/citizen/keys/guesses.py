"""Strangers who guess, each from an address of their own, and what is done about the page that stops them."""

import base64
import html
import json
import re

import altcha

from citizen import rate_limits
from citizen.access import guess_limits
from complaints.rules.etag import compose
from tests.citizen.conftest import Visitor
from tests.world import clock

FORM = re.compile(r'name="(\w+)" value="([^"]*)"')
NUMBERS = (compose(26, 700_000 + number) for number in range(100_000))


def nobodys() -> str:
    """A possible number that nobody has, and another one each time."""
    return next(NUMBERS)


def from_address(address: str) -> Visitor:
    """Somebody there."""
    visitor = Visitor()
    visitor.client.defaults["REMOTE_ADDR"] = address
    return visitor


def guess_together(sources: int, at: str = "09:00", *, net: str = "198.51") -> int:
    """Ten guesses from each of so many addresses, as the doors count them; how many are looked at."""
    addresses = [f"{net}.{number // 250}.{number % 250}" for number in range(sources)]
    return sum(guess_limits.of_source(one, at=clock(at)) is not None for one in addresses for _ in range(10))


def emptied(bucket: rate_limits.Bucket, who: str, at: str = "09:00") -> None:
    """Somebody has used up all that it holds."""
    while not rate_limits.take(bucket, who, at=clock(at)):
        pass


def passes_given(number: int, who: str, at: str = "09:00") -> None:
    """So many browsers of that address did a sum."""
    rate_limits.take(rate_limits.PASSES, who, tokens=number, at=clock(at))


def challenge_of(answer) -> dict:
    """The sum that the page asks for."""
    return json.loads(html.unescape(re.search(r'data-challenge="([^"]*)"', answer.content.decode()).group(1)))


def form_of(answer) -> dict[str, str]:
    """The fields of the page's form, as a browser sends them."""
    return {name: html.unescape(value) for name, value in FORM.findall(answer.content.decode())}


def solved(answer) -> str:
    """The sum of the page, done."""
    challenge = challenge_of(answer)
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge)).to_dict()
    return base64.b64encode(json.dumps({"challenge": challenge, "solution": solution}).encode()).decode()


def proves(visitor: Visitor, page, at: str = "09:01", **instead):
    """Send the page's form with its sum done, or with what is said here."""
    return visitor.posts("/track/prove/", at, **form_of(page) | (instead or {"answer": solved(page)}))
