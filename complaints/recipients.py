"""Where a complainant is reached: the resolver for recipient references "complainant:12" (notifications)."""

from datetime import datetime

from complaints.models import Complainant
from notifications.addresses import Address


def complainant(ref_id: int, at: datetime) -> Address | None:
    """Phone and e-mail, unsealed at the moment of sending and never stored. None where neither was given."""
    person = Complainant.objects.filter(pk=ref_id).first()
    if person is None or not (person.phone or person.email):
        return None
    return Address(language=person.language, phone=person.phone, email=person.email, name=person.name)
