"""What the page of one's own complaint shows, put together at one moment."""

from datetime import datetime

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext

from citizen import deadlines, visitor_session
from citizen.complaint_page import (
    available_moves,
    citizen_timeline,
    conversation,
    delay_bill,
    progress,
    solved_question,
)
from citizen.complaint_page.event_words import is_written_contact, words_of
from citizen.complaint_page.petition_view import why_not
from citizen.evidence import upload_target
from citizen.queries import own_complaint
from citizen.queries.own_complaint import Opened
from citizen.queries.reported_outcome import last_report_among
from complaints.models import Complainant
from complaints.models.labels import REFUSALS, WAYS
from complaints.rules.calls.contact_ways import is_by_portal
from complaints.rules.calls.invitations import Reply
from complaints.rules.opened_by import OpenedBy, Trust, channels_to_prove, trust_in
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import GRAVE, Status
from complaints.workflow.table import MOVES
from web import identity_numbers
from web.times import moment


def show(
    request: HttpRequest, complaint_id: int, *, tried: tuple[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    """The page; `tried`: the move just tried and its form, which stays on the page whatever became of the rest."""
    shown = context(own_complaint.opened(complaint_id), opened_by=visitor_session.opened_by(request), at=now())
    if tried:
        move, form = tried
        shown["acts"].forms.pop(move, None)
        answer, words = request.POST.get("answer", ""), form.data.get(form.add_prefix("words"))
        again = bool(form.fields) and (move != "object" or bool(words))
        answer = answer if answer in MOVES[move].citizens_page.answers else ""
        shown |= {"tried": {"move": move, "form": form, "answer": answer, "again": again}, "form": form}
    return render(request, "citizen/complaint_page.html", shown, status=status)


def context(found: Opened, *, opened_by: OpenedBy, at: datetime) -> dict:
    """Everything that the template names."""
    complaint, person = found.complaint, found.complaint.complainant
    by_portal = found.claim is not None and is_written_contact(found.claim_event)
    offered = available_moves.offered(complaint, opened_by=opened_by, at=at, by_portal=by_portal)
    hidden = is_by_portal(hidden=complaint.identity_is_protected, has_phone=bool(person.phone_index))
    following = _following(found, hidden=hidden, at=at)
    return {
        "complaint": complaint,
        "seen": found.seen,
        "neutral_title": complaint.confidential or person.has_secret,
        "can_leave": complaint.is_sensitive or person.has_secret,
        "is_grave": complaint.category.code in GRAVE,
        "hidden": hidden,
        "steps": progress.steps(complaint),
        "goes_on_in": own_complaint.goes_on_in(found),
        "sentence": progress.sentence(complaint),
        "next": following,
        "passed": complaint.is_open and any(event.kind == "breach" for event in found.events),
        "received": moment(complaint.received_at, now=at),
        "closed": moment(complaint.closed_at, now=at) if complaint.closed_at else "",
        "has_it": citizen_timeline.rank_and_office(complaint.holder) if complaint.holder else "",
        "report": last_report_among(found.events),
        "change_until": solved_question.change_until(found, at=at) if "object" in offered.forms else "",
        "lacks_words": solved_question.lacks_words(found),
        "contact": _contact(found, by_portal=by_portal, at=at),
        "question": _question(found),
        "invitation": _invitation(found, at=at),
        "acts": offered,
        "proof": _proof(person, opened_by, limited=offered.limited) if offered.limited else None,
        "talk": conversation.conversation(found, now=at),
        "files": upload_target.of_complaint(complaint.pk, etag=complaint.etag),
        "entries": citizen_timeline.timeline(found, now=at) + _ahead(following),
        "bill": delay_bill.shown(found, now=at),
        "read_by": found.read_by,
        "petition_why_not": why_not(found),
    }


def _proof(person: Complainant, opened_by: OpenedBy, *, limited: set[str]) -> dict:
    """Why some acts are not offered, and where a code can be sent that changes that; of each number only its end.

    `is_first`: something waits for such an act, so this stands above it.
    """
    channels = channels_to_prove(opened_by, person.proofs)
    is_officers = trust_in(opened_by, person.proofs) is Trust.OFFICERS_KEY
    return {
        "why": REFUSALS[Refusal.OFFICERS_KEY if is_officers else Refusal.UNPROVED_KEY],
        "is_officers": is_officers,
        "is_first": bool(limited - {"withdraw"}),
        "channels": [(channel, identity_numbers.ending(getattr(person, channel))) for channel in channels],
    }


def _contact(found: Opened, *, by_portal: bool, at: datetime) -> dict | None:
    """The contact that an officer claims: who, when, how, and, where it is a message, its words."""
    if found.claim is None:
        return None
    event = found.claim_event
    return {
        "who": citizen_timeline.rank_and_name(found.claim.posting),
        "office": citizen_timeline.rank_and_office(found.claim.posting),
        "when": moment(found.claim.claimed_at, now=at),
        "how": dict(WAYS).get(event.facts.get("how"), ""),
        "by_portal": by_portal,
        "words": words_of(event),
    }


def _following(found: Opened, *, hidden: bool, at: datetime) -> dict | None:
    """What comes next and by when. That an answer is awaited, the sentence says; here, what that does to the time."""
    if found.complaint.status == Status.AWAITING_CITIZEN:
        return {"words": gettext("The deadline for the report is paused until you answer."), "at": None, "late": False}
    zone = found.complaint.complainant.time_zone
    return deadlines.next_step(found.complaint, found.clocks, now=at, hidden=hidden, zone=zone)


def _ahead(following: dict | None) -> list[dict]:
    """What is promised stands at the end of the story; what is late has its own entries there."""
    if not following or not following["at"] or following["late"]:
        return []
    return [{"at": following["at"], "when": gettext("Next"), "sentence": following["words"], "tone": "next"}]


def _invitation(found: Opened, *, at: datetime) -> dict | None:
    """Where to, when, by whom and why, in the officer's words; and what was answered so far."""
    if found.invitation is None:
        return None
    event = next(event for event in reversed(found.events) if event.kind == "invite")
    return {
        "who": citizen_timeline.rank_and_office(found.invitation.by),
        "office": found.invitation.office.name,
        "address": found.invitation.office.address,
        "when": moment(found.invitation.appointed_at, now=at),
        "words": words_of(event),
        "answer": {
            Reply.COMES: gettext("I will come"),
            Reply.REFUSES: gettext("I will not come"),
            Reply.ANOTHER_TIME: gettext("Another time would suit me"),
        }.get(found.invitation.answer, ""),
    }


def _question(found: Opened) -> str:
    """The last question of an officer, in their words."""
    asked = [event for event in found.events if event.kind == "ask_citizen"]
    return words_of(asked[-1]) if asked else ""
