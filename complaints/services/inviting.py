"""An officer invites the complainant to an office; the complainant says what they like to it. No clock heeds either."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import Complaint, Invitation
from complaints.queries.firewall import wall_of
from complaints.queries.invitations import last_of, offices_for
from complaints.rules.inviting import STANDS, Reply, is_possible
from complaints.rules.refusals import Refusal
from complaints.services.refusals import Refused


def invite(complaint: Complaint, by: Actor, at: datetime, details: dict) -> None:
    """`office`: an office's id; `appointed_at`: the day and hour. The event tells both. Raises Refused."""
    last = last_of(complaint)
    if last and last.answer == Reply.REFUSES:
        raise Refused(Refusal.INVITATION_REFUSED)
    if last and last.answer in STANDS and last.appointed_at > at:
        raise Refused(Refusal.INVITATION_STANDS)
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
    """`answer`: one of rules.inviting.Reply. It may be changed until the hour has come. Raises Refused."""
    last = last_of(complaint)
    if last is None or last.appointed_at <= at or details.get("answer") not in set(Reply):
        raise Refused(Refusal.NOT_ASKED)
    if last.answer == details["answer"]:
        raise Refused(Refusal.KEY_TURNED)
    last.answer, last.answered_at = details["answer"], at
    last.save(update_fields=["answer", "answered_at"])
