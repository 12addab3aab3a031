"""Verify the row and the custody ledger of one complaint against its history."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from accounts.rules.office_tree import PLACE_KINDS
from complaints.models.complainant import protection_of
from complaints.queries.verification.chain_check import parse_event_body
from complaints.queries.verification.record_loading import ComplaintRecord
from complaints.rules.reopening_responsibility import line_charged_with_reopening
from complaints.rules.statuses import recorded_state_of
from complaints.workflow.table import MOVES

NOTHING = timedelta()
REOPENING = frozenset(name for name, move in MOVES.items() if move.new_cycle)


def check_complaint_row_and_custody_periods(
    record: ComplaintRecord, lines: Mapping[int, Mapping[str, int]]
) -> Iterator[str]:
    """Yield the errors of a complaint's row and custody. `lines`: by office id, the offices above it by kind."""
    states = [
        (event.at, state) for event in record.events if (state := parse_event_body(event).get("facts", {}).get("state"))
    ]
    if states:
        last_state = states[-1][1]
        for name, value in recorded_state_of(record.complaint).items():
            if last_state.get(name) != value:
                yield f"its row says {name} {value}, its history {last_state.get(name)}"
        yield from _check_custody_changes(record, states)
    yield from _check_citizens_answers(record)
    yield from _check_protection(record)
    yield from _check_reopened_line(record, lines)
    yield from _check_office_columns(record, lines)
    yield from _check_custody_periods(record)
    yield from _check_custody_covers_clocks(record)


def _check_citizens_answers(record: ComplaintRecord) -> Iterator[str]:
    """Check the complainant's verdict on the current report, and the time of the last objection or appeal."""
    complaint, verdict, objected_at = record.complaint, "", None
    for event in record.events:
        if event.kind == "verify":
            verdict = parse_event_body(event).get("facts", {}).get("verdict", "")
        elif event.kind in {"object", "appeal"}:
            objected_at = event.at
    if complaint.verdict != (verdict if complaint.verified_at else ""):
        yield f"its row says verdict {complaint.verdict or 'none'}, its history {verdict or 'none'}"
    if complaint.objected_at != objected_at:
        yield "its row dates the objection otherwise than its history"


def _check_protection(record: ComplaintRecord) -> Iterator[str]:
    """Check that the identity is protected as the registration or the last answer about it says, in both rows."""
    stated = [parse_event_body(event).get("facts", {}).get("protected") for event in record.events]
    is_protected = next((value for value in reversed(stated) if value is not None), False)
    if record.complaint.protected != is_protected:
        yield "its row says otherwise than its history whether the identity is protected"
    if record.person is not None and record.person.protection != protection_of(is_protected):
        yield "its complainant's row says otherwise than its history whether the identity is protected"


def _check_reopened_line(record: ComplaintRecord, lines: Mapping[int, Mapping[str, int]]) -> Iterator[str]:
    """Check that the row charges the office that had reported when the complaint was reopened."""
    charged, office, reports = None, None, set()
    for event in record.events:
        if event.kind in REOPENING and office is not None:
            line = [*(lines[office].get(kind) for kind in PLACE_KINDS), office]
            charged = line_charged_with_reopening(charged, line, is_reported=event.cycle - 1 in reports)
        elif event.kind == "submit_report":
            reports.add(event.cycle)
        office = parse_event_body(event).get("facts", {}).get("state", {}).get("office", office)
    if record.complaint.reopened_line != charged:
        yield "its row charges another office with the reopening than its history"


def _check_office_columns(record: ComplaintRecord, lines: Mapping[int, Mapping[str, int]]) -> Iterator[str]:
    line = lines[record.complaint.office_id]
    for kind in PLACE_KINDS:
        office_id = getattr(record.complaint, f"{kind}_id")
        if office_id != line.get(kind):
            yield f"its row says {kind} {office_id}, its office stands under {line.get(kind)}"


def _check_custody_periods(record: ComplaintRecord) -> Iterator[str]:
    """Check that custody has no gap since the registration, and that its last row names the row's holder."""
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


def _check_custody_covers_clocks(record: ComplaintRecord) -> Iterator[str]:
    """Check that custody covers the time of each clock run exactly once, to the second.

    A clock that still runs is checked up to the latest time in either ledger.
    """
    times = (time for row in (*record.custody, *record.runs) for time in (row.started_at, row.ended_at) if time)
    at = max(times, default=None)
    for run in record.runs:
        began, ended = run.started_at, run.ended_at or at
        overlaps = (min(row.ended_at or at, ended) - max(row.started_at, began) for row in record.custody)
        if sum((overlap for overlap in overlaps if overlap > NOTHING), NOTHING) != ended - began:
            yield f"of its {run.clock} clock since {began:%Y-%m-%d %H:%M}, not every second is somebody's, once"


def _check_custody_changes(record: ComplaintRecord, states: list[tuple]) -> Iterator[str]:
    """Check that custody changed exactly when the history states it."""
    in_history = _custody_changes((at, state["office"], state["holder"]) for at, state in states)
    in_ledger = _custody_changes((row.started_at, row.office_id, row.posting_id) for row in record.custody)
    if in_history != in_ledger:
        yield "custody and history differ in who had it when"


def _custody_changes(rows) -> list[tuple]:
    """Return the changes of custody. Of several changes at one time, only the last counts."""
    changes: list[tuple] = []
    for at, *holder in rows:
        if changes and changes[-1][0] == at:
            changes.pop()
        if not changes or changes[-1][1] != holder:
            changes.append((at, holder))
    return changes
