"""Verify the columns of a complaint's row that follow from single events: who reported, when, and with what result."""

from collections.abc import Iterator, Mapping

from complaints.models import Event, Policy
from complaints.queries.verification.chain_check import parse_event_body
from complaints.queries.verification.record_loading import ComplaintRecord
from complaints.rules.clock import Clock
from complaints.rules.statuses import FINAL, OPEN, Ending, Status
from complaints.workflow.imported_events import CLOSE_IMPORTED
from complaints.workflow.outside_authority import CLOSE_SEALED
from complaints.workflow.table import KINDS, MOVES

WITHOUT_REPORT = frozenset(OPEN) - {Status.REPORTED}
ENDED = frozenset(FINAL) | {Status.RESOLVED}
NO_REPORT = {
    **{"outcome": "", "fir_number": ""},
    **dict.fromkeys(("reported_at", "reported_by_id", "accepted_at", "verified_at")),
}
NO_END = {"ending": "", **dict.fromkeys(("resolved_at", "closed_at", "left_at"))}
ENDING_OF_KIND = {
    CLOSE_SEALED.name: {"ending": str(Ending.OUTSIDE)},
    CLOSE_IMPORTED.name: {"ending": str(Ending.IMPORTED)},
}
STATED = {"channel": "channel", "category": "category", "place": "place_id"}
"""The column that repeats a fact of the registration or of a later answer."""


def check_row_follows_from_events(record: ComplaintRecord, policies: Mapping[int, Policy]) -> Iterator[str]:
    """Yield the columns that differ from what the events lead to. `policies`: by id, with their categories."""
    expected: dict[str, object] = {**NO_REPORT, **NO_END}
    for event in record.events:
        body = parse_event_body(event)
        facts, by = body.get("facts", {}), body.get("by", {})
        expected |= _columns_of_status(event, facts, by) | _columns_of_kind(event, facts, by)
    code = expected.pop("category", None)
    for column, value in expected.items():
        if (stored := getattr(record.complaint, column)) != value:
            yield f"its row says {column} {stored or 'none'}, its history {value or 'none'}"
    yield from _check_category(record, policies, code)


def _columns_of_status(event: Event, facts: Mapping, by: Mapping) -> dict[str, object]:
    """Return the columns that follow from the status before and after an event."""
    before, status = facts.get("from"), facts.get("state", {}).get("status")
    columns = dict(NO_REPORT) if status in WITHOUT_REPORT else {}
    if before == status or before is None:
        return columns
    if before in ENDED and status in OPEN:
        columns |= NO_END
    if status == Status.RESOLVED:
        columns["resolved_at"] = event.at
    if status in FINAL:
        columns["closed_at"] = event.at
    if status == Status.CLOSED:
        confirmed = Ending.UNANSWERED if by.get("kind") == "system" else Ending.CONFIRMED
        columns["ending"] = str(confirmed if before == Status.RESOLVED else Ending.FEEDBACK)
        columns |= ENDING_OF_KIND.get(event.kind, {})
    return columns


def _columns_of_kind(event: Event, facts: Mapping, by: Mapping) -> dict[str, object]:
    """Return the columns that an event sets by its kind and by what it states."""
    columns: dict[str, object] = {column: facts[name] for name, column in STATED.items() if name in facts}
    kind, move = KINDS.get(event.kind), MOVES.get(event.kind)
    if kind and kind.fulfils is Clock.REPORT:
        columns |= {"reported_at": event.at, "reported_by_id": by.get("officer")}
        columns |= {name: facts.get(name, "") for name in ("outcome", "fir_number")}
    if move and move.approval_column:
        columns[move.approval_column] = event.at
    if move and move.stays_if_grave and facts.get("state", {}).get("status") not in FINAL:
        columns["left_at"] = event.at
    return columns


def _check_category(record: ComplaintRecord, policies: Mapping[int, Policy], code: object) -> Iterator[str]:
    """Check category and policy, and what they decide about visibility."""
    complaint, policy = record.complaint, policies.get(record.complaint.policy_id)
    if policy is None or policy.category_id != complaint.category_id:
        yield "its policy is not one of its category"
        return
    category = policy.category
    if code is not None and category.code != code:
        yield f"its row says category {category.code}, its history {code}"
    if complaint.about_police != category.about_police:
        yield "its row says otherwise than its category whether it is about the police"
    under_18 = record.person is not None and record.person.under_18
    if complaint.anonymised_at is None and complaint.confidential != (category.confidential or under_18):
        yield "its row says otherwise than its category whether it is confidential"
