"""Simulation of about 150 complaints, entirely through the services."""

import heapq
import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from django.db import connection, transaction

from accounts.actors import Actor
from accounts.models import Office
from complaints.models import Complaint, Policy, RunningClock
from complaints.rules.actors import SYSTEM, Citizen
from complaints.rules.calls.cell_calls import Purpose, Result
from complaints.rules.clock import Clock
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Channel, Status
from complaints.services import automatic_moves
from complaints.services.calls.call_results import record_call
from complaints.services.exclusion import settling
from complaints.services.moves import make_move
from complaints.services.registration import register_complaint, start_draft
from demo import complaint_plans, story_texts
from demo.actor_finder import ActorFinder
from demo.complaint_plans import Goal
from desk.services import reading_log
from ledger.service_exceptions import NotPermitted, Overtaken, Refused
from sla.services.citizen_notices import notify_citizens
from sla.services.sweeping import sweep

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CALLED_AT = 11
"""The hour at which operators read the news to complainants who cannot read."""
GOAL_COUNTS = {
    Goal.RECEIVED: 10, Goal.UNSETTLED: 4, Goal.PASSED_UP: 3, Goal.MARKED: 10, Goal.IN_INQUIRY: 18, Goal.UNCONFIRMED: 4,
    Goal.AWAITING: 5, Goal.REPORTED: 11, Goal.REOPENED: 4, Goal.LATE_CONTACT: 3, Goal.LATE_REPORT: 4,
    Goal.LATE_DECISION: 3, Goal.RESOLVED: 8, Goal.FEEDBACK: 3, Goal.REJECTED: 4, Goal.WITHDRAWN: 4, Goal.OBJECTED: 8,
    Goal.APPEALED: 5, Goal.UNANSWERED: 12, Goal.CLOSED: 34,
}  # fmt: skip
"""How many complaints reach each goal, relative to each other."""
NEXT_STEP = """
    SELECT least((SELECT min(next_step_at) FROM complaints_runningclock),
                 (SELECT min(unswept_at) FROM complaints_clockrun))"""
OPERATOR_CHANNELS = {Channel.COUNTER, Channel.TELEPHONE, Channel.LETTER}
SHAPES = ("lahore", "staffed", "staffed", "plain")
ROUTED_EVERY = 13
"""One complaint in this many happens in a district whose complaints another district handles."""


@dataclass(frozen=True)
class SimulatedComplaint:
    """A complaint to simulate: subject, place, time of arrival, and goal."""

    number: int
    goal: Goal
    category: str
    channel: Channel
    shape: str
    district: str
    station: str
    at: datetime


def plan_simulated_complaints(number: int, *, seed: int, end: datetime) -> list[SimulatedComplaint]:
    """Return complaints to simulate: goals by share, every category at least once, every kind of district."""
    random = Random(f"{seed}:lives")  # noqa: S311 (a demo)
    policies = {policy.category.code: policy for policy in Policy.objects.in_force(end).select_related("category")}
    goals = random.choices(list(GOAL_COUNTS), weights=list(GOAL_COUNTS.values()), k=max(0, number - len(GOAL_COUNTS)))
    goals = [*GOAL_COUNTS, *goals][:number]
    places, unused = (
        _stations_by_district_type(),
        [code for code in story_texts.CATEGORY_SHARES if code in policies],
    )
    random.shuffle(unused)
    simulated = []
    for place, goal in enumerate(goals):
        category = _choose_category(random, goal, policies, unused)
        shape = "routed" if place % ROUTED_EVERY == ROUTED_EVERY - 1 else SHAPES[place % len(SHAPES)]
        district = random.choice(list(places[shape]))
        stations = places[shape][district]
        station = random.choice(stations) if stations and random.random() < 0.85 else ""
        channel = Channel(
            story_texts.choose_weighted(random, story_texts.CHANNEL_SHARES)
            if place >= len(Channel)
            else list(Channel)[place]
        )
        at = complaint_plans.choose_start(end, random, goal, policies[category])
        simulated.append(SimulatedComplaint(place + 1, goal, category, channel, shape, district, station, at))
    return simulated


