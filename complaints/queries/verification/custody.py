"""The row and the custody ledger of one complaint, held against its history."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from accounts.rules.offices import PLACE_KINDS
from complaints.queries.verification.chains import stated
from complaints.queries.verification.records import Record
from complaints.rules.reopening import answerable_line
from complaints.rules.statuses import state_of
from complaints.workflow.table import MOVES

NOTHING = timedelta()
REOPENING = frozenset(name for name, move in MOVES.items() if move.new_cycle)


def check(record: Record, lines: Mapping[int, Mapping[str, int]]) -> Iterator[str]:
    """What is wrong with the row and with custody. `lines`: by office, the offices over it by kind."""
    states = [(event.at, state) for event in record.events if (state := stated(event).get("facts", {}).get("state"))]
    if states:
        yield from _row(record, states[-1][1])
        yield from _changes(record, states)
    yield from _citizens_word(record)
    yield from _charged(record, lines)
    yield from _columns(record, lines)
    yield from _ledger(record)
    yield from _seconds(record)


def _row(record: Record, state: dict) -> Iterator[str]:
    for name, found in state_of(record.complaint).items():
        if state.get(name) != found:
            yield f"its row says {name} {found}, its history {state.get(name)}"


def _citizens_word(record: Record) -> Iterator[str]:
    """What the complainant said of the report that stands, and when they last denied that they were helped."""
    complaint, said, denied = record.complaint, "", None
    for event in record.events:
        if event.kind == "verify":
            said = stated(event).get("facts", {}).get("verdict", "")
        elif event.kind in {"object", "appeal"}:
            denied = event.at
    if complaint.verdict != (said if complaint.verified_at else ""):
        yield f"its row says verdict {complaint.verdict or 'none'}, its history {said or 'none'}"
    if complaint.objected_at != denied:
        yield "its row dates the objection otherwise than its history"


def _charged(record: Record, lines: Mapping[int, Mapping[str, int]]) -> Iterator[str]:
    """The row charges the office that the history says had reported when it was reopened (rules.reopening)."""
    charged, office, reports = None, None, set()
    for event in record.events:
        if event.kind in REOPENING and office is not None:
            line = [*(lines[office].get(kind) for kind in PLACE_KINDS), office]
            charged = answerable_line(charged, line, is_reported=event.cycle - 1 in reports)
        elif event.kind == "submit_report":
            reports.add(event.cycle)
        office = stated(event).get("facts", {}).get("state", {}).get("office", office)
    if record.complaint.reopened_line != charged:
        yield "its row charges another office with the reopening than its history"


def _columns(record: Record, lines: Mapping[int, Mapping[str, int]]) -> Iterator[str]:
    line = lines[record.complaint.office_id]
    for kind in PLACE_KINDS:
        found = getattr(record.complaint, f"{kind}_id")
        if found != line.get(kind):
            yield f"its row says {kind} {found}, its office stands under {line.get(kind)}"


def _ledger(record: Record) -> Iterator[str]:
    """From registration to now without a gap, and the one who has it now is the row's."""
    complaint, ends_at = record.complaint, record.complaint.received_at
    for row in record.custody:
        if row.started_at != ends_at:
            yield f"custody has a gap before {row.started_at:%Y-%m-%d %H:%M}"
        ends_at = row.ended_at
    last = record.custody[-1] if record.custody else None
    if last is None or last.ended_at is not None:
        yield "nobody has it, says custody"
    elif (last.office_id, last.posting_id) != (complaint.office_id, complaint.holder_id):
        yield "custody ends at somebody else than its row names"


def _seconds(record: Record) -> Iterator[str]:
    """What each had of a clock's time adds up to the time that it ran, to the second. Until now, of what still runs."""
    edges = (edge for row in (*record.custody, *record.runs) for edge in (row.started_at, row.ended_at) if edge)
    at = max(edges, default=None)
    for run in record.runs:
        began, ended = run.started_at, run.ended_at or at
        had = (min(row.ended_at or at, ended) - max(row.started_at, began) for row in record.custody)
        if sum((length for length in had if length > NOTHING), NOTHING) != ended - began:
            yield f"of its {run.clock} clock since {began:%Y-%m-%d %H:%M}, not every second is somebody's, once"


def _changes(record: Record, states: list[tuple]) -> Iterator[str]:
    """Custody passed when the history says so, and at no other time."""
    told = _passed_on((at, state["office"], state["holder"]) for at, state in states)
    kept = _passed_on((row.started_at, row.office_id, row.posting_id) for row in record.custody)
    if told != kept:
        yield "custody and history differ in who had it when"


def _passed_on(rows) -> list[tuple]:
    """The changes of hand; of several in one instant, the last."""
    changes: list[tuple] = []
    for at, *holder in rows:
        if changes and changes[-1][0] == at:
            changes.pop()
        if not changes or changes[-1][1] != holder:
            changes.append((at, holder))
    return changes
