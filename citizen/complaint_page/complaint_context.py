"""Context of the page of one's own complaint."""

from datetime import datetime

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext

from citizen import deadline_texts, visitor_session
from citizen.complaint_page import (
    available_moves,
    citizen_timeline,
    complaint_progress,
    conversation_entries,
    delay_bill_chart,
    narrowing_objection,
    solved_answer_texts,
    station_order_consent,
)
from citizen.complaint_page.event_words import is_written_contact, readable_words
from citizen.complaint_page.legal_form_offers import forms_of_opened_complaint
from citizen.complaint_page.paper_details import carries_proofs
from citizen.evidence import upload_target
from citizen.filing import outside_notice
from citizen.queries import own_complaint
from citizen.queries.own_complaint import OpenedComplaint
from citizen.queries.reported_outcome import last_report_in_events
from complaints.models import Complainant
from complaints.models.display.complaint_labels import REFUSALS, WAYS
from complaints.rules.access_proofs import OpenedBy, Trust, channels_to_prove, trust_of_opening
from complaints.rules.calls.contact_ways import is_portal_the_default
from complaints.rules.calls.invitation_rules import InvitationReply
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import GRAVE_CATEGORIES, Status
from complaints.workflow.declaration import VOICE_NOTE
from complaints.workflow.table import MOVES, REQUESTS
from web import identity_numbers
from web.time_format import format_relative_time