def _choose_category(random: Random, goal: Goal, policies: dict[str, Policy], unused: list[str]) -> str:
    """Return a category that suits the goal, preferably an unused one."""
    for code in unused:
        if complaint_plans.is_goal_possible(goal, policies[code]):
            unused.remove(code)
            return code
    return story_texts.choose_weighted(
        random,
        {
            code: n
            for code, n in story_texts.CATEGORY_SHARES.items()
            if complaint_plans.is_goal_possible(goal, policies[code])
        },
    )


def _stations_by_district_type() -> dict[str, dict[str, list[str]]]:
    """Return the districts of each shape with their stations."""
    stations = list(Office.objects.stations().order_by("path").values_list("code", "path"))
    places: dict[str, dict[str, list[str]]] = {shape: {} for shape in (*SHAPES, "routed")}
    for district in Office.objects.districts().order_by("path"):
        code, district_stations = district.code, [station for station, path in stations if f"/{district.code}/" in path]
        shape = (
            "lahore"
            if code == "lahore"
            else "staffed"
            if district_stations
            else "routed"
            if district.routes_to_id
            else "plain"
        )
        places[shape][code] = district_stations
    return places


class Simulation:
    """Simulates complaints up to `end`. The same `seed` gives the same people and texts; E-tags are random."""

    def __init__(self, complaints: list[SimulatedComplaint], *, seed: int, end: datetime):
        self.complaints, self.seed, self.end = complaints, seed, end
        self.people = ActorFinder()
        self.agenda: list = []
        self.order = itertools.count()
        self.simulated: dict[int, SimulatedComplaint] = {}
        """The simulated complaints by the ids of their rows."""

    @transaction.atomic
    def run(self) -> dict[int, SimulatedComplaint]:
        """Simulate all complaints and return them by the ids of their rows."""
        for life in self.complaints:
            self._plan(life.at, self._register, life, Random(f"{self.seed}:{life.number}"))  # noqa: S311 (a demo)
        next_sweep = self.end
        while self.agenda:
            at, _, action, arguments = heapq.heappop(self.agenda)
            while next_sweep <= at:
                next_sweep = self._sweep(next_sweep)
            action(at, *arguments)
            next_sweep = self._next_sweep(at)
        while next_sweep <= self.end:
            next_sweep = self._sweep(next_sweep)
        return self.simulated

    def _plan(self, at: datetime, action: Callable, *arguments) -> None:
        if at <= self.end:
            heapq.heappush(self.agenda, (at, next(self.order), action, arguments))

    def _next_sweep(self, at: datetime) -> datetime:
        """Return one minute after the next time at which something is due; after the end if nothing is."""
        with connection.cursor() as cursor:
            cursor.execute(NEXT_STEP)
            (due,) = cursor.fetchone()
        return max(due or self.end + HOUR, at) + timedelta(minutes=1)

    def _sweep(self, at: datetime) -> datetime:
        sweep(at=at, flags=False)
        notify_citizens(at=at)
        return self._next_sweep(at)

    def _register(self, at: datetime, life: SimulatedComplaint, random: Random) -> None:
        story = story_texts.write_story(random, life.number, category=life.category, channel=life.channel)
        place_answers = {"category": life.category, "district": life.district, "station": life.station}
        draft = start_draft(
            channel=life.channel, answers=story_texts.draft_answers(story, random=random, **place_answers), at=at
        )
        by = self.people.operator_of(life.district) if life.channel in OPERATOR_CHANNELS else Citizen()
        complaint = register_complaint(draft_id=draft.pk, channel=life.channel, by=by, at=at)
        self.simulated[complaint.pk] = life
        self._plan_settling(at, complaint.pk, life, random)
        if (limit := complaint.policy.contact_limit) and not life.goal.has_ended:
            self._plan(at + limit * automatic_moves.AUTO_MARK_SHARE, self._mark_the_unmarked, complaint.pk)
        self._next(at, complaint.pk, random, complaint_plans.plan_moves(random, complaint, life.goal))

    def _plan_settling(self, at: datetime, complaint_id: int, life: SimulatedComplaint, random: Random) -> None:
        clock = RunningClock.objects.filter(complaint=complaint_id, clock=Clock.SETTLING).first()
        if clock is None:
            return
        delay = complaint_plans.settling_delay(random, life.goal, clock.due_at - at)
        if delay is not None:
            self._plan(at + delay, self._settle, complaint_id, random)
        self._plan(clock.due_at, lambda at: settling.pass_up_unsettled(at=at))

    def _settle(self, at: datetime, complaint_id: int, random: Random) -> None:
        """Let the first operator confirm the complainant's description who may do it, if any."""
        complaint = self.people.with_relations(
            Complaint.objects.unscoped("the demo's data are made here").get(pk=complaint_id)
        )
        why = story_texts.choose_text_for_move(random, "settled", group="")
        for by in self.people.operators_of(complaint):
            try:
                return settling.settle(complaint_id=complaint_id, why=why, by=by, at=at)
            except NotPermitted:
                continue
            except Refused:  # the complaint was passed up meanwhile
                return None
        return None

    def _mark_the_unmarked(self, at: datetime, complaint_id: int) -> None:
        if (
            Complaint.objects.unscoped("the demo's data are made here")
            .filter(pk=complaint_id, status=Status.RECEIVED)
            .exists()
        ):
            automatic_moves.mark_unmarked_complaints(at=at)

    def _end_pause(self, at: datetime, complaint_id: int) -> None:
        automatic_moves.end_expired_pauses(at=at)

    def _next(
        self, at: datetime, complaint_id: int, random: Random, plan: Iterator[complaint_plans.PlannedMove]
    ) -> None:
        if step := next(plan, None):
            self._plan(at + step.after, self._act, complaint_id, step, random, plan)
        else:
            self._plan(at.replace(hour=CALLED_AT) + DAY, self._read_news, complaint_id)

    def _read_news(self, at: datetime, complaint_id: int) -> None:
        """Let an operator call a complainant who cannot read, on the day after the last step."""
        complaint = Complaint.objects.unscoped("the demo's data are made here").get(pk=complaint_id)
        if not complaint.complainant.wants_calls:
            return
        for by in self.people.operators_of(complaint):
            with suppress(NotPermitted, Refused):  # another cell calls, or not at this hour
                return record_call(complaint_id, Purpose.NEWS, Result.REACHED, by=by, at=at)

    def _act(
        self, at: datetime, complaint_id: int, step: complaint_plans.PlannedMove, random: Random, plan: Iterator
    ) -> None:
        complaint = self.people.with_relations(
            Complaint.objects.unscoped("the demo's data are made here").get(pk=complaint_id)
        )
        by = SYSTEM if step.by == "system" else self.people.find(step.by, complaint, move=step.move, at=at)
        if by is None:
            return None
        if isinstance(by, Actor):
            reading_log.record_reading(complaint, by=by, at=at - timedelta(minutes=random.randint(1, 9)))
        destination_id = (
            self.people.addressee(complaint, by=by, at=at, choice=random.random()) if step.move == "mark" else None
        )
        words = story_texts.choose_text_for_move(random, step.move, group=self.people.group_of(complaint))
        try:
            make_move(
                complaint_id=complaint_id,
                name=step.move,
                by=by,
                at=at,
                words=words,
                destination_id=destination_id,
                details=step.details,
            )
        except (NotPermitted, Overtaken, Refused) as error:
            # Skip a move that a job has made meanwhile or that the rules refuse; a report is retried after the pause,
            # and a call an hour later if the complainant may not be called now.
            if isinstance(error, Refused) and error.reason is Refusal.NOT_IN_THEIR_HOURS:
                return self._plan(at + HOUR, self._act, complaint_id, step, random, plan)
            if step.move == "submit_report" and complaint.status == Status.AWAITING_CITIZEN:
                return self._plan(complaint.pause_ends_at + step.after, self._act, complaint_id, step, random, plan)
        if step.move == "ask_citizen":
            ends_at = (
                Complaint.objects.unscoped("the demo's data are made here")
                .values_list("pause_ends_at", flat=True)
                .get(pk=complaint_id)
            )
            self._plan((ends_at or self.end) + timedelta(minutes=1), self._end_pause, complaint_id)
        return self._next(at, complaint_id, random, plan)
