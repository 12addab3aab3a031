"""Snapshot of an opened complaint: its status, open questions and possible moves."""

from datetime import datetime

from django.utils import translation

from citizen.complaint_page.event_words import readable_words
from citizen.queries import own_complaint
from citizen.queries.reported_outcome import last_report_in_events
from complaints.models import ActorKind, Complaint
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.calls.contact_ways import ContactWay, is_portal_the_default
from complaints.rules.clock_obligations import VERIFY_WITHIN
from complaints.rules.statuses import FINAL, SolvedAnswer, Status
from complaints.rules.thresholds import APPEAL_WITHIN, CHANGE_ANSWER_WITHIN, REINSTATE_WITHIN, SILENCE_CLOSES_AFTER
from complaints.workflow.table import MOVES
from whatsapp.services.effects.move_rules import SOLVED_MOVES, allowed_moves
from whatsapp.services.effects.waiting_question_facts import load_waiting_questions

REOPENED_WITHIN = {"appeal_until": APPEAL_WITHIN, "reinstate_until": REINSTATE_WITHIN}
"""How long after its end a complaint can be reopened, by the name of the move and "_until"."""


def load_complaint_snapshot(complaint_id: int, *, by: str, opened_by: OpenedBy, at: datetime) -> dict:
    """Return status, open questions and possible moves, for a complainant who opened it this way."""
    opened = own_complaint.load_own_complaint(complaint_id)
    complaint = opened.complaint
    moves, report = allowed_moves(complaint, opened_by=opened_by, at=at), _published_report(opened)
    merged_into = own_complaint.complaint_merged_into(opened)
    return {
        "opened": True,
        "by": by,
        "etag": complaint.etag,
        "status": complaint.status,
        "by_portal": is_portal_the_default(
            hidden=complaint.identity_is_protected, has_phone=bool(complaint.complainant.phone_index)
        ),
        "zone": complaint.complainant.time_zone,
        "due": _next_deadline(opened, at=at),
        "status_reason": _reason_of_status(opened),
        "ending": complaint.ending,
        "goes_on_in": merged_into.etag if merged_into else "",
        "category": complaint.category.code,
        "claim": _officer_names(opened.claim),
        "claim_is_written": opened.claim is not None and opened.claim_event.facts.get("how") == ContactWay.PORTAL,
        "report": report,
        "fir": ", ".join(filter(None, (complaint.fir_number, complaint.fir_station))) or (report or {}).get("fir", ""),
        "answered": _last_solved_answer(opened),
        **_change_deadlines(complaint, moves),
        "question": _last_text_of_kind(opened, "ask_citizen") if complaint.status == Status.AWAITING_CITIZEN else "",
        "news": _last_text_of_kind(opened, "tell_citizen"),
        "moves": moves,
        **load_waiting_questions(opened, at=at),
    }


def _next_deadline(opened: own_complaint.OpenedComplaint, *, at: datetime) -> dict | None:
    """Return the next deadline as the complainant's page shows it (citizen.deadline_texts); None without one.

    `clock`: what is due, `answer` and `verification` included. `paused`: the clock waits for the complainant.
    `escalates`: when a higher office is notified if it is still late; "" if there is no such moment.
    """
    complaint = opened.complaint
    if complaint.status == Status.AWAITING_CITIZEN:
        return {"clock": "report", "at": "", "late": False, "paused": True, "escalates": ""}
    if complaint.status == Status.RESOLVED:
        due, clock, escalates = complaint.resolved_at + SILENCE_CLOSES_AFTER, "answer", None
    elif complaint.awaits_verification:
        due, clock, escalates = complaint.accepted_at + VERIFY_WITHIN, "verification", None
    elif opened.clocks:
        first = opened.clocks[0]
        due, clock, escalates = first.due_at, first.clock, first.next_step_at
    else:
        return None
    is_late = due <= at
    told_at = escalates.isoformat() if is_late and escalates and escalates > at else ""
    return {"clock": clock, "at": due.isoformat(), "late": is_late, "paused": False, "escalates": told_at}


def _reason_of_status(opened: own_complaint.OpenedComplaint) -> str:
    """Return the reason that an officer gave for ending the complaint, if the complainant may read it; "" for none.

    Reasons for forwarding, marking again and returning a report are for officers (`text_readers` of these moves).
    """
    complaint = opened.complaint
    if complaint.status not in FINAL:
        return ""
    ended_by = [event for event in opened.events if event.at == complaint.closed_at and event.kind in MOVES]
    return readable_words(ended_by[-1]) if ended_by and ended_by[-1].actor_kind == ActorKind.OFFICER else ""


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
    """Return until when a complaint that ended can be reopened, by another answer or move; "" if it cannot."""
    if complaint.status not in FINAL or complaint.closed_at is None:
        return dict.fromkeys(("change_until", *REOPENED_WITHIN), "")
    change = (complaint.closed_at + CHANGE_ANSWER_WITHIN).isoformat() if "object" in moves else ""
    return {"change_until": change} | {
        name: (complaint.closed_at + within).isoformat() if name.removesuffix("_until") in moves else ""
        for name, within in REOPENED_WITHIN.items()
    }
