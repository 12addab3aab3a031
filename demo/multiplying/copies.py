"""One copy of a pattern: what its gaps are filled with."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, timedelta
from random import Random

from django.conf import settings

from complaints import crypto
from complaints.models import Complainant
from complaints.rules import chain, etag
from demo.multiplying.patterns import Pattern

PHONES, NUMBERS, HOUSES = 10**9, 10**12, 10**5
NUMBERS_A_YEAR = 10**etag.RANDOM_DIGITS
STRIDE = 387_420_489  # without a common divisor with 10⁹: every number of a year comes once before any comes twice


class Numbers:
    """E-tags that come once each, from a place drawn by chance: a thousand draws by chance would meet each other.

    `taken`: those that are there already; of a hundred thousand new ones one met six hundred every sixteenth time.
    """

    def __init__(self, taken: Iterable[str] = ()):
        self.next, self.taken = secrets.randbelow(NUMBERS_A_YEAR), frozenset(taken)

    def draw(self, year: int) -> str:
        while True:
            self.next = (self.next + STRIDE) % NUMBERS_A_YEAR
            if (drawn := etag.compose(year, self.next)) not in self.taken:
                return drawn


def shift(pattern: Pattern, random: Random, *, spread: timedelta) -> timedelta:
    """By how much a copy is moved, in whole seconds: ended, back by up to `spread`; open, as its state lets."""
    earliest = pattern.earliest if pattern.is_open else -spread
    seconds = random.uniform(earliest.total_seconds(), pattern.latest.total_seconds())
    return timedelta(seconds=int(seconds))


def filled(pattern: Pattern, moved: timedelta, *, ids: Callable[[str], int], numbers: Numbers, random: Random) -> dict:
    """What stands in the gaps of one copy."""
    gaps = {f"t{place}": (at + moved).isoformat() for place, at in enumerate(pattern.moments)}
    gaps |= {f"{table}{place}": ids(table) for table, many in pattern.ids.items() for place in range(many)}
    year = (min(pattern.moments) + moved).astimezone(UTC).year
    gaps["etag"], gaps["house"] = numbers.draw(year), random.randrange(HOUSES)
    gaps |= _person(pattern, random)
    return gaps | dict(_links(pattern, gaps))


def _person(pattern: Pattern, random: Random) -> dict[str, str]:
    """A telephone and a document of their own, sealed and indexed as ever."""
    found = {}
    if pattern.has_phone:
        found |= _sealed("phone", "phone", "phone", f"+923{random.randrange(PHONES):09d}")
    if pattern.document:
        number = f"{1 + random.randrange(NUMBERS):013d}"
        found |= _sealed("document", "document_number", pattern.document, number)
    return found


def _sealed(gap: str, column: str, domain: str, value: str) -> dict[str, str]:
    sealed = Complainant._meta.get_field(column).get_prep_value(value)
    return {gap: sealed, f"{gap}_index": _hex(crypto.blind_index(domain, value))}


def _links(pattern: Pattern, gaps: dict) -> Iterator[tuple[str, str]]:
    """The chain, hashed anew over the moved bodies."""
    key, prev = settings.CHAIN_KEY.encode(), chain.START
    for number, template in enumerate(pattern.bodies):
        body = template % gaps
        mac = chain.link(key, prev, body)
        yield f"body{number}", body.replace("\\", "\\\\")
        yield f"prev{number}", _hex(prev)
        yield f"mac{number}", _hex(mac)
        prev = mac


def _hex(raw: bytes) -> str:
    """Bytes as COPY reads them."""
    return f"\\\\x{raw.hex()}"
