"""The fields of the complaint that single moves set, besides status, clocks and custody.

`MOVE_EFFECTS` has one function for each move that sets a field or writes a related row. `make_move` calls it after all
guards have passed and before the complaint is saved.
"""

from collections.abc import Callable
from datetime import datetime

from accounts.actors import Actor
from complaints.models import Complaint, ContactAnswer, ContactClaim
from complaints.queries.women_officers import women_officers_near
from complaints.rules.actors import System
from complaints.rules.calls import contact_ways
from complaints.rules.calls.aftercare_dates import count_marks_passed
from complaints.rules.calls.contact_ways import ContactWay
from complaints.rules.guard_facts import ContactState
from complaints.rules.linking_events import LINK, MERGE
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import GRAVE_CATEGORIES, Ending
from complaints.services import (
    clocks,
    notification_writing,
    other_complaint_lookup,
    pressure_tasks,
    reopening_accountability,
)
from complaints.services.administration import recategorising
from complaints.services.calls import connected_calls, invitation_effects
from ledger.service_exceptions import Refused

MoveEffect = Callable[[Complaint, Actor, datetime, dict], None]

MOVE_EFFECTS: dict[str, MoveEffect] = {
    "invite": invitation_effects.store_invitation,
    "answer_invitation": invitation_effects.store_invitation_answer,
    "note": notification_writing.require_mentionable,
    "ask_call": connected_calls.request_connected_call,
    "put_through": connected_calls.claim_connected_contact,
}
"""The effect of each move that has one. `_register_effect_of` adds those that are defined in this module."""


def _register_effect_of(*moves: str) -> Callable[[MoveEffect], MoveEffect]:
    """Register a function as the effect of these moves."""

    def register(effect: MoveEffect) -> MoveEffect:
        MOVE_EFFECTS.update(dict.fromkeys(moves, effect))
        return effect

    return register


def apply_move_effect(name: str, complaint: Complaint, *, by, at: datetime, details: dict) -> None:
    """Apply the effect of this move to the complaint, if it has one. The caller saves the complaint.

    An effect may add to `details`. Raises Refused if a condition that needs the database is not met.
    """
    if effect := MOVE_EFFECTS.get(name):
        effect(complaint, by, at, details)


@_register_effect_of("record_contact")
def _claim_contact(complaint, by, at, details):
    """Record the contact that the holder claims, and how they spoke.

    If the complainant can only be reached through the portal, the contact was a message there. `details["spoke"]` is
    the posting of the woman officer who spoke in place of the holder.
    """
    known_channels = _contact_channels(complaint)
    if known_channels["hidden"] or not known_channels["has_phone"]:
        details.setdefault("how", ContactWay.PORTAL)
    if details.get("how") and details["how"] not in contact_ways.permitted_ways(**known_channels):
        raise Refused(Refusal.NOT_THAT_WAY)
    complaint.contact = ContactState.CLAIMED
    speaker_id = _speaker_posting_id(complaint, details, by=by, at=at)
    ContactClaim.objects.create(complaint=complaint, cycle=complaint.cycle, posting_id=speaker_id, claimed_at=at)


def _speaker_posting_id(complaint: Complaint, details: dict, *, by: Actor, at: datetime) -> int:
    """Return the posting that spoke with the complainant.

    Raises Refused if the details name somebody else although the complainant asked for no woman officer, or somebody
    who may not speak with them.
    """
    if not details.get("spoke"):
        return by.posting_id
    women = women_officers_near(complaint, at=at) if complaint.complainant.woman_officer else []
    if details["how"] == ContactWay.PORTAL or int(details["spoke"]) not in {posting.pk for posting in women}:
        raise Refused(Refusal.NOT_THAT_WAY)
    return int(details["spoke"])


@_register_effect_of("confirm_contact")
def _confirm_contact(complaint, by, at, details):
    """Record the contact at the time of the claim, not of its confirmation."""
    complaint.contact = ContactState.CONFIRMED
    complaint.contacted_at = _answer_claim(complaint, ContactAnswer.IN_PERSON, at).claimed_at


def _contact_channels(complaint: Complaint) -> dict[str, bool]:
    """Return the arguments of `contact_ways.permitted_ways`, without decrypting anything."""
    person = complaint.complainant
    return {
        "hidden": complaint.identity_is_protected,
        "has_phone": bool(person.phone_index),
        "has_email": bool(person.email_index),
    }


@_register_effect_of("deny_contact")
def _deny_contact(complaint, by, at, details):
    complaint.contact = ContactState.OPEN
    _answer_claim(complaint, ContactAnswer(details.get("answer", ContactAnswer.NOBODY)), at)


@_register_effect_of("leave_unconfirmed")
def _leave_unconfirmed(complaint, by, at, details):
    complaint.contact = ContactState.UNCONFIRMED
    complaint.contacted_at = _answer_claim(complaint, "", at).claimed_at


def _answer_claim(complaint: Complaint, answer: str, at: datetime) -> ContactClaim:
    claim = ContactClaim.objects.select_for_update().get(complaint=complaint, answered_at=None)
    claim.answer, claim.answered_at = answer, at
    claim.save(update_fields=["answer", "answered_at"])
    return claim


@_register_effect_of("excuse_contact")
def _excuse_contact(complaint, by, at, details):
    complaint.contact = ContactState.EXCUSED


