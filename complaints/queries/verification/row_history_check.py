"""Verify the columns of a complaint's row that follow from single events: who reported, when, and with what result."""

from collections.abc import Iterator, Mapping

from complaints.models import Event, Policy
from complaints.queries.verification.chain_check import parse_event_body
from complaints.queries.verification.record_loading import ComplaintRecord
from complaints.rules.statuses import FINAL, Ending, Status
from complaints.workflow.table import MOVES

NEW_ROUND = frozenset({"reinstate", *(name for name, move in MOVES.items() if move.new_cycle)})
CLEARS_REPORT = frozenset({"return_report", "re_mark", "keep_away"}) | NEW_ROUND
NO_REPORT = {
    "outcome": "",
    "reported_at": None,
    "reported_by_id": None,
    "accepted_at": None,
    "verified_at": None,
    "fir_number": "",
}
NO_END = {"ending": "", "resolved_at": None, "closed_at": None, "left_at": None, "withdrawal_asked_at": None}


def check_row_follows_from_events(record: ComplaintRecord, policies: Mapping[int, Policy]) -> Iterator[str]:
    """Yield the columns that differ from what the events lead to. `policies`: by id, with their categories."""
    expected: dict[str, object] = {**NO_REPORT, **NO_END}
    for event in record.events:
        body = parse_event_body(event)
        expected |= _columns_after(event, body.get("facts", {}), body.get("by", {}))
    complaint = record.complaint
    code = expected.pop("category", None)
    for column, value in expected.items():
        if (stored := getattr(complaint, column)) != value:
            yield f"its row says {column} {stored or 'none'}, its history {value or 'none'}"
    yield from _check_category(record, policies, code)


def _columns_after(event: Event, facts: Mapping, by: Mapping) -> dict[str, object]:
    """Return the columns that an event sets."""
    columns: dict[str, object] = {}
    if event.kind in CLEARS_REPORT:
        columns |= NO_REPORT
    if event.kind in NEW_ROUND:
        columns |= NO_END
    match event.kind:
        case "registered":
            columns |= {name: facts[name] for name in ("channel", "category") if name in facts}
        case "recategorise":
            columns |= {"category": facts.get("category")}
        case "submit_report":
            columns |= {
                "outcome": facts.get("outcome", ""),
                "reported_at": event.at,
                "reported_by_id": by.get("officer"),
                "fir_number": facts.get("fir_number", ""),
            }
        case "accept":
            columns |= {"accepted_at": event.at}
        case "verify":
            columns |= {"verified_at": event.at}
        case "ask_to_withdraw":
            columns |= {"withdrawal_asked_at": event.at}
        case "keep" | "withdraw":
            columns |= {"withdrawal_asked_at": None}
    if "place" in facts:
        columns["place_id"] = facts["place"]
    return columns | _end_columns(event, facts, by)


def _end_columns(event: Event, facts: Mapping, by: Mapping) -> dict[str, object]:
    """Return the columns of the end of a round, if an event ends it."""
    before, status = facts.get("from"), facts.get("state", {}).get("status")
    if event.kind == "withdraw" and status not in FINAL:
        return {"left_at": event.at}
    if before == status or event.kind not in MOVES:
        return {}
    if status == Status.RESOLVED:
        return {"resolved_at": event.at}
    if status not in FINAL:
        return {}
    match event.kind:
        case "close":
            ending = Ending.UNANSWERED if by.get("kind") == "system" else Ending.CONFIRMED
            return {"closed_at": event.at, "ending": str(ending)}
        case "close_as_feedback" | "recategorise":
            return {"closed_at": event.at, "ending": str(Ending.FEEDBACK)}
    return {"closed_at": event.at}


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
