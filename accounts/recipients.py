"""Where officers are reached: resolvers for "posting:7", "office:3", "officer:5" (notifications)."""

from datetime import datetime

from django.db.models import BigIntegerField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Leave, Office, Officer, Posting
from accounts.queries.office_heads import responsible_head
from notifications.addresses import Address


def posting(ref_id: int, at: datetime) -> Address | None:
    """The officer who holds the posting, while on leave their cover; None once it has ended: its work has passed on."""
    leave = Leave.objects.current(at).filter(posting=OuterRef("pk"), cover__in=Posting.objects.current(at))
    wanted = (
        Posting.objects.current(at)
        .filter(pk=ref_id)
        .annotate(
            acts=Coalesce(Subquery(leave.values("cover__officer")), F("officer_id"), output_field=BigIntegerField())
        )
    )
    person = Officer.objects.filter(pk__in=wanted.values("acts")).first()
    return _address(person) if person else None


def office(ref_id: int, at: datetime) -> Address | None:
    """The head of the office, or while the post is vacant the nearest head above; None if there is none at all."""
    place = Office.objects.filter(pk=ref_id).first()
    head = responsible_head(place, at=at) if place else None
    return _address(head.officer) if head else None


def officer(ref_id: int, at: datetime) -> Address | None:
    """The person, whatever they hold: about their own sign-in."""
    person = Officer.objects.filter(pk=ref_id).first()
    return _address(person) if person else None


def _address(officer: Officer) -> Address | None:
    if not officer.is_active:
        return None
    return Address(language=officer.language, email=officer.email, name=officer.name_in(officer.language))
