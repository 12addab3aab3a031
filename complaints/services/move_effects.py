"""What single moves write on the complaint's row beside status, clocks and custody: they need the database."""

from collections.abc import Callable
from datetime import datetime

from accounts.actors import Actor
from complaints.models import Complaint, ContactAnswer, ContactClaim
from complaints.queries.women_officers import women_near
from complaints.rules.calls import contact_ways
from complaints.rules.calls.aftercare import marks_passed
from complaints.rules.calls.contact_ways import Way
from complaints.rules.facts import Contact
from complaints.rules.parties import System
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import GRAVE, Ending
from complaints.services import clocks, other_complaint, pressure, reopening
from complaints.services.administration import recategorising
from complaints.services.calls import connected_calls, invitations
from ledger.exceptions import Refused

EffectOnRow = Callable[[Complaint, Actor, datetime, dict], None]


def apply(name: str, complaint: Complaint, *, by, at: datetime, details: dict) -> None:
    """Apply the effect of this move on the row. Some moves have none."""
    if effect := EFFECTS.get(name):
        effect(complaint, by, at, details)


def _claim(complaint, by, at, details):
    """By which way they spoke is recorded; who can only be reached through the portal has been written to there.

    `spoke`: the posting of the woman officer who did, in place of the holder, where one is asked for.
    """
    ways = _ways(complaint)
    if ways["hidden"] or not ways["has_phone"]:
        details.setdefault("how", Way.PORTAL)
    if details.get("how") and details["how"] not in contact_ways.open_ways(**ways):
        raise Refused(Refusal.NOT_THAT_WAY)
    complaint.contact = Contact.CLAIMED
    spoke = _who_spoke(complaint, details, by=by, at=at)
    ContactClaim.objects.create(complaint=complaint, cycle=complaint.cycle, posting_id=spoke, claimed_at=at)


def _who_spoke(complaint: Complaint, details: dict, *, by: Actor, at: datetime) -> int:
    """Raises Refused for whom nobody asked for, or who may not."""
    if not details.get("spoke"):
        return by.posting_id
    women = women_near(complaint, at=at) if complaint.complainant.woman_officer else []
    if details["how"] == Way.PORTAL or int(details["spoke"]) not in {one.pk for one in women}:
        raise Refused(Refusal.NOT_THAT_WAY)
    return int(details["spoke"])


def _confirm(complaint, by, at, details):
    """It stopped at the claimed time, not when it was confirmed."""
    complaint.contact = Contact.CONFIRMED
    complaint.contacted_at = _answer(complaint, ContactAnswer.IN_PERSON, at).claimed_at


def _ways(complaint: Complaint) -> dict[str, bool]:
    """What is known of the ways to a complainant, for rules.contacting; nothing is unsealed."""
    person = complaint.complainant
    return {
        "hidden": complaint.identity_is_protected,
        "has_phone": bool(person.phone_index),
        "has_email": bool(person.email_index),
    }


def _deny(complaint, by, at, details):
    complaint.contact = Contact.OPEN
    _answer(complaint, ContactAnswer(details.get("answer", ContactAnswer.NOBODY)), at)


def _leave_unconfirmed(complaint, by, at, details):
    complaint.contact = Contact.UNCONFIRMED
    complaint.contacted_at = _answer(complaint, "", at).claimed_at


def _answer(complaint: Complaint, answer: str, at: datetime) -> ContactClaim:
    claim = ContactClaim.objects.select_for_update().get(complaint=complaint, answered_at=None)
    claim.answer, claim.answered_at = answer, at
    claim.save(update_fields=["answer", "answered_at"])
    return claim


def _excuse(complaint, by, at, details):
    complaint.contact = Contact.EXCUSED


def _report(complaint, by, at, details):
    complaint.outcome = details["outcome"]
    complaint.fir_number = details.get("fir_number", "")
    complaint.fir_station = details.get("fir_station", "")
    complaint.reported_at, complaint.reported_by_id = at, by.officer_id


