"""Hear the officer whom a conduct complaint names: a written summary, and a written answer.

Neither identifies the complaint.
"""

from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.rules.office_tree import OfficeKind
from complaints.models import Complaint, Hearing, Naming
from complaints.queries import hearing_lookup
from complaints.rules.actors import SYSTEM
from complaints.rules.capacities import Capacity
from complaints.rules.hearing_rules import ANSWER_WITHIN, reveals_complainant
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status
from complaints.services import event_messages, facts, history, required_text
from complaints.services.moves import lock_complaint, make_move
from complaints.signals import event_recorded
from ledger.service_exceptions import NotPermitted, Refused
from notifications.services import enqueue


def may_write_summary(capacities: frozenset[Capacity], complaint: Complaint) -> bool:
    """Return whether an actor with these capacities may write a summary: the holder, during the inquiry."""
    return Capacity.HOLDER in capacities and complaint.about_police and complaint.status == Status.IN_INQUIRY


def may_approve_hearing(capacities: frozenset[Capacity], by: Actor, hearing: Hearing, complaint: Complaint) -> bool:
    """Return whether this officer may approve the summary of a confidential complaint.

    Monitors and operators of the CPO may, once, in the round in which it was written.
    """
    is_cpo = by.office_kind is OfficeKind.CENTRAL and capacities & {Capacity.MONITOR, Capacity.CELL}
    return bool(is_cpo) and hearing.given_at is None and hearing.cycle == complaint.cycle


@transaction.atomic
def write_hearing_summary(*, naming_id: int, gist: str, by: Actor, at: datetime) -> Hearing:
    """Write the summary of the accusation for a named officer, without the complainant, the E-tag or evidence.

    The officer gets it immediately; for a confidential complaint, after the CPO has approved it (`approve_hearing`).
    There is one summary for each officer and round. Raises NotPermitted; Refused if the summary is empty, identifies
    the complaint or exists already; text_cleaning.UnreadableText.
    """
    gist = required_text.require_text(gist)
    naming = Naming.objects.standing().select_related("officer").get(pk=naming_id)
    head, complaint = lock_complaint(naming.complaint_id)
    at = max(at, head.at or at)
    if not may_write_summary(facts.capacities_of(by, complaint, at=at), complaint):
        raise NotPermitted("write a summary for a hearing")
    if Hearing.objects.filter(naming=naming, cycle=complaint.cycle).exists():
        raise Refused(Refusal.ALREADY_DONE)
    _require_no_identification(gist, complaint)
    hearing = Hearing.objects.create(
        naming=naming, cycle=complaint.cycle, gist=gist, written_at=at, written_by_id=by.posting_id
    )
    make_move(complaint_id=complaint.pk, name="hear", by=by, at=at, words=gist)
    if not complaint.confidential:
        _give_to_officer(hearing, at=at)
    return hearing


@transaction.atomic
def approve_hearing(*, hearing_id, words: str, by: Actor, at: datetime) -> Hearing:
    """Approve, for the CPO, that the officer of a confidential complaint is heard, after the complainant was warned.

    `words`: when and how the complainant was warned; officers can read it in the history. Raises NotPermitted; Refused
    without words; text_cleaning.UnreadableText.
    """
    words = required_text.require_text(words)
    hearing = Hearing.objects.select_related("naming").get(pk=hearing_id)
    head, complaint = lock_complaint(hearing.naming.complaint_id)
    at = max(at, head.at or at)
    hearing = Hearing.objects.select_related("naming").get(pk=hearing_id)
    if not may_approve_hearing(facts.capacities_of(by, complaint, at=at), by, hearing, complaint):
        raise NotPermitted("approve a hearing")
    hearing.agreed_by_id, hearing.warned_at = by.posting_id, at
    hearing.save(update_fields=["agreed_by", "warned_at"])
    entry = history.EventEntry(
        "hearing_agreed", complaint.cycle, {"state": history.event_state_of(complaint)}, words, for_citizen=False
    )
    _append_hearing_event(head, complaint, entry, by=by, at=at)
    _give_to_officer(hearing, at=at)
    return hearing


@transaction.atomic
def answer_hearing(*, hearing_id, words: str, officer_id: int, at: datetime) -> Hearing:
    """Store the officer's written answer. Each officer can answer once, also late, while the complaint is open.

    The officer needs no posting. The history records that an answer came but not from whom; the text is stored with the
    summary. Raises NotPermitted for anybody else; Refused without words, for a second answer, or if the complaint is no
    longer open; text_cleaning.UnreadableText.
    """
    words = required_text.require_text(words)
    hearing = hearing_lookup.hearings_received_by(officer_id).select_related("naming").filter(pk=hearing_id).first()
    if hearing is None:
        raise NotPermitted("answer in a hearing")
    head, complaint = lock_complaint(hearing.naming.complaint_id)
    at = max(at, head.at or at)
    hearing.refresh_from_db(fields=["answer", "answered_at"])
    if hearing.answered_at is not None:
        raise Refused(Refusal.ALREADY_DONE)
    if not complaint.is_open:
        raise Refused(Refusal.TOO_LATE)
    hearing.answer, hearing.answered_at = words, at
    hearing.save(update_fields=["answer", "answered_at"])
    entry = history.EventEntry("hearing_answered", complaint.cycle, {"state": history.event_state_of(complaint)})
    _append_hearing_event(head, complaint, entry, by=SYSTEM, at=at)
    return hearing


def _append_hearing_event(head, complaint: Complaint, entry: history.EventEntry, *, by, at: datetime) -> None:
    event = history.append(head, entry, by=by, at=at)
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)


def _give_to_officer(hearing: Hearing, *, at: datetime) -> None:
    """Show the summary to the officer, and notify them.

    The message goes to the person, not to their posting: during leave the acting officer would get it.
    """
    hearing.given_at, hearing.due_at = at, at + ANSWER_WITHIN
    hearing.save(update_fields=["given_at", "due_at"])
    context = {"path": f"/desk/answers/{hearing.pk}/", "due_at": hearing.due_at}
    enqueue(recipient=f"officer:{hearing.naming.officer_id}", template="answer_wanted", context=context, at=at)


def _require_no_identification(gist: str, complaint: Complaint) -> None:
    """Raise Refused if the summary contains a name, number or address by which the complaint can be identified."""
    person = complaint.complainant
    numbers = [complaint.etag, person.phone, person.document_number]
    names, addresses = [person.name, person.behalf_name], [person.address]
    if reveals_complainant(gist, numbers=numbers, names=names, addresses=addresses, email=person.email):
        raise Refused(Refusal.SUMMARY_REVEALS_COMPLAINANT)
