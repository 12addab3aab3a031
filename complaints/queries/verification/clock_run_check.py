"""Verify the ledger of clock runs against the history. Each event states which clocks began and stopped with it.

Older events do not state that. In their complaints, runs are checked from the first event that does.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from complaints.queries.verification.chain_check import parse_event_body
from complaints.queries.verification.record_loading import ComplaintRecord
from complaints.rules.clock import PROMISED, Clock

PROVEN = PROMISED | {
    Clock.ORDER,
    Clock.VERIFY,
    Clock.URGENT,
    Clock.REFERRAL,
    Clock.EXCUSE,
    Clock.SETTLING,
    Clock.LISTENING,
}
"""The clocks that are checked. Left out are the cell's next call and tasks about pressure: some of their ends are not
events of the history."""


def check_clock_runs(record: ComplaintRecord) -> Iterator[str]:
    """Yield each difference between the runs in the ledger and those that the history states."""
    states = [(event, parse_event_body(event).get("facts", {}).get("state", {})) for event in record.events]
    statements = [(event, state["clocks"]) for event, state in states if state.get("clocks") is not None]
    if not statements:
        return
    first = statements[0][0]
    since = None if first.seq == 1 else first.at
    runs = [run for run in record.runs if run.clock in PROVEN]
    began = {(run.clock, run.cycle, run.started_at, run.due_at, run.limit) for run in runs}
    stopped = {(run.clock, run.started_at, run.ended_at, run.why) for run in runs if run.ended_at}
    stated_began = {row for _, clocks in statements for row in _stated_starts(clocks)}
    stated_stopped = {row for _, clocks in statements for row in _stated_stops(clocks)}
    yield from _compare_runs("began", began, stated_began, since)
    yield from _compare_runs("stopped", stopped, stated_stopped, since)


def _stated_starts(clocks: dict) -> Iterator[tuple]:
    for clock, cycle, started_at, due_at, limit in clocks["ran"]:
        if clock in PROVEN:
            yield clock, cycle, _parse_time(started_at), _parse_time(due_at), timedelta(seconds=limit)


def _stated_stops(clocks: dict) -> Iterator[tuple]:
    for clock, started_at, ended_at, why in clocks["stopped"]:
        if clock in PROVEN:
            yield clock, _parse_time(started_at), _parse_time(ended_at), why


def _parse_time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _compare_runs(what: str, in_ledger: set[tuple], in_history: set[tuple], since: datetime | None) -> Iterator[str]:
    """Yield each row that only one of both has. Column 2 of a row is the time of the start or stop.

    `since`: rows of the ledger up to this time are not compared.
    """
    for row in sorted(in_history - in_ledger, key=_sort_key):
        yield f"its {row[0]} clock {what} on {row[2]:%Y-%m-%d %H:%M:%S}, says its history; the ledger does not"
    for row in sorted(in_ledger - in_history, key=_sort_key):
        if since is None or row[2] > since:
            yield f"its {row[0]} clock {what} on {row[2]:%Y-%m-%d %H:%M:%S} in the ledger, and not in its history"


def _sort_key(row: Sequence) -> tuple:
    return row[0], str(row[2])
