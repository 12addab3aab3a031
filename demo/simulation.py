"""Ninety days of the portal, hour by hour, through the services' own rules. Nothing is written past them."""

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from accounts.models import Office
from complaints.models import Category, ClockRun, Complaint, RunningClock
from complaints.rules.parties import Citizen
from complaints.rules.statuses import Channel, Status
from complaints.services import by_the_clock
from complaints.services.moves import make_move
from complaints.services.refusals import NotPermitted, Overtaken, Refused
from complaints.services.registration import register_complaint, start_draft
from demo import lives, reviews, tales
from demo.people import People
from monitoring.services.sweeping import sweep

DAYS = 90
HOUR = timedelta(hours=1)
NOON = 12
# Complaints come by day: how many of a hundred in each hour of Pakistan's clock.
BY_HOUR = (1, 1, 0, 0, 0, 1, 1, 2, 4, 7, 9, 9, 8, 7, 7, 7, 6, 5, 5, 5, 5, 5, 3, 2)
BY_HAND = {Channel.COUNTER, Channel.TELEPHONE, Channel.LETTER}


def deal_out(parts: int) -> list[set[str]]:
    """The districts of each part: region by region, the busiest first, to the part with least to do."""
    regions: dict[str, set[str]] = {}
    for code, path in Office.objects.districts().order_by("path").values_list("code", "path"):
        regions.setdefault(path.split("/")[1], set()).add(code)
    dealt: list[set[str]] = [set() for _ in range(parts)]
    for codes in sorted(regions.values(), key=_load, reverse=True):
        min(dealt, key=_load).update(codes)
    return dealt


def _load(codes: set[str]) -> int:
    return sum(tales.DISTRICTS.get(code, 0) for code in codes)


class Simulation:
    """One part of one run. The same `seed` and `end` give the same complaints, whatever the machine and the parts.

    E-tags are drawn afresh. `part` of `parts`: complaints are dealt out by region, whose officers work in one part.
    """

    def __init__(self, *, number: int, seed: int, end: datetime, part: int = 0, parts: int = 1):
        self.number, self.seed, self.end = number, seed, end
        self.people = People()
        self.agenda: list = []
        self.order = itertools.count()
        self.to_mark: set[datetime] = set()  # the full hours at which a complaint may have waited too long for a mark
        self.groups = dict(Category.objects.values_list("code", "group"))
        stations = Office.objects.stations().order_by("path").values_list("code", "path")
        self.stations = {code: [s for s, path in stations if f"/{code}/" in path] for code in tales.DISTRICTS}
        self.districts = deal_out(parts)[part]

    @transaction.atomic
    def run(self) -> int:
        """Live through the ninety days. All of it or nothing; returns the number of complaints made."""
        made = 0
        for number in range(1, self.number + 1):
            random = Random(f"{self.seed}:{number}")  # noqa: S311 (a demo)
            at, district = self._moment(random), tales.weighted(random, tales.DISTRICTS)
            if district in self.districts:
                self._plan(at, self._register, random, number, district)
                made += 1
        hour = self.end - timedelta(days=DAYS)
        while hour <= self.end:
            self._live_until(hour)
            self._clockwork(hour)
            hour += HOUR
        return made

    def _moment(self, random: Random) -> datetime:
        """When a complaint comes in: by day rather than by night, and none after the end."""
        day = self.end.replace(hour=0) - timedelta(days=random.randrange(DAYS))
        hour = random.choices(range(24), weights=BY_HOUR)[0]
        return min(day + timedelta(hours=hour, minutes=random.randrange(60)), self.end - HOUR / 2)

    def _plan(self, at: datetime, act: Callable, *arguments) -> None:
        if at <= self.end:
            heapq.heappush(self.agenda, (at, next(self.order), act, arguments))

    def _live_until(self, moment: datetime) -> None:
        while self.agenda and self.agenda[0][0] <= moment:
            at, _, act, arguments = heapq.heappop(self.agenda)
            act(at, *arguments)

    def _clockwork(self, at: datetime) -> None:
        """What beat does every minute, here every hour in which something is due, and what can wait every few hours."""
        if at in self.to_mark:
            by_the_clock.mark_the_unmarked(at=at)
        if (
            RunningClock.objects.filter(next_step_at__lte=at).exists()
            or ClockRun.objects.exclude(unswept_at=None).exists()
        ):
            sweep(at=at)
        if at.hour % 6 == 0:
            by_the_clock.end_used_up_pauses(at=at)
            by_the_clock.close_the_unanswered(at=at)
        if at.hour == NOON:
            reviews.live(at=at)

    def _note_mark(self, complaint: Complaint) -> None:
        """Who has not been marked is asked for at the next full hour, and at the one after a quarter of the limit."""
        for wait in (timedelta(), (complaint.policy.contact_limit or HOUR) * by_the_clock.QUARTER):
            within = complaint.received_at + wait + HOUR - timedelta.resolution
            self.to_mark.add(within.replace(minute=0, second=0, microsecond=0))

    def _register(self, at: datetime, random: Random, number: int, district: str) -> None:
        stations = self.stations[district]
        station = random.choice(stations) if stations and random.random() < 0.8 else ""
        category = tales.weighted(random, tales.SHARES)
        channel = Channel(tales.weighted(random, tales.CHANNELS))
        answers = tales.answers(random, number, self.groups[category], district, station, category)
        draft = start_draft(channel=channel, answers=answers, at=at)
        complaint = register_complaint(draft_id=draft.pk, channel=channel, by=self._registrar(channel), at=at)
        self._note_mark(complaint)
        self._next(at, complaint.pk, random, lives.plan(random, complaint))

    def _registrar(self, channel: Channel):
        """A walk-in, a caller or a letter is registered by an operator of the CPO's cell."""
        return self.people.operator if channel in BY_HAND else Citizen()

    def _next(self, at: datetime, complaint_id: int, random: Random, plan: Iterator[lives.Step]) -> None:
        if step := next(plan, None):
            self._plan(at + step.after, self._act, complaint_id, step, random, plan)

    def _act(self, at: datetime, complaint_id: int, step: lives.Step, random: Random, plan: Iterator) -> None:
        complaint = self.people.with_known(Complaint.objects.for_system().get(pk=complaint_id))
        by = self.people.find(step.by, complaint, move=step.move, at=at)
        if by is None:
            return
        to = None
        if step.move == "mark":
            to = self.people.addressee(complaint, by=by, at=at, choice=random.random())
        try:
            make_move(
                complaint_id=complaint_id,
                name=step.move,
                by=by,
                at=at,
                words=tales.words_for(random, step.move),
                to=to,
                details=step.details,
            )
        except (NotPermitted, Overtaken, Refused):
            # What the clock has done meanwhile, or the rules don't allow here, is passed over; a report waits its turn.
            if step.move == "submit_report" and complaint.status == Status.AWAITING_CITIZEN:
                again = replace(step, after=lives.TRY_AGAIN)
                return self._plan(at + again.after, self._act, complaint_id, again, random, plan)
        return self._next(at, complaint_id, random, plan)
