"""Where officers are reached: resolvers for "posting:7", "office:3", "officer:5" (notifications)."""

from datetime import datetime

from accounts.models import Office, Officer, Posting
from accounts.queries.heads import responsible_head
from notifications.addresses import Address


def posting(ref_id: int, at: datetime) -> Address | None:
    """The officer who holds the posting; None once it has ended, because its work has passed to somebody else."""
    held = Posting.objects.current(at).select_related("officer").filter(pk=ref_id).first()
    return _address(held.officer) if held else None


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
