"""Two thousand complaints from about 150 simulated ones: how often each is copied, where to, and when."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cached_property
from math import ceil, floor
from random import Random

from complaints.rules.statuses import Status
from demo import story_texts
from demo.complaint_plans import Goal
from demo.copying.complaint_patterns import ComplaintPattern
from demo.copying.copy_gap_values import ComplaintCopy, CopyStory
from demo.copying.incident_places import IncidentPlaces
from demo.copying.relocation import OfficeMap, RelocatedIds
from demo.simulation import SimulatedComplaint

DAYS_OF_DATA = 90
GOAL_SHARES = {
    Goal.RECEIVED: 8, Goal.UNSETTLED: 2, Goal.PASSED_UP: 2, Goal.MARKED: 8, Goal.IN_INQUIRY: 26, Goal.UNCONFIRMED: 5,
    Goal.AWAITING: 9, Goal.REPORTED: 14, Goal.REOPENED: 5, Goal.LATE_CONTACT: 2, Goal.LATE_REPORT: 4,
    Goal.LATE_DECISION: 2, Goal.RESOLVED: 36, Goal.FEEDBACK: 20, Goal.REJECTED: 27, Goal.WITHDRAWN: 28,
    Goal.OBJECTED: 62, Goal.APPEALED: 30, Goal.UNANSWERED: 190, Goal.CLOSED: 524,
}  # fmt: skip
"""Complaints of a thousand copies at each goal when the demo begins.

