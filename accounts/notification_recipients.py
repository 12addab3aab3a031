"""Resolvers of the recipient references "posting:7", "office:3" and "officer:5" to addresses (notifications)."""

from datetime import datetime

from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Leave, Office, Officer, Posting
from accounts.queries.office_heads import responsible_head_posting
from notifications.recipient_address import Address


def posting_address(ref_id: int, at: datetime) -> Address | None:
    """Return the address of the officer who holds the posting or, during leave, of the acting officer.

    Returns None once the posting has ended, because its work has passed to others.
    """
    leave = Leave.objects.current(at).filter(posting=OuterRef("pk"), cover__in=Posting.objects.current(at))
    current = (
        Posting.objects.current(at)
        .filter(pk=ref_id)
        .annotate(
            acts=Coalesce(Subquery(leave.values("cover__officer")), F("officer_id"), output_field=BigIntegerField())
        )
    )
    person = Officer.objects.filter(pk__in=current.values("acts")).first()
    return _address_of_officer(person) if person else None


def office_address(ref_id: int, at: datetime) -> Address | None:
    """Return the address of the office's head or, while the post is vacant, of the nearest head above."""
    recipient = Office.objects.filter(pk=ref_id).first()
    head = responsible_head_posting(recipient, at=at) if recipient else None
    return _address_of_officer(head.officer) if head else None


def officer_address(ref_id: int, at: datetime) -> Address | None:
    """Return the officer's address regardless of postings, for messages about their own sign-in."""
    person = Officer.objects.filter(pk=ref_id).first()
    return _address_of_officer(person) if person else None


def _address_of_officer(officer: Officer) -> Address | None:
    if not officer.is_active:
        return None
    return Address(language=officer.language, email=officer.email, name=officer.name_in(officer.language))
