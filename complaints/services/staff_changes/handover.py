"""Hand over all complaints of a posting to another one at once, when its officer is transferred.

Complaints that the new posting may not have, because of rank or exclusion, stay. When the posting ends they pass to the
head of the office (`services.staff_changes.vacated_postings`).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.roles import Role
from complaints.models import Complaint
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of, conflict_exclusions_of
from complaints.rules.exclusion.conflict_exclusion import NO_EXCLUSION
from complaints.rules.marking_eligibility import WORKING_ROLES
from complaints.rules.refusals import Refusal
from complaints.services import custody, event_messages, history, posting_eligibility
from complaints.services.moves import lock_complaint
from complaints.signals import event_recorded
from ledger.service_exceptions import NotPermitted, Refused
from notifications.services import enqueue

RELATED_FIELDS = ("policy", "office", "place__parent")


@dataclass(frozen=True)
class HandoverPreview:
    """How many complaints are handed over, and how many stay, by reason."""

    going: int
    staying: Counter[Refusal]


def may_hand_over(by: Actor, posting: Posting, to: Posting) -> bool:
    """Return whether this actor may hand over complaints from one posting to the other.

    The actor heads an office at or above both, and `to` has a role that holds complaints.
    """
    can_receive = Role(to.role) in WORKING_ROLES and to.pk != posting.pk
    return can_receive and by.is_head and by.is_at_or_above(posting.office.path) and by.is_at_or_above(to.office.path)


def preview_handover(*, posting: Posting, to: Posting, by: Actor, at: datetime) -> HandoverPreview:
    """Return what a handover would do now. Two queries for any number of complaints. Raises NotPermitted."""
    _require_permission(by, posting, to, at=at)
    refusals = [refusal for _, refusal in _complaints_with_refusals(posting, to, by=by, at=at)]
    return HandoverPreview(refusals.count(None), Counter(refusal for refusal in refusals if refusal))


@transaction.atomic
def hand_over_complaints(*, posting: Posting, to: Posting, by: Actor, at: datetime, words: str = "") -> HandoverPreview:
    """Hand over the complaints that `to` may have, and return how many were handed over and how many stay.

    Each complaint gets an event; its status and its clocks do not change. `to` gets one message. Complaints that the
    actor may not see stay, too. Raises NotPermitted.
    """
    # Locked, so that the posting cannot end meanwhile.
    to = Posting.objects.select_for_update(of=("self",), no_key=True).with_people().get(pk=to.pk)
    _require_permission(by, posting, to, at=at)
    complaints = list(_complaints_with_refusals(posting, to, by=by, at=at))
    staying = Counter(refusal for _, refusal in complaints if refusal)
    count = 0
    for pk in [pk for pk, refusal in complaints if refusal is None]:
        try:
            count += _hand_over_complaint(pk, posting, to, by=by, at=at, words=words)
        except Refused as error:
            staying[error.reason] += 1
    if count:
        context = {"count": count, "path": "/desk/"}
        enqueue(recipient=f"posting:{to.pk}", template="handed_to_you", context=context, at=at)
    return HandoverPreview(count, staying)


def _require_permission(by: Actor, posting: Posting, to: Posting, *, at: datetime) -> None:
    if not (may_hand_over(by, posting, to) and to.is_current(at)):
        raise NotPermitted("hand over")


def _complaints_with_refusals(
    posting: Posting, to: Posting, *, by: Actor, at: datetime
) -> Iterator[tuple[int, Refusal | None]]:
    """Yield each open complaint of the posting that the actor may see, and why `to` may not have it (None: may).

    They are in the order in which all writers lock complaints.
    """
    held = (
        Complaint.objects.visible_to(by, at=at)
        .open()
        .held_by(posting.pk)
        .select_related(*RELATED_FIELDS)
        .order_by("pk")
    )
    complaints = list(held)
    exclusions = conflict_exclusions_of([complaint.pk for complaint in complaints], at=at)
    for complaint in complaints:
        exclusion = exclusions.get(complaint.pk, NO_EXCLUSION)
        yield (
            complaint.pk,
            posting_eligibility.refusal_of_posting(to, complaint, below_path=by.office_path, exclusion=exclusion),
        )


def _hand_over_complaint(
    complaint_id: int, posting: Posting, to: Posting, *, by: Actor, at: datetime, words: str
) -> bool:
    """Hand over one complaint. Return False if somebody else moved it while this transaction waited for the lock.

    Raises Refused if `to` may not have it any more, because an officer was named or the category changed since.
    """
    head, complaint = lock_complaint(complaint_id)
    if complaint.holder_id != posting.pk or not complaint.is_open:
        return False
    at = max(at, head.at or at)
    if reason := posting_eligibility.refusal_of_posting(
        to, complaint, below_path=by.office_path, exclusion=conflict_exclusion_of(complaint, at=at)
    ):
        raise Refused(reason)
    custody.transfer_custody(complaint, office=to.office, posting_id=to.pk, at=at)
    complaint.save()
    facts = {"state": history.event_state_of(complaint), "from": posting.pk}
    entry = history.EventEntry("handed_over", complaint.cycle, facts, words, for_citizen=False)
    event = history.append(head, entry, by=by, at=at)
    event_messages.write_event_messages(event, complaint, at=at)
    event_recorded.send(Complaint, event=event, complaint=complaint)
    return True
