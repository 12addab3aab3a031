"""A figure of a board, and the filter for the complaints that it counts.

The `filter` of a figure produces both its count and its link, with the filter function of the desk's list. So the
number and the linked list agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from accounts.models import Office
from complaints.rules.statuses import OPEN
from desk.queries import complaint_filters
from monitoring.rules.board_headline import whole_percent


@dataclass(frozen=True)
class FigureFilter:
    """A filter for complaints: the arguments of complaint_filters, and with `parameters` those of the desk's list."""

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
        """The URL parameters, without defaults: the desk's list shows open complaints by default."""
        parameters = {
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
        return {name: value for name, value in parameters.items() if value}


@dataclass(frozen=True)
class Figure:
    """A number, and the filter for the complaints that it counts."""

    number: int
    filter: FigureFilter


@dataclass(frozen=True)
class FigureShare:
    """A share: how many of the complaints with a known result have it. Both percentages are None if none is known.

    `percent` is shown. `exact_percent` is compared with a target: 89.5 % is shown as 90 and does not reach it.
    """

    true: Figure
    known: int

    @property
    def percent(self) -> int | None:
        return whole_percent(self.true.number, self.known)

    @property
    def exact_percent(self) -> Fraction | None:
        return Fraction(100 * self.true.number, self.known) if self.known else None


@dataclass(frozen=True)
class OfficeFigures:
    """The counts of one office of the next level with all below it. With `only`, without the offices below."""

    office: Office
    by_status: Mapping[str, int]
    overdue: int
    only: bool = False

    @cached_property
    def open(self) -> int:
        return sum(self.by_status.get(str(status), 0) for status in OPEN)

    def figure(self, number: int, **conditions) -> Figure:
        return Figure(number, FigureFilter(office=self.office.code, only=self.only, **conditions))
