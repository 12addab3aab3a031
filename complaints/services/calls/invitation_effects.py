"""Invite the complainant to an office, and store their answer. Neither has an effect on the clocks."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import Complaint, Invitation
from complaints.queries.current_invitations import invitations_of_round, possible_host_offices
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.calls.invitation_rules import is_possible_appointment
from complaints.rules.refusals import Refusal
from ledger.service_exceptions import Refused


def store_invitation(complaint: Complaint, by: Actor, at: datetime, details: dict) -> None:
    """Store an invitation. Raises Refused if the office is not offered or the time is not possible.

    `details` has the id of the `office` and the time `appointed_at`. They are replaced by what the event records: the
    time, and the names of the office.
    """
    appointed_at = details.pop("appointed_at", None)
    if appointed_at is None or not is_possible_appointment(appointed_at, at=at):
        raise Refused(Refusal.NO_SUCH_HOUR)
    offered = {
        office.pk: office
        for office in possible_host_offices(complaint, by, exclusion=conflict_exclusion_of(complaint, at=at))
    }
    office = offered.get(details.pop("office", None))
    if office is None:
        raise Refused(Refusal.NO_SUCH_PLACE)
    details |= {"due": appointed_at.isoformat(), "office_en": office.name_en, "office_ur": office.name_ur}
    Invitation.objects.create(
        complaint=complaint,
        cycle=complaint.cycle,
        to_id=complaint.holder_id,
        by_id=by.posting_id,
        office=office,
        invited_at=at,
        appointed_at=appointed_at,
    )


def store_invitation_answer(complaint: Complaint, by, at: datetime, details: dict) -> None:
    """Store the answer to the last invitation. The guard has checked that there is one. One statement."""
    last = invitations_of_round(complaint).values("pk")[:1]
    Invitation.objects.filter(pk__in=last).update(answer=details["answer"], answered_at=at)