def _take_back(complaint, by, at, details):
    """No report stands any more; what it said is in the history."""
    complaint.outcome = complaint.fir_number = complaint.fir_station = complaint.verdict = ""
    complaint.reported_at = complaint.reported_by_id = complaint.accepted_at = complaint.verified_at = None


def _accept(complaint, by, at, details):
    complaint.accepted_at = at


def _verify(complaint, by, at, details):
    complaint.verified_at, complaint.verdict = at, details["verdict"]


def _close(complaint, by, at, details):
    complaint.closed_at = at
    complaint.ending = Ending.UNANSWERED if isinstance(by, System) else Ending.CONFIRMED


def _close_feedback(complaint, by, at, details):
    complaint.closed_at, complaint.ending = at, Ending.FEEDBACK


def _end(complaint, by, at, details):
    complaint.closed_at = at


def _ask_to_withdraw(complaint, by, at, details):
    """A wish, which the CPO's cell rings about when two days have passed: until then it stands in the row."""
    complaint.withdrawal_asked_at = at


def _keep(complaint, by, at, details):
    complaint.withdrawal_asked_at = None


def _withdraw(complaint, by, at, details):
    """Torture, children, sexual violence: only the person's participation ends, and the inquiry goes on."""
    complaint.withdrawal_asked_at = None
    if complaint.category.code not in GRAVE:
        complaint.closed_at = at
        return
    complaint.left_at = at
    clocks.stop_contact(complaint, at=at)
    _forget_claim(complaint, at)


def _ask_after(complaint, by, at, details):
    complaint.asked_after = marks_passed(complaint.closed_at, at)


def _report_pressure(complaint, by, at, details):
    pressure.open_task(complaint, silent=bool(details.get("silent")), at=at)


def _recategorise(complaint, by, at, details):
    recategorising.recategorise(complaint, details["category"], by=by, at=at)


def _merge(complaint, by, at, details):
    details["into"] = other_complaint.earlier_of_the_same_person(complaint, details.get("into"), by=by).etag
    complaint.closed_at = at


def _link(complaint, by, at, details):
    details["with"] = other_complaint.other(complaint, details.get("with"), by=by).etag


def _afresh(complaint, by, at, details):
    """A new cycle begins without the last one's report, keys and unanswered claim."""
    reopening.charge(complaint)
    _take_back(complaint, by, at, details)
    complaint.ending = ""
    complaint.resolved_at = complaint.closed_at = complaint.left_at = None
    complaint.withdrawal_asked_at = None
    complaint.asked_after = 0
    _forget_claim(complaint, at)


def _object(complaint, by, at, details):
    _afresh(complaint, by, at, details)
    complaint.objected_at = at


def _hold(complaint, by, at, details):
    complaint.held_at = at


def _lift_hold(complaint, by, at, details):
    complaint.held_at = None


def _forget_claim(complaint: Complaint, at: datetime) -> None:
    """A claim that nobody answered, and nobody will any more."""
    ContactClaim.objects.filter(complaint=complaint, answered_at=None).update(answered_at=at)


EFFECTS: dict[str, EffectOnRow] = {
    "record_contact": _claim,
    "invite": invitations.invite,
    "answer_invitation": invitations.answer,
    "ask_call": connected_calls.ask,
    "put_through": connected_calls.claim,
    "confirm_contact": _confirm,
    "deny_contact": _deny,
    "leave_unconfirmed": _leave_unconfirmed,
    "excuse_contact": _excuse,
    "submit_report": _report,
    "return_report": _take_back,
    "re_mark": _take_back,
    "keep_away": _take_back,
    "accept": _accept,
    "verify": _verify,
    "close": _close,
    "close_as_feedback": _close_feedback,
    "reject": _end,
    "ask_to_withdraw": _ask_to_withdraw,
    "keep": _keep,
    "withdraw": _withdraw,
    "ask_after": _ask_after,
    "report_pressure": _report_pressure,
    "recategorise": _recategorise,
    "merge": _merge,
    "link": _link,
    "object": _object,
    "appeal": _object,
    "reinstate": _afresh,
    "hold": _hold,
    "lift_hold": _lift_hold,
}
