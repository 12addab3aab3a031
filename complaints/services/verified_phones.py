"""When a telephone number is known to be its complainant's: a code that reached it was typed, or a call was confirmed.

A code that never came delays nothing: the complaint was filed with the number unverified, and the contact call does it.
"""

import json
from datetime import datetime

from django.dispatch import receiver

from complaints.models import ActorKind, Complainant, Complaint, Event
from complaints.rules.contacting import CONTACTS, Way
from complaints.signals import event_recorded

BY_NUMBER = frozenset({Way.TELEPHONE, Way.WHATSAPP, ""})
"""Ways of speaking that used the number. A claim that does not say how is taken for a call."""


def verify_phone(person: Complainant, *, at: datetime) -> None:
    """From now on the number is known to be theirs. One statement, none where it is known already or there is none."""
    if person.phone and person.phone_verified_at is None:
        person.phone_verified_at = at
        person.save(update_fields=["phone_verified_at"])


@receiver(event_recorded)
def verify_by_the_call(sender, *, event: Event, complaint: Complaint, **kwargs) -> None:
    """The complainant says, to the cell that rings or by a tap, that the officer spoke to them in person."""
    if event.kind != "confirm_contact" or complaint.complainant.phone_verified_at:
        return
    if event.actor_kind == ActorKind.OFFICER or _spoke_by_number(complaint):
        verify_phone(complaint.complainant, at=event.at)


def _spoke_by_number(complaint: Complaint) -> bool:
    """Whether the claim that was confirmed was a call, and not a meeting or a letter."""
    claims = Event.objects.filter(complaint=complaint, kind__in=CONTACTS).order_by("seq")
    return json.loads(claims.values_list("body", flat=True).last())["facts"].get("how", "") in BY_NUMBER