@_register_effect_of("submit_report")
def _submit_report(complaint, by, at, details):
    complaint.outcome = details["outcome"]
    complaint.fir_number = details.get("fir_number", "")
    complaint.fir_station = details.get("fir_station", "")
    complaint.reported_at, complaint.reported_by_id = at, by.officer_id


@_register_effect_of("return_report", "re_mark", "keep_away")
def _clear_report(complaint, by, at, details):
    """Remove the report and its approvals from the row. The history keeps them."""
    complaint.outcome = complaint.fir_number = complaint.fir_station = complaint.verdict = ""
    complaint.reported_at = complaint.reported_by_id = complaint.accepted_at = complaint.verified_at = None


@_register_effect_of("accept")
def _accept_report(complaint, by, at, details):
    complaint.accepted_at = at


@_register_effect_of("verify")
def _verify_report(complaint, by, at, details):
    complaint.verified_at, complaint.verdict = at, details["verdict"]


@_register_effect_of("close")
def _close(complaint, by, at, details):
    complaint.closed_at = at
    complaint.ending = Ending.UNANSWERED if isinstance(by, System) else Ending.CONFIRMED


@_register_effect_of("close_as_feedback")
def _close_feedback(complaint, by, at, details):
    complaint.closed_at, complaint.ending = at, Ending.FEEDBACK


@_register_effect_of("close_sealed")
def _close_sealed(complaint, by, at, details):
    complaint.closed_at, complaint.ending = at, Ending.OUTSIDE


@_register_effect_of("close_imported")
def _close_imported(complaint, by, at, details):
    complaint.closed_at, complaint.ending = at, Ending.IMPORTED


@_register_effect_of("reject")
def _reject(complaint, by, at, details):
    complaint.closed_at = at


@_register_effect_of("ask_to_withdraw")
def _ask_to_withdraw(complaint, by, at, details):
    """Record the wish to withdraw. The complaint cell of the CPO calls about it after two days."""
    complaint.withdrawal_asked_at = at


@_register_effect_of("keep")
def _cancel_withdrawal(complaint, by, at, details):
    complaint.withdrawal_asked_at = None


@_register_effect_of("withdraw")
def _withdraw(complaint, by, at, details):
    """End the complaint; in the gravest categories only the participation of the complainant.

    Inquiries into torture, crimes against children and sexual violence continue without the complainant.
    """
    complaint.withdrawal_asked_at = None
    if complaint.category.code not in GRAVE_CATEGORIES:
        complaint.closed_at = at
        return
    complaint.left_at = at
    clocks.stop_contact_clocks(complaint, at=at)
    _end_open_claim(complaint, at)


@_register_effect_of("ask_after")
def _count_aftercare_questions(complaint, by, at, details):
    complaint.asked_after = count_marks_passed(complaint.closed_at, at)


@_register_effect_of("report_pressure")
def _report_pressure(complaint, by, at, details):
    pressure_tasks.open_pressure_task(complaint, silent=bool(details.get("silent")), at=at)


@_register_effect_of("recategorise")
def _recategorise(complaint, by, at, details):
    recategorising.change_category(complaint, details["category"], by=by, at=at)


@_register_effect_of("merge")
def _merge_into_earlier(complaint, by, at, details):
    details["into"] = other_complaint_lookup.find_earlier_complaint(complaint, details.get("into"), by=by).etag
    complaint.closed_at = at


@_register_effect_of("link")
def _link_to_other(complaint, by, at, details):
    details["with"] = other_complaint_lookup.find_other_complaint(complaint, details.get("with"), by=by).etag


@_register_effect_of("unlink")
def _unlink_from_other(complaint, by, at, details):
    other = other_complaint_lookup.find_other_complaint(complaint, details.get("with"), by=by)
    if not other_complaint_lookup.is_related(complaint, LINK, other.etag):
        raise Refused(Refusal.NOT_LINKED)
    details["with"] = other.etag


@_register_effect_of("unmerge")
def _unmerge_from_earlier(complaint, by, at, details):
    earlier = other_complaint_lookup.find_other_complaint(complaint, details.get("into"), by=by)
    if not other_complaint_lookup.is_related(complaint, MERGE, earlier.etag):
        raise Refused(Refusal.NOT_LINKED)
    details["into"] = earlier.etag
    complaint.closed_at = None


@_register_effect_of("reinstate")
def _clear_last_round(complaint, by, at, details):
    """Clear the report, the approvals, the ending and the open claim of the last round."""
    reopening_accountability.record_answerable_office(complaint)
    _clear_report(complaint, by, at, details)
    complaint.ending = ""
    complaint.resolved_at = complaint.closed_at = complaint.left_at = None
    complaint.withdrawal_asked_at = None
    complaint.asked_after = 0
    _end_open_claim(complaint, at)


@_register_effect_of("object", "appeal")
def _object_or_appeal(complaint, by, at, details):
    _clear_last_round(complaint, by, at, details)
    complaint.objected_at = at


@_register_effect_of("hold")
def _place_hold(complaint, by, at, details):
    complaint.held_at = at


@_register_effect_of("lift_hold")
def _lift_hold(complaint, by, at, details):
    complaint.held_at = None


def _end_open_claim(complaint: Complaint, at: datetime) -> None:
    """End an unanswered claim of a contact; nobody will be asked about it any more."""
    ContactClaim.objects.filter(complaint=complaint, answered_at=None).update(answered_at=at)
