"""The delay bill of one complaint, from the ledgers and the history. Two statements beside the opened complaint."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby, pairwise
from operator import itemgetter

from accounts.models import Office
from citizen.queries.own_complaint import Opened
from citizen.rules.delay_bill import Bill, Span, bill, intersection
from complaints.models import ClockRun, Custody
from complaints.queries.custody import had_by, ledger
from complaints.rules.clock import Clock
from complaints.rules.statuses import FINAL, Status
from complaints.rules.time_credit import Held

DECISIONS = frozenset({"accept", "return_report"})
WAITS_FOR_CITIZEN = frozenset({Status.AWAITING_CITIZEN, Status.RESOLVED})


class Party(StrEnum):
    """To whom a part is charged; all but the last two at an office."""

    CELL = "cell"  # its complaint cell, before it was marked
    OFFICE = "office"
    SENIOR = "senior"  # a report that waited for a decision
    COMPLAINANT = "complainant"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Charged:
    """The bill and the offices that it names, by id. A part's `who` is (Party, office's id or None)."""

    bill: Bill
    offices: dict[int, Office]


def delay_bill(found: Opened, *, at: datetime) -> Charged | None:
    """Up to `at`, or to the end of what has ended. None where no clock ever ran: feedback promises no date."""
    complaint = found.complaint
    runs = list(ClockRun.objects.promised().filter(complaint=complaint).order_by("started_at", "pk"))
    if not runs:
        return None
    custody = ledger(complaint)
    held = had_by(custody, at=at)
    offices = {row.office_id: row.office for row in custody}
    offices |= {row.office.parent_id: row.office.parent for row in custody if row.office.parent_id}
    offices |= {posting.office_id: posting.office for posting in found.postings.values()}
    offices |= Office.objects.in_bulk({one.office_id for one in held} - set(offices))  # of covers, seldom any
    until = complaint.closed_at if complaint.status in FINAL and complaint.closed_at else at
    layers = [
        list(_decisions(found, custody, runs)),
        intersection([_span(one) for one in held], [_ran(run) for run in runs]),
        [Span((Party.COMPLAINANT, None), *span) for span in _stood(found, WAITS_FOR_CITIZEN)],
    ]
    charged = bill(layers, (Party.NOBODY, None), since=complaint.received_at, until=until)
    return Charged(charged, offices)


def _span(held: Held) -> Span:
    party = Party.OFFICE if held.posting_id else Party.CELL
    return Span((party, held.office_id), held.began, held.ended)


def _ran(run: ClockRun) -> Span:
    return Span(run.clock, run.started_at, run.ended_at, run.due_at)


def _decisions(found: Opened, custody: list[Custody], runs: list[ClockRun]) -> Iterator[Span]:
    """While a report lay before a senior officer: whoever decided, else the office above the one that reported."""
    limits = {run.started_at: run.due_at for run in runs if run.clock == Clock.DECISION}
    for began, ended in _stood(found, {Status.REPORTED}):
        office = _decider(found, began, ended) or _above(custody, began)
        yield Span((Party.SENIOR, office), began, ended, limits.get(began))


def _decider(found: Opened, began: datetime, ended: datetime | None) -> int | None:
    """The office of whoever accepted the report or sent it back."""
    made = (e for e in found.events if e.kind in DECISIONS and e.at >= began and (ended is None or e.at <= ended))
    return next((found.postings[event.posting_id].office_id for event in made), None)


def _above(custody: list[Custody], at: datetime) -> int:
    office = next(row.office for row in reversed(custody) if row.started_at <= at)
    return office.parent_id or office.pk


def _stood(found: Opened, statuses: set[Status] | frozenset[Status]) -> Iterator[tuple[datetime, datetime | None]]:
    """From when to when the complaint stood at one of these statuses, as the history says."""
    told = [(event.facts["state"]["status"], event.at) for event in found.events if "state" in event.facts]
    changes = [next(same) for _, same in groupby(told, key=itemgetter(0))]
    for (status, at), (_, then) in pairwise([*changes, ("", None)]):
        if status in statuses:
            yield at, then
