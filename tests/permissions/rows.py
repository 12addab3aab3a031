"""How a row of the matrix is written, and what follows for a knock. The rows: desk, sign_in, citizens, admin."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
LET_IN, LED_ON = "let in", "led on"
FORBIDDEN, NOT_THERE, NO_SUCH_WAY, OVER = "forbidden", "not there", "no such way", "over"
NOBODY = frozenset()
PERSONAL = ("desk/", "track/{", "complain/{", "complaint/", "mine/", "a/")

type Who = frozenset[str] | Mapping[str, frozenset[str]]
"""Actors; or actors by the thing that a row is about."""


def led(name: str) -> str:
    """Sent on to the route of that name."""
    return f"led to {name}"


SIGN_IN, FACTOR = led("account_login"), led("second_factor")


class Rule(NamedTuple):
    """Why an answer needs no knock of everybody: `said` so, it is the same for all of these."""

    said: str
    whom: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One route: where it is, by which methods it is entered, and by whom.

    `path`: below the site's root, filled in from the cast's names; `{c}` is each of `about` in turn, `{f}` its file.
    `who` are let in, and answered as `yes` says of the method. `refuse(actor, about, method)` says how all others may
    be answered. `senders`: who may send its form, where those are others than may look at it.

    `alike(row, actor, about, method)`: the rule, if this actor is answered by one that looks no further, and whom it
    answers so. They take turns, at one of the things that it holds for, and at one in `one_in` of the rows.
    """

    path: str
    who: Who
    refuse: Callable[[str, str, str], set[str]]
    takes: frozenset[str] = frozenset({"GET"})
    yes: Mapping[str, str] = field(default_factory=dict)
    about: tuple[str, ...] = ("",)
    senders: Who | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    alike: Callable[["Row", str, str, str], Rule | None] = lambda row, actor, about, method: None
    one_in: int = 1

    @property
    def is_personal(self) -> bool:
        """Whether it shows what is somebody's: nobody on its way may keep a copy."""
        return self.path.startswith(PERSONAL)

    def lets_in(self, actor: str, about: str, method: str) -> bool:
        who = self.who if method != "POST" or self.senders is None else self.senders
        return actor in (who if isinstance(who, frozenset) else who.get(about, NOBODY))

    def wanted(self, actor: str, about: str, method: str) -> set[str]:
        """How this knock may be answered. HEAD is answered as GET is; a way that there is not, is open to nobody."""
        way = "GET" if method == "HEAD" else method
        enters = self.lets_in(actor, about, way)
        if way not in self.takes:
            return {NO_SUCH_WAY} if enters else self.refuse(actor, about, way) | {NO_SUCH_WAY}
        if not enters:
            return self.refuse(actor, about, way)
        return {self.yes[way]} if way in self.yes else {LET_IN, LED_ON}


def some(**by_name: str) -> Mapping[str, frozenset[str]]:
    """`some(plain="salma nadia")`: these, and of what is not named nobody."""
    return {name: frozenset(people.split()) for name, people in by_name.items()}


def fits(found: str, wanted: set[str]) -> bool:
    """Whether an answer is one of those. `LED_ON` is anywhere but to the doors of the desk."""
    return found in wanted or (LED_ON in wanted and found.startswith("led to ") and found not in {SIGN_IN, FACTOR})
