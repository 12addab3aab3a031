"""The ledger of clocks, held against the history: each event states which clocks began and stopped with it.

Of complaints from before that was stated, what began or stopped after the first such statement is held against them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from complaints.queries.verification.chains import stated
from complaints.queries.verification.records import Record
from complaints.rules.clock import PROMISED, Clock

PROVEN = PROMISED | {Clock.ORDER, Clock.VERIFY, Clock.URGENT, Clock.REFERRAL, Clock.EXCUSE}
"""All but the cell's next call and a task about pressure, some of whose ends are no event of the history."""


def check(record: Record) -> Iterator[str]:
    """Which run the history does not state, or states otherwise."""
    notes = [(event, told) for event in record.events if (told := _told(event)) is not None]
    if not notes:
        return
    first = notes[0][0]
    since = None if first.seq == 1 else first.at
    runs = [run for run in record.runs if run.clock in PROVEN]
    began = {(run.clock, run.cycle, run.started_at, run.due_at, run.limit) for run in runs}
    ended = {(run.clock, run.started_at, run.ended_at, run.why) for run in runs if run.ended_at}
    yield from _differing("began", began, {one for _, told in notes for one in _ran(told)}, 2, since)
    yield from _differing("stopped", ended, {one for _, told in notes for one in _stopped(told)}, 2, since)


def _told(event) -> dict | None:
    return stated(event).get("facts", {}).get("state", {}).get("clocks")


def _ran(told: dict) -> Iterator[tuple]:
    for clock, cycle, started_at, due_at, limit in told["ran"]:
        if clock in PROVEN:
            yield clock, cycle, _at(started_at), _at(due_at), timedelta(seconds=limit)


def _stopped(told: dict) -> Iterator[tuple]:
    for clock, started_at, ended_at, why in told["stopped"]:
        if clock in PROVEN:
            yield clock, _at(started_at), _at(ended_at), why


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _differing(what: str, found: set[tuple], told: set[tuple], place: int, since: datetime | None) -> Iterator[str]:
    """`place`: of the moment at which that happened, in a row."""
    for row in sorted(told - found, key=_order):
        yield f"its {row[0]} clock {what} on {row[place]:%Y-%m-%d %H:%M:%S}, says its history; the ledger does not"
    for row in sorted(found - told, key=_order):
        if since is None or row[place] > since:
            yield f"its {row[0]} clock {what} on {row[place]:%Y-%m-%d %H:%M:%S} in the ledger, and not in its history"


def _order(row: Sequence) -> tuple:
    return row[0], str(row[2])
