"""Where a complainant is reached, and who outside keeps the log's heads: resolvers for recipient references such as
"complainant:12" and "outside:1" (notifications)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, OuterRef

from complaints.models import Complaint
from complaints.rules.clock import NIGHT_BEGINS, NIGHT_ENDS
from notifications.addresses import Address
from notifications.rules.hours import Hours

ENOUGH, LATELY = 3, timedelta(hours=1)
"""So many complaints may lately have been filed with an address that nobody has shown to be theirs: of a further one
it is not told. Whoever files is never refused; somebody else's telephone is not made to ring all day."""


def complainant(ref_id: int, at: datetime, *, whatsapp: str = "") -> Address | None:
    """Phone and e-mail, unsealed at the moment of sending and never stored, with all that was asked for.

    None where none was given, and for who is anonymous. `whatsapp`: the chat in which they agreed to be told. A name is
    used once a key has shown that the address is theirs: a mistyped number tells a stranger nothing.
    """
    found = (
        Complaint.objects.unscoped("messages are addressed by a job")
        .select_related("complainant")
        .filter(complainant=ref_id)
    )
    complaint = found.annotate(flooded=_before("phone_index") | _before("email_index")).first()
    if complaint is None:
        return None
    person = complaint.complainant
    if person.anonymous or not (person.phone or person.email or whatsapp):
        return None
    zone = ZoneInfo(person.time_zone)
    return Address(
        language=person.language,
        phone=person.phone,
        email=person.email,
        whatsapp=whatsapp,
        name=person.name if person.phone_verified_at else "",
        prefers=person.prefers,
        neutral=person.neutral,
        quiet=complaint.is_quiet and not person.messages_wanted,
        flooded=complaint.flooded and person.phone_verified_at is None,
        hours=None if person.safe_from is None else Hours(person.safe_from, person.safe_until, zone),
        awake=Hours(NIGHT_ENDS.hour, NIGHT_BEGINS.hour, zone),
    )


def outside(ref_id: int, at: datetime) -> Address | None:
    """The address outside that stands at this place of HEADS_RECIPIENTS, counted from one."""
    places = settings.HEADS_RECIPIENTS
    return Address(email=places[ref_id - 1]) if ref_id <= len(places) else None


def _before(index: str) -> Exists:
    """Whether enough was filed with the same number, or the same e-mail address, shortly before a complaint."""
    of_the_same = {f"complainant__{index}": OuterRef(f"complainant__{index}")}
    lately = {"received_at__lte": OuterRef("received_at"), "received_at__gt": OuterRef("received_at") - LATELY}
    others = Complaint.objects.unscoped("messages are addressed by a job").filter(
        pk__lt=OuterRef("pk"), **of_the_same, **lately
    )
    return Exists(others.exclude(**{f"complainant__{index}": b""})[ENOUGH - 1 : ENOUGH])