With the simulated complaints, of which more are open, one in ten is open, and one in eight of those is overdue.
"""
STATUS_OF_GOAL = {
    Goal.RECEIVED: Status.RECEIVED, Goal.UNSETTLED: Status.RECEIVED, Goal.PASSED_UP: Status.MARKED,
    Goal.MARKED: Status.MARKED, Goal.IN_INQUIRY: Status.IN_INQUIRY,
    Goal.UNCONFIRMED: Status.IN_INQUIRY, Goal.AWAITING: Status.AWAITING_CITIZEN, Goal.REPORTED: Status.REPORTED,
    Goal.REOPENED: Status.IN_INQUIRY, Goal.LATE_CONTACT: Status.MARKED, Goal.LATE_REPORT: Status.IN_INQUIRY,
    Goal.LATE_DECISION: Status.REPORTED, Goal.RESOLVED: Status.RESOLVED, Goal.REJECTED: Status.REJECTED,
    Goal.WITHDRAWN: Status.WITHDRAWN,
}  # fmt: skip
LATE_GOALS = frozenset({Goal.LATE_CONTACT, Goal.LATE_REPORT, Goal.LATE_DECISION})
SHAPE_SHARES = {"lahore": 33, "staffed": 42, "plain": 22, "routed": 3}
FITTING_ROUNDS = 30
DAY = timedelta(days=1)
JITTER = 40  # minutes


def fit_pattern_weights(
    patterns: Sequence[ComplaintPattern], traits: Sequence[Callable[[ComplaintPattern], str]], shares: Sequence[dict]
) -> list:
    """Return the weight of each pattern, so that each trait occurs by its share (iterative proportional fitting).

    The share of a value without a pattern goes to the others. A pattern whose value has no share gets no weight.
    """
    weights = [1.0] * len(patterns)
    for _ in range(FITTING_ROUNDS):
        for trait, shares_by_value in zip(traits, shares, strict=True):
            sums = Counter()
            for pattern, weight in zip(patterns, weights, strict=True):
                sums[trait(pattern)] += weight
            total = sum(share for value, share in shares_by_value.items() if sums[value])
            weights = [
                weight and weight * shares_by_value.get(trait(pattern), 0) / total / sums[trait(pattern)]
                for pattern, weight in zip(patterns, weights, strict=True)
            ]
    return weights


class CopyChooser:
    """Chooses copies of the simulated complaints."""

    def __init__(
        self,
        patterns: Sequence[ComplaintPattern],
        simulated: dict[int, SimulatedComplaint],
        *,
        end: datetime,
        random: Random,
    ):
        self.simulated, self.end, self.random = simulated, end, random
        self.patterns = [pattern for pattern in patterns if self._reached_goal(pattern)]
        self.directory = OfficeMap()
        self._places: dict[int, tuple[list[int], list[float]]] = {}
        self._moved: dict[tuple[int, int], RelocatedIds | None] = {}

    def _reached_goal(self, pattern: ComplaintPattern) -> bool:
        """Return whether the complaint reached its goal. Some end early because the rules refused a move."""
        goal = self._goal_of(pattern)
        return pattern.status == STATUS_OF_GOAL.get(goal, Status.CLOSED) and pattern.is_overdue == (goal in LATE_GOALS)

    def copies(self, number: int) -> list[ComplaintCopy]:
        """Return each complaint as it was, and copies up to `number`. Every district gets some."""
        traits = (
            lambda p: p.category,
            lambda p: p.channel,
            self._shape,
            self._goal_of,
        )  # the last trait is met exactly
        shares = (story_texts.CATEGORY_SHARES, story_texts.CHANNEL_SHARES, SHAPE_SHARES, GOAL_SHARES)
        chosen = self.random.choices(
            self.patterns, weights=fit_pattern_weights(self.patterns, traits, shares), k=number
        )
        chosen = [*self.patterns, *chosen][:number]
        return [self._copy(pattern) for pattern in chosen]

    def _goal_of(self, pattern: ComplaintPattern) -> Goal:
        return self.simulated[pattern.key].goal

    def _shape(self, pattern: ComplaintPattern) -> str:
        return self.simulated[pattern.key].shape

    def _copy(self, pattern: ComplaintPattern) -> ComplaintCopy:
        for _ in range(20):
            new_place = self._choose_place(pattern)
            if (pattern.key, new_place) not in self._moved:
                people = self.directory.moved(pattern.people, place=pattern.place, to=new_place)
                self._moved[pattern.key, new_place] = people
            if self._moved[pattern.key, new_place] is not None:
                return ComplaintCopy(pattern, self._shift(pattern), self._moved[pattern.key, new_place])
        return ComplaintCopy(pattern, self._shift(pattern))

    def _choose_place(self, pattern: ComplaintPattern) -> int:
        if pattern.place not in self._places:
            places = self.directory.places_like(pattern.place)
            self._places[pattern.place] = places, [self._weight(place, places) for place in places]
        places, shares = self._places[pattern.place]
        return self.random.choices(places, weights=shares)[0]

    def _weight(self, place: int, places: Sequence[int]) -> float:
        """Return the district's share, divided among its places. The first ones get most."""
        district_places = [other for other in places if self._district(other) == self._district(place)]
        return (
            story_texts.DISTRICT_SHARES.get(self._district(place), story_texts.OTHER_DISTRICT_SHARE)
            / (district_places.index(place) + 2)
            / sum(1 / (rank + 2) for rank in range(len(district_places)))
        )

    def _district(self, place: int) -> str:
        return self._codes[place]

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {pk: "".join(office.path.split("/")[2:3]) for pk, office in self.directory.offices.items()}

    def _shift(self, pattern: ComplaintPattern) -> timedelta:
        """Return the shift in time: whole days and some minutes, so that daytime stays daytime.

        An open complaint moves only as far as its state allows.
        """
        earliest = pattern.earliest if pattern.is_open else self.end - DAYS_OF_DATA * DAY - min(pattern.moments)
        days = range(ceil(earliest / DAY), floor(pattern.latest / DAY) + 1) or [0]
        shift = self.random.choice(days) * DAY + timedelta(seconds=self.random.randint(-JITTER * 60, JITTER * 60))
        if pattern.is_open and pattern.earliest > -DAY:
            span = (pattern.latest - pattern.earliest).total_seconds()
            shift = pattern.earliest + timedelta(seconds=self.random.uniform(0.02, 0.98) * span)
        shift = max(min(shift, pattern.latest), earliest)
        return timedelta(seconds=int(shift.total_seconds()))


class NewStories:
    """Gives each copy another complainant with another story of the same category."""

    def __init__(self, seed: int):
        self.number, self.places = 0, IncidentPlaces(seed)

    def story(self, pattern: ComplaintPattern, random: Random) -> CopyStory:
        self.number += 1
        return story_texts.write_story(random, self.number, category=pattern.category, channel=pattern.channel)

    def position(self, pattern: ComplaintPattern, place: int) -> str:
        return self.places.choose_position(place)

    def words(self, pattern: ComplaintPattern, number: int, story: CopyStory, random: Random) -> str:
        kind = pattern.texts[number].kind
        language = story.language if kind in story_texts.CITIZEN_MOVES else ""
        return story_texts.choose_text_for_move(random, kind, group=pattern.group, language=language)
