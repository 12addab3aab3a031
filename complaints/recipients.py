"""Where a complainant is reached: the resolver for recipient references "complainant:12" (notifications)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from complaints.models import Complaint
from complaints.rules.clock import NIGHT_BEGINS, NIGHT_ENDS
from notifications.addresses import Address
from notifications.rules.hours import Hours


def complainant(ref_id: int, at: datetime) -> Address | None:
    """Phone and e-mail, unsealed at the moment of sending and never stored, with all that was asked for.

    None where neither was given, and for who is anonymous. A name is used once a key has shown that the address is
    theirs: a mistyped number tells a stranger nothing.
    """
    complaint = Complaint.objects.for_system().select_related("complainant").filter(complainant=ref_id).first()
    if complaint is None:
        return None
    person = complaint.complainant
    if person.anonymous or not (person.phone or person.email):
        return None
    zone = ZoneInfo(person.time_zone)
    return Address(
        language=person.language,
        phone=person.phone,
        email=person.email,
        name=person.name if person.phone_verified_at else "",
        prefers=person.prefers,
        neutral=person.neutral,
        quiet=complaint.is_quiet and not person.messages_wanted,
        hours=None if person.safe_from is None else Hours(person.safe_from, person.safe_until, zone),
        awake=Hours(NIGHT_ENDS.hour, NIGHT_BEGINS.hour, zone),
    )
