"""An officer invites the complainant to an office; the complainant says what they like to it. No clock heeds either."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import Complaint, Invitation
from complaints.queries.conflict_exclusion import wall_of
from complaints.queries.invitations import offices_for, sent_in_this_round
from complaints.rules.calls.invitations import is_possible
from complaints.rules.refusals import Refusal
from ledger.exceptions import Refused


def invite(complaint: Complaint, by: Actor, at: datetime, details: dict) -> None:
    """`office`: an office's id; `appointed_at`: the day and hour. The event tells both. Raises Refused."""
    appointed = details.pop("appointed_at", None)
    if appointed is None or not is_possible(appointed, at=at):
        raise Refused(Refusal.NO_SUCH_HOUR)
    offered = {office.pk: office for office in offices_for(complaint, by, wall=wall_of(complaint, at=at))}
    office = offered.get(details.pop("office", None))
    if office is None:
        raise Refused(Refusal.NO_SUCH_PLACE)
    details |= {"due": appointed.isoformat(), "office_en": office.name_en, "office_ur": office.name_ur}
    Invitation.objects.create(
        complaint=complaint,
        cycle=complaint.cycle,
        to_id=complaint.holder_id,
        by_id=by.posting_id,
        office=office,
        invited_at=at,
        appointed_at=appointed,
    )


def answer(complaint: Complaint, by, at: datetime, details: dict) -> None:
    """Keep the answer to the last invitation; the guard has seen that there is one. One statement."""
    last = sent_in_this_round(complaint).values("pk")[:1]
    Invitation.objects.filter(pk__in=last).update(answer=details["answer"], answered_at=at)
