"""The form of a row of the matrix, and the expected answer to a request. The rows: desk, sign_in, citizens, admin."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
LET_IN, LED_ON = "let in", "led on"
FORBIDDEN, NOT_THERE, NO_SUCH_WAY, OVER = "forbidden", "not there", "no such way", "over"
NOBODY = frozenset()
PERSONAL = ("desk/", "track/{", "complain/{", "complaint/", "mine/", "a/")

type Who = frozenset[str] | Mapping[str, frozenset[str]]
"""Actors, or actors by the object that a row is about."""


def led(name: str) -> str:
    """Return the answer for a redirect to the route of that name."""
    return f"led to {name}"


SIGN_IN, FACTOR = led("account_login"), led("second_factor")


class Rule(NamedTuple):
    """One of several actors is enough for a request. `said`: why all of these get the same answer."""

    said: str
    whom: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One route: its address, its methods, and the actors that it admits.

    `path`: below the site's root, filled in with the cast's names; `{c}` is each of `about` in turn, `{f}` its file.
    `who`: the admitted actors, who get the answer that `yes` gives for the method. `refuse(actor, about, method)`: the
    allowed answers to all others. `senders`: who may send the form, if not the same actors.

    `alike(row, actor, about, method)`: the rule, if it decides this actor's answer, and the actors for whom it does.
    They take turns, with one of the objects for which it holds, and in one of `one_in` rows.
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
        """Return whether it shows somebody's data, so that no proxy may keep a copy."""
        return self.path.startswith(PERSONAL)

    def lets_in(self, actor: str, about: str, method: str) -> bool:
        who = self.who if method != "POST" or self.senders is None else self.senders
        return actor in (who if isinstance(who, frozenset) else who.get(about, NOBODY))

    def wanted(self, actor: str, about: str, method: str) -> set[str]:
        """Return the allowed answers to a request.

        HEAD is answered like GET; a method that a route lacks is open to nobody.
        """
        way = "GET" if method == "HEAD" else method
        enters = self.lets_in(actor, about, way)
        if way not in self.takes:
            return {NO_SUCH_WAY} if enters else self.refuse(actor, about, way) | {NO_SUCH_WAY}
        if not enters:
            return self.refuse(actor, about, way)
        return {self.yes[way]} if way in self.yes else {LET_IN, LED_ON}


def some(**by_name: str) -> Mapping[str, frozenset[str]]:
    """Return actors by object: `some(plain="salma nadia")`. Objects that are not named have none."""
    return {name: frozenset(people.split()) for name, people in by_name.items()}


def fits(found: str, wanted: set[str]) -> bool:
    """Return whether an answer is one of those. `LED_ON`: a redirect to anything but the desk's sign-in pages."""
    return found in wanted or (LED_ON in wanted and found.startswith("led to ") and found not in {SIGN_IN, FACTOR})
