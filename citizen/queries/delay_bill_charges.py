"""The delay bill of one complaint, from the ledgers and the history. Two queries besides the opened complaint.

A third one if the bill names an office that never had the complaint and decided nothing: of an acting officer, or one
that has to decide now.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from operator import itemgetter

from accounts.models import Office
from citizen.queries.own_complaint import OpenedComplaint
from citizen.rules.delay_bill import Bill, BillPart, BillSpan, charge_spans, intersect_spans
from complaints.models import ClockRun, Custody
from complaints.queries.custody_ledger import credited_periods, load_custody_periods
from complaints.rules.clock import Clock
from complaints.rules.statuses import FINAL, Status

SECOND = timedelta(seconds=1)
DECISIONS = frozenset({"accept", "return_report"})
WAITS_FOR_CITIZEN = frozenset({Status.AWAITING_CITIZEN, Status.RESOLVED})


class Party(StrEnum):
    """To whom a part of the time is charged. All but the last two belong to an office."""

    CELL = "cell"  # the office's complaint cell, before the complaint was marked
    OFFICE = "office"
    SENIOR = "senior"  # the office that had to decide on a report
    COMPLAINANT = "complainant"
    NOBODY = "nobody"


@dataclass(frozen=True)
class ChargedBill:
    """The bill and the offices that it names, by id. A part's `who` is (Party, office id or None)."""

    bill: Bill
    offices: dict[int, Office]

    def name_of_office(self, part: BillPart) -> str:
        """Return the name that the office of a part had in the last second that it is charged for; "" without one."""
        _party, office_id = part.who
        return self.offices[office_id].as_of(part.ended - SECOND).name if office_id else ""


def compute_delay_bill(opened: OpenedComplaint, *, at: datetime) -> ChargedBill | None:
    """Return the bill up to `at`, or up to the end of a closed complaint.

    Returns None if no clock ever ran: feedback has no deadlines.
    """
    complaint = opened.complaint
    runs = list(ClockRun.objects.promised().filter(complaint=complaint).order_by("started_at", "pk"))
    if not runs:
        return None
    custody = load_custody_periods(complaint)
    until = complaint.closed_at if complaint.status in FINAL and complaint.closed_at else at
    layers = [
        list(_decision_spans(opened, custody, runs)),
        intersect_spans(
            [
                BillSpan((Party.OFFICE if held.posting_id else Party.CELL, held.office_id), held.began, held.ended)
                for held in credited_periods(custody, at=at)
            ],
            [BillSpan(run.clock, run.started_at, run.ended_at, run.due_at) for run in runs],
        ),
        [BillSpan((Party.COMPLAINANT, None), *span) for span in _status_periods(opened, WAITS_FOR_CITIZEN)],
    ]
    charged = charge_spans(layers, (Party.NOBODY, None), since=complaint.received_at, until=until)
    return ChargedBill(charged, _load_offices(opened, {part.who[1] for part in charged.parts} - {None}))


def _load_offices(opened: OpenedComplaint, ids: set[int]) -> dict[int, Office]:
    """Return offices with their former names. Those that the history names are loaded already."""
    offices = dict(opened.offices)
    for posting in opened.postings.values():
        posting.office.former_names = posting.office_names
        offices.setdefault(posting.office_id, posting.office)
    missing = ids - set(offices)
    return offices | (Office.objects.with_former_names().in_bulk(missing) if missing else {})


def _decision_spans(opened: OpenedComplaint, custody: list[Custody], runs: list[ClockRun]) -> Iterator[BillSpan]:
    """Yield the periods in which a report waited for a decision.

    Each is charged to the office that decided, or else to the parent of the office that reported.
    """
    limits = {run.started_at: run.due_at for run in runs if run.clock == Clock.DECISION}
    for began, ended in _status_periods(opened, {Status.REPORTED}):
        reporting = next(row.office for row in reversed(custody) if row.started_at <= began)
        office = _deciding_office_id(opened, began, ended) or reporting.parent_id or reporting.pk
        yield BillSpan((Party.SENIOR, office), began, ended, limits.get(began))


def _deciding_office_id(opened: OpenedComplaint, began: datetime, ended: datetime | None) -> int | None:
    """Return the office that accepted the report or sent it back."""
    decisions = (e for e in opened.events if e.kind in DECISIONS and e.at >= began and (ended is None or e.at <= ended))
    return next((opened.postings[event.posting_id].office_id for event in decisions), None)


def _status_periods(
    opened: OpenedComplaint, statuses: set[Status] | frozenset[Status]
) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield the begin and end of each period in which the complaint had one of these statuses, by its history."""
    states = [(event.facts["state"]["status"], event.at) for event in opened.events if "state" in event.facts]
    changes = [next(group) for _, group in groupby(states, key=itemgetter(0))]
    for (status, began), (_, ended) in pairwise([*changes, ("", None)]):
        if status in statuses:
            yield began, ended
