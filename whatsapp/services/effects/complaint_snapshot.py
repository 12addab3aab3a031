"""Snapshot of an opened complaint: its status, open questions and possible moves."""

from datetime import datetime

from django.utils import translation

from citizen.queries import own_complaint
from citizen.queries.reported_outcome import last_report_in_events
from complaints.models import ActorKind, Complaint
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.calls.contact_ways import ContactWay, is_portal_the_default
from complaints.rules.statuses import SolvedAnswer, Status
from complaints.rules.thresholds import APPEAL_WITHIN, CHANGE_ANSWER_WITHIN
from whatsapp.services.effects.move_rules import SOLVED_MOVES, allowed_moves


def load_complaint_snapshot(complaint_id: int, *, by: str, opened_by: OpenedBy, at: datetime) -> dict:
    """Return status, open questions and possible moves, for a complainant who opened it this way."""
    opened = own_complaint.load_own_complaint(complaint_id)
    complaint, clock = opened.complaint, next(iter(opened.clocks), None)
    moves, report = allowed_moves(complaint, opened_by=opened_by, at=at), _published_report(opened)
    return {
        "opened": True,
        "by": by,
        "etag": complaint.etag,
        "status": complaint.status,
        "by_portal": is_portal_the_default(
            hidden=complaint.identity_is_protected, has_phone=bool(complaint.complainant.phone_index)
        ),
        "due": {"clock": clock.clock, "at": clock.due_at.isoformat(), "late": clock.due_at <= at} if clock else None,
        "category": complaint.category.code,
        "claim": _officer_names(opened.claim),
        "claim_is_written": opened.claim is not None and opened.claim_event.facts.get("how") == ContactWay.PORTAL,
        "report": report,
        "fir": report["fir"] if report else ", ".join(filter(None, (complaint.fir_number, complaint.fir_station))),
        "answered": _last_solved_answer(opened),
        **_change_deadlines(complaint, moves),
        "question": _last_text_of_kind(opened, "ask_citizen") if complaint.status == Status.AWAITING_CITIZEN else "",
        "news": _last_text_of_kind(opened, "tell_citizen"),
        "moves": moves,
    }


def _officer_names(claim) -> dict | None:
    """Return rank and name of the officer who claims contact, by language; None for no claim."""
    if claim is None:
        return None
    officer = claim.posting.officer
    names = {}
    for language in ("en", "ur"):
        with translation.override(language):
            names[language] = f"{officer.get_rank_display() or ''} {officer.name}".strip()
    return names | {"roman": names["en"]}


def _last_text_of_kind(opened: own_complaint.OpenedComplaint, kind: str) -> str:
    events = [event for event in opened.events if event.kind == kind and getattr(event, "words", None)]
    return events[-1].words.text if events else ""


def _published_report(opened: own_complaint.OpenedComplaint) -> dict | None:
    """Return the report of a resolved or closed complaint; None for others."""
    if opened.complaint.status not in {Status.RESOLVED, Status.CLOSED}:
        return None
    report = last_report_in_events(opened.events)
    return {"outcome": report.outcome, "fir": report.fir, "words": report.gist} if report else None


def _last_solved_answer(opened: own_complaint.OpenedComplaint) -> dict | None:
    """Return how and when "Is it solved?" was answered; None if it still waits or nobody answered."""
    complaint = opened.complaint
    if complaint.status == Status.RESOLVED:
        return None
    for event in reversed(opened.events):
        if complaint.resolved_at and event.at < complaint.resolved_at:
            return None
        if event.kind in SOLVED_MOVES and event.actor_kind == ActorKind.CITIZEN:
            answer = SolvedAnswer.YES if event.kind == "close" else event.facts.get("answer", SolvedAnswer.NO)
            return {"said": str(answer), "at": event.at.isoformat()}
    return None


def _change_deadlines(complaint: Complaint, moves: list[str]) -> dict[str, str]:
    """Return until when a closed complaint can be reopened by another answer or an appeal; "" if it cannot."""
    limits = {
        "change_until": ("object", CHANGE_ANSWER_WITHIN),
        "appeal_until": ("appeal", APPEAL_WITHIN),
    }
    if complaint.status != Status.CLOSED or complaint.closed_at is None:
        return dict.fromkeys(limits, "")
    return {
        name: (complaint.closed_at + within).isoformat() if move in moves else ""
        for name, (move, within) in limits.items()
    }
