"""Sums of a simulation, by clock and by district. They contain no complaint, and no district with few of them.

Administrators read no complaints. A sum over a few complaints could tell them what happened in one that they know of.
So districts with fewer than SMALLEST complaints or deadlines are added up in one row. If that row itself stays below
SMALLEST, the smallest district that is shown joins it. Nothing is shown at all below SMALLEST complaints or deadlines.
A clock with few deadlines is not shown, nor is another one that its numbers could be computed from (`shown_clocks`).
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from complaints.rules.clock import Clock
from complaints.rules.time_limits.policy_simulation import SimulatedDeadline

SMALLEST = 10
OTHERS = "others"
"""The key of the row that adds up districts with few complaints."""
SHOWN_CLOCKS = (Clock.CONTACT, Clock.REPORT, Clock.DECISION)


@dataclass
class ClockSums:
    """Sums over the deadlines of one clock.

    `before`, `after`: missed as recorded, and under the simulated limits. `more`: missed only under the simulated
    limits. `fewer`: missed only as recorded.
    """

    deadlines: int = 0
    before: int = 0
    after: int = 0
    more: int = 0
    fewer: int = 0
    escalations_before: int = 0
    escalations_after: int = 0

    def add(self, deadline: SimulatedDeadline) -> None:
        before, after = deadline.before, deadline.after
        self.deadlines += 1
        self.before += before.missed
        self.after += after.missed
        self.more += after.missed and not before.missed
        self.fewer += before.missed and not after.missed
        self.escalations_before += before.escalations
        self.escalations_after += after.escalations

    def merge(self, other: "ClockSums") -> None:
        for name, number in vars(other).items():
            setattr(self, name, getattr(self, name) + number)


@dataclass
class DistrictSums:
    """Sums over the complaints of one district. `unknown`: clocks that cannot be simulated."""

    complaints: int = 0
    unknown: int = 0
    clocks: dict[Clock, ClockSums] = field(default_factory=lambda: {clock: ClockSums() for clock in SHOWN_CLOCKS})

    def merge(self, other: "DistrictSums") -> None:
        self.complaints += other.complaints
        self.unknown += other.unknown
        for clock, sums in other.clocks.items():
            self.clocks[clock].merge(sums)

    @property
    def size(self) -> int:
        """How much the sums are over: the number of complaints or of deadlines, whichever is smaller."""
        return min(self.complaints, self.count("deadlines"))

    def count(self, name: str) -> int:
        """Return the sum of one number over all clocks."""
        return sum(getattr(sums, name) for sums in self.clocks.values())

    def as_record(self) -> dict:
        clocks = {str(clock): vars(sums) for clock, sums in self.clocks.items()}
        return {"complaints": self.complaints, "unknown": self.unknown, "clocks": clocks}


class SimulationSums:
    """The sums of all districts. Its size depends on the number of districts only."""

    def __init__(self):
        self.districts: dict[Hashable, DistrictSums] = defaultdict(DistrictSums)

    def add_complaint(self, district: Hashable, deadlines: Iterable[SimulatedDeadline], *, unknown: int) -> None:
        """Add one complaint. `district`: its id, or None if no district counts the complaint."""
        sums = self.districts[district]
        sums.complaints += 1
        sums.unknown += unknown
        for deadline in deadlines:
            sums.clocks[deadline.clock].add(deadline)

    def as_record(self) -> dict | None:
        """Return the sums as JSON data, or None if there are too few complaints to show any.

        `districts` is in order of the deadlines that would be missed in addition, most first.
        """
        total = DistrictSums()
        for sums in self.districts.values():
            total.merge(sums)
        if total.size < SMALLEST:
            return None
        by_size = sorted(self.districts.items(), key=lambda item: item[1].size)
        others = DistrictSums()
        while by_size and (by_size[0][1].size < SMALLEST or (others.complaints and others.size < SMALLEST)):
            others.merge(by_size.pop(0)[1])
        shown = [*by_size, *([(OTHERS, others)] if others.complaints else [])]
        shown.sort(
            key=lambda item: (-item[1].count("more"), -item[1].count("fewer"), -item[1].complaints, str(item[0]))
        )
        return {
            "total": total.as_record(),
            "districts": [{"district": key, **sums.as_record()} for key, sums in shown],
        }


def shown_clocks(deadlines: Mapping[Clock, int]) -> frozenset[Clock]:
    """Return the clocks whose sums can be shown beside the sums of all, from the number of deadlines of each.

    The sums of a clock with few deadlines are over few complaints. So must not be those of all that are left out
    together, which a subtraction gives: the next smallest clocks join them. A clock without deadlines reveals nothing.
    """
    by_size = sorted((clock for clock in deadlines if deadlines[clock]), key=lambda clock: deadlines[clock])
    left_out, without = [], 0
    while by_size and (deadlines[by_size[0]] < SMALLEST or 0 < without < SMALLEST):
        without += deadlines[by_size[0]]
        left_out.append(by_size.pop(0))
    return frozenset(deadlines) - frozenset(left_out)
