"""A figure of a board, and which complaints it counts.

A figure's `Narrowing` makes both its count and its link, by the one function that the desk's list uses, so that the
number and the rows behind it agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import Office
from complaints.rules.statuses import OPEN
from desk.queries import complaint_filters


@dataclass(frozen=True)
class Narrowing:
    """Which complaints a figure counts: arguments of complaint_filters, and as `parameters` those of the desk's URL."""

    status: str = complaint_filters.OPEN
    office: str = ""
    only: bool = False
    place: str = ""
    category: str = ""
    channel: str = ""
    outcome: str = ""
    clock: str = ""
    contact: str = ""
    report: str = ""
    word: str = ""
    age: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def parameters(self) -> dict[str, str]:
        """Only what narrows: the desk's list shows what is open unless told otherwise."""
        named = {
            "status": self.status if self.status != complaint_filters.OPEN else "",
            "office": self.office,
            "only": "1" if self.only else "",
            "place": self.place,
            "category": self.category,
            "channel": self.channel,
            "outcome": self.outcome,
            "clock": self.clock,
            "contact": self.contact,
            "report": self.report,
            "word": self.word,
            "age": self.age,
            "from": self.first.isoformat() if self.first else "",
            "until": self.last.isoformat() if self.last else "",
        }
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True)
class Figure:
    """A number, and the complaints that it counts."""

    number: int
    of: Narrowing


@dataclass(frozen=True)
class Share:
    """Of those whose answer is known, how many it is true of. `percent` None where nobody is known of."""

    true: Figure
    known: int

    @property
    def percent(self) -> int | None:
        return round(100 * self.true.number / self.known) if self.known else None


@dataclass(frozen=True)
class OfficeRow:
    """One office of the next level and what is below it; with `only`, an office above that level and nothing below."""

    office: Office
    by_status: Mapping[str, int]
    overdue: int
    only: bool = False

    @property
    def open(self) -> int:
        return sum(self.by_status.get(str(status), 0) for status in OPEN)

    def figure(self, number: int, **narrowed) -> Figure:
        return Figure(number, Narrowing(office=self.office.code, only=self.only, **narrowed))
