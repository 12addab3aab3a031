"""Two thousand complaints from some hundred and fifty lives: how often each is copied, where to, and when."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil, floor
from random import Random

from complaints.rules.statuses import Status
from demo import tales
from demo.lives import Goal
from demo.multiplying.copies import Copy, Told
from demo.multiplying.patterns import Pattern
from demo.multiplying.relocating import Directory, People
from demo.simulation import Life

DAYS = 90
STANDS = {
    Goal.RECEIVED: 8, Goal.MARKED: 8, Goal.IN_INQUIRY: 26, Goal.UNCONFIRMED: 5, Goal.AWAITING: 9, Goal.REPORTED: 14,
    Goal.REOPENED: 5, Goal.LATE_CONTACT: 2, Goal.LATE_REPORT: 4, Goal.LATE_DECISION: 2, Goal.RESOLVED: 36,
    Goal.FEEDBACK: 20, Goal.REJECTED: 27, Goal.WITHDRAWN: 28, Goal.OBJECTED: 62, Goal.APPEALED: 30,
    Goal.UNANSWERED: 190, Goal.CLOSED: 524,
}  # fmt: skip
"""Of a thousand copies, so many stand like this when the demo begins. With the lives themselves, of which more are
open, one complaint in ten is open, and of those one in eight is late."""
STATUSES = {
    Goal.RECEIVED: Status.RECEIVED, Goal.MARKED: Status.MARKED, Goal.IN_INQUIRY: Status.IN_INQUIRY,
    Goal.UNCONFIRMED: Status.IN_INQUIRY, Goal.AWAITING: Status.AWAITING_CITIZEN, Goal.REPORTED: Status.REPORTED,
    Goal.REOPENED: Status.IN_INQUIRY, Goal.LATE_CONTACT: Status.MARKED, Goal.LATE_REPORT: Status.IN_INQUIRY,
    Goal.LATE_DECISION: Status.REPORTED, Goal.RESOLVED: Status.RESOLVED, Goal.REJECTED: Status.REJECTED,
    Goal.WITHDRAWN: Status.WITHDRAWN,
}  # fmt: skip
LATE = frozenset({Goal.LATE_CONTACT, Goal.LATE_REPORT, Goal.LATE_DECISION})
SHAPES = {"lahore": 33, "staffed": 42, "plain": 22, "routed": 3}
ROUNDS = 30
DAY = timedelta(days=1)
JITTER = 40  # minutes


def weights(patterns: Sequence[Pattern], traits: Sequence[Callable[[Pattern], str]], shares: Sequence[dict]) -> list:
    """Return how often each pattern is drawn, so that each trait comes by its share (iterative proportional fitting).

    A value of which there is no pattern leaves its share to the others.
    """
    found = [1.0] * len(patterns)
    for _ in range(ROUNDS):
        for trait, wanted in zip(traits, shares, strict=True):
            sums = Counter()
            for pattern, weight in zip(patterns, found, strict=True):
                sums[trait(pattern)] += weight
            total = sum(share for value, share in wanted.items() if sums[value])
            found = [
                weight * wanted.get(trait(pattern), 0) / total / sums[trait(pattern)]
                for pattern, weight in zip(patterns, found, strict=True)
            ]
    return found


class Population:
    """Draws copies of the lives, as many as are wanted."""

    def __init__(self, patterns: Sequence[Pattern], lived: dict[int, Life], *, end: datetime, random: Random):
        self.lived, self.end, self.random = lived, end, random
        self.patterns = [pattern for pattern in patterns if self._has_come_to_its_goal(pattern)]
        self.directory = Directory()
        self._places: dict[int, tuple[list[int], list[float]]] = {}
        self._moved: dict[tuple[int, int], People | None] = {}

    def _has_come_to_its_goal(self, pattern: Pattern) -> bool:
        """Whether it stands as it was meant to: some lives are cut short by what the rules refuse."""
        goal = self._goal(pattern)
        return pattern.status == STATUSES.get(goal, Status.CLOSED) and pattern.is_overdue == (goal in LATE)

    def copies(self, number: int) -> list[Copy]:
        """Return each life as it was, and copies up to `number`; every district has something."""
        traits = (lambda p: p.category, lambda p: p.channel, self._shape, self._goal)  # the last one comes out exactly
        shares = (tales.SHARES, tales.CHANNELS, SHAPES, STANDS)
        drawn = self.random.choices(self.patterns, weights=weights(self.patterns, traits, shares), k=number)
        drawn = [*self.patterns, *drawn][:number]
        return [self._copy(pattern) for pattern in drawn]

    def _goal(self, pattern: Pattern) -> Goal:
        return self.lived[pattern.key].goal

    def _shape(self, pattern: Pattern) -> str:
        return self.lived[pattern.key].shape

    def _copy(self, pattern: Pattern) -> Copy:
        for _ in range(20):
            to = self._somewhere(pattern)
            if (pattern.key, to) not in self._moved:
                people = self.directory.moved(pattern.people, place=pattern.place, to=to)
                self._moved[pattern.key, to] = people
            if self._moved[pattern.key, to] is not None:
                return Copy(pattern, self._shift(pattern), self._moved[pattern.key, to])
        return Copy(pattern, self._shift(pattern))

    def _somewhere(self, pattern: Pattern) -> int:
        if pattern.place not in self._places:
            places = self.directory.places_like(pattern.place)
            self._places[pattern.place] = places, [self._weight(place, places) for place in places]
        places, shares = self._places[pattern.place]
        return self.random.choices(places, weights=shares)[0]

    def _weight(self, place: int, places: Sequence[int]) -> float:
        """The district's share, divided among its places; the first of them are the busiest."""
        own = [one for one in places if self._district(one) == self._district(place)]
        return (
            tales.DISTRICTS.get(self._district(place), tales.ELSEWHERE) / (own.index(place) + 2) / self._sum(len(own))
        )

    def _sum(self, number: int) -> float:
        return sum(1 / (place + 2) for place in range(number))

    def _district(self, place: int) -> str:
        return self._codes[place]

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {pk: "".join(office.path.split("/")[2:3]) for pk, office in self.directory.offices.items()}

    def _shift(self, pattern: Pattern) -> timedelta:
        """By whole days and some minutes, so that by day stays by day; of what is open, as far as its state lets."""
        earliest = pattern.earliest if pattern.is_open else self.end - DAYS * DAY - min(pattern.moments)
        days = range(ceil(earliest / DAY), floor(pattern.latest / DAY) + 1) or [0]
        moved = self.random.choice(days) * DAY + timedelta(seconds=self.random.randint(-JITTER * 60, JITTER * 60))
        if pattern.is_open and pattern.earliest > -DAY:
            span = (pattern.latest - pattern.earliest).total_seconds()
            moved = pattern.earliest + timedelta(seconds=self.random.uniform(0.02, 0.98) * span)
        moved = max(min(moved, pattern.latest), earliest)
        return timedelta(seconds=int(moved.total_seconds()))


class Storyteller:
    """Other people with other stories of the same category."""

    def __init__(self):
        self.number = 0

    def told(self, pattern: Pattern, random: Random) -> Told:
        self.number += 1
        return tales.tell(random, self.number, category=pattern.category, channel=pattern.channel)

    def words(self, pattern: Pattern, number: int, told: Told, random: Random) -> str:
        kind = pattern.said[number].kind
        language = told.language if kind in tales.CITIZENS else ""
        return tales.words_for(random, kind, group=pattern.group, language=language)
