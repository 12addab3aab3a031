"""Another complaint that a move speaks of, by the E-tag that was typed."""

from accounts.actors import Actor
from complaints.models import Complaint
from complaints.rules import etag
from complaints.rules.refusals import Refusal
from complaints.rules.statuses import FINAL
from ledger.exceptions import Refused


def other(complaint: Complaint, typed: str | None, *, by: Actor) -> Complaint:
    """Another complaint that this officer may see. Raises Refused: what they may not see does not exist."""
    try:
        number = etag.parse(typed or "")
    except etag.Mistyped as mistyped:
        raise Refused(Refusal.NO_SUCH_COMPLAINT) from mistyped
    found = Complaint.objects.visible_to(by).select_related("complainant").filter(etag=number).first()
    if found is None or found.pk == complaint.pk:
        raise Refused(Refusal.NO_SUCH_COMPLAINT)
    return found


def earlier_of_the_same_person(complaint: Complaint, typed: str | None, *, by: Actor) -> Complaint:
    """An earlier complaint that has not ended, by whoever has the same phone, e-mail or document. Raises Refused."""
    found = other(complaint, typed, by=by)
    if not _is_same_person(found, complaint):
        raise Refused(Refusal.NOT_THE_SAME_PERSON)
    is_earlier = (found.received_at, found.pk) < (complaint.received_at, complaint.pk)
    if not is_earlier or found.status in FINAL:
        raise Refused(Refusal.NOT_EARLIER)
    return found


def _is_same_person(one: Complaint, another: Complaint) -> bool:
    """By blind index, so that nothing is unsealed to find out."""
    indexes = "phone_index", "email_index", "document_index"
    pairs = ((bytes(getattr(one.complainant, name)), bytes(getattr(another.complainant, name))) for name in indexes)
    return any(a and a == b for a, b in pairs)