def render_complaint_page(
    request: HttpRequest, complaint_id: int, *, tried: tuple[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    """Return the page. `tried`: the move that was just tried, and its form, which stays on the page in any case."""
    opened, at = own_complaint.load_own_complaint(complaint_id), now()
    narrowing_objection.record_narrowing_read(request, opened, at=at)
    page = complaint_page_context(opened, opened_by=visitor_session.visit_opened_by(request), at=at)
    if tried:
        move, form = tried
        page["acts"].forms.pop(move, None)
        answer, words = request.POST.get("answer", ""), form.data.get(form.add_prefix("words"))
        keeps_open = bool(form.fields) and (move != "object" or bool(words))
        answer = answer if answer in MOVES[move].citizens_page.answers else ""
        takes_voice = VOICE_NOTE in MOVES[move].records and "words" in form.fields
        tried_now = {"move": move, "form": form, "answer": answer, "takes_voice": takes_voice, "again": keeps_open}
        page |= {"tried": tried_now, "form": form}
    return render(request, "citizen/complaint_page.html", page, status=status)


def complaint_page_context(opened: OpenedComplaint, *, opened_by: OpenedBy, at: datetime) -> dict:
    """Return everything that the template uses."""
    complaint, person = opened.complaint, opened.complaint.complainant
    by_portal = opened.claim is not None and is_written_contact(opened.claim_event)
    moves = available_moves.find_available_moves(complaint, opened_by=opened_by, at=at, by_portal=by_portal)
    hidden = is_portal_the_default(hidden=complaint.identity_is_protected, has_phone=bool(person.phone_index))
    outside = outside_notice.outside_notice_of_events(complaint, opened.events, at=at)
    files = upload_target.complaint_upload_target(complaint.pk, etag=complaint.etag)
    deadline = _next_deadline_context(opened, hidden=hidden, at=at)
    return {
        "complaint": complaint,
        "seen": opened.history_length,
        "neutral_title": complaint.confidential or person.has_secret,
        "can_leave": complaint.is_sensitive or person.has_secret,
        "is_grave": complaint.category.code in GRAVE_CATEGORIES,
        "hidden": hidden,
        "steps": complaint_progress.progress_steps(complaint),
        "goes_on_in": own_complaint.complaint_merged_into(opened),
        "sentence": outside_notice.SEALED_SENTENCE if outside else complaint_progress.status_sentence(complaint),
        "outside": outside,
        "next": deadline,
        "has_calendar": bool(deadline_texts.promised_deadlines(complaint, opened.clocks, now=at)),
        "passed": complaint.is_open and any(event.kind == "breach" for event in opened.events),
        "received": format_relative_time(complaint.received_at, now=at),
        "closed": format_relative_time(complaint.closed_at, now=at) if complaint.closed_at else "",
        "has_it": citizen_timeline.rank_and_office(complaint.holder) if complaint.holder else "",
        "report": last_report_in_events(opened.events),
        "change_until": solved_answer_texts.change_deadline_text(opened, at=at) if "object" in moves.forms else "",
        "lacks_words": solved_answer_texts.answer_without_details(opened),
        "narrowing": narrowing_objection.narrowing_context(opened, at=at),
        "station_order": station_order_consent.station_order_context(opened),
        "contact": _claimed_contact_context(opened, by_portal=by_portal, at=at),
        "question": _last_question_text(opened),
        "invitation": _invitation_context(opened, at=at),
        "acts": moves,
        "proof": _proof_needed_context(person, opened_by, limited=moves.limited) if moves.limited else None,
        "talk": conversation_entries.list_conversation_entries(opened, files.files, now=at),
        "files": files,
        "entries": citizen_timeline.citizen_timeline_entries(opened, now=at) + _next_deadline_entries(deadline),
        "bill": delay_bill_chart.delay_bill_context(opened, now=at),
        "read_by": opened.read_by,
        "excluded_offices": own_complaint.load_excluded_offices(complaint),
        "legal_forms": forms_of_opened_complaint(opened),
        "carries_proofs": carries_proofs(complaint),
    }


def _proof_needed_context(person: Complainant, opened_by: OpenedBy, *, limited: set[str]) -> dict:
    """Return why some moves need a proof, and where a code for it can be sent; of each number only its end.

    `is_first`: something is waiting for such a move, so the notice is shown above it. A move that can be requested does
    not count.
    """
    channels = channels_to_prove(opened_by, person.proofs)
    is_officers = trust_of_opening(opened_by, person.proofs) is Trust.OFFICERS_KEY
    return {
        "why": REFUSALS[Refusal.OFFICERS_KEY if is_officers else Refusal.UNPROVED_KEY],
        "is_officers": is_officers,
        "is_first": bool(limited - REQUESTS.keys()),
        "channels": [
            (channel, identity_numbers.mask_contact_address(getattr(person, channel))) for channel in channels
        ],
    }


def _claimed_contact_context(opened: OpenedComplaint, *, by_portal: bool, at: datetime) -> dict | None:
    """Return the contact that an officer claims: who, when, how, and the text if it was a message."""
    if opened.claim is None:
        return None
    event = opened.claim_event
    return {
        "who": citizen_timeline.rank_and_name(opened.claim.posting),
        "office": citizen_timeline.rank_and_office(opened.claim.posting),
        "when": format_relative_time(opened.claim.claimed_at, now=at),
        "how": dict(WAYS).get(event.facts.get("how"), ""),
        "by_portal": by_portal,
        "words": readable_words(event),
    }


def _next_deadline_context(opened: OpenedComplaint, *, hidden: bool, at: datetime) -> dict | None:
    """Return the next deadline. While an answer is awaited, return what that does to the time."""
    if opened.complaint.status == Status.AWAITING_CITIZEN:
        return {"words": gettext("The deadline for the report is paused until you answer."), "at": None, "late": False}
    zone = opened.complaint.complainant.time_zone
    return deadline_texts.next_deadline_context(opened.complaint, opened.clocks, now=at, hidden=hidden, zone=zone)


def _next_deadline_entries(deadline: dict | None) -> list[dict]:
    """Return the next deadline as the last entry of the timeline. A missed one already has entries of its own."""
    if not deadline or not deadline["at"] or deadline["late"]:
        return []
    return [{"at": deadline["at"], "when": gettext("Next"), "sentence": deadline["words"], "tone": "next"}]


def _invitation_context(opened: OpenedComplaint, *, at: datetime) -> dict | None:
    """Return where, when, by whom and why the complainant is invited, and their answer so far."""
    if opened.invitation is None:
        return None
    event = next(event for event in reversed(opened.events) if event.kind == "invite")
    return {
        "who": citizen_timeline.rank_and_office(opened.invitation.by),
        "office": opened.invitation.office.name,
        "address": opened.invitation.office.address,
        "when": format_relative_time(
            opened.invitation.appointed_at, now=at, zone=opened.complaint.complainant.time_zone
        ),
        "words": readable_words(event),
        "answer": {
            InvitationReply.COMES: gettext("I will come"),
            InvitationReply.REFUSES: gettext("I will not come"),
            InvitationReply.ANOTHER_TIME: gettext("Another time would suit me"),
        }.get(opened.invitation.answer, ""),
    }


def _last_question_text(opened: OpenedComplaint) -> str:
    """Return the text of the officer's last question."""
    questions = [event for event in opened.events if event.kind == "ask_citizen"]
    return readable_words(questions[-1]) if questions else ""
