"""Search for the officer that a complainant described; the officers that a complaint names, and what they had read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Officer, Posting
from accounts.queries.historical_names import set_historical_postings
from complaints.models import Complaint, Naming, Reading

MOST_SHOWN = 20
READINGS_SHOWN = 50


@dataclass(frozen=True)
class OfficerDescription:
    """What is known about an officer. `rank` is a code; empty means "any"."""

    name: str = ""
    rank: str = ""
    belt: str = ""
    office: str = ""

    def __bool__(self):
        return any((self.name, self.rank, self.belt, self.office))


@dataclass(frozen=True)
class MatchedOfficer:
    """An officer with their current postings."""

    officer: Officer
    postings: list[Posting] = field(default_factory=list)


def find_officers(description: OfficerDescription, *, at: datetime) -> list[MatchedOfficer]:
    """Return the officers that match everything that is known, at most MOST_SHOWN, by name. Two statements."""
    officers = Officer.objects.order_by("name_en", "pk")
    for word in description.name.split():
        officers = officers.filter(Q(name_en__icontains=word) | Q(name_ur__icontains=word))
    if description.rank:
        officers = officers.filter(rank=description.rank)
    if description.belt:
        officers = officers.filter(belt_number__iexact=description.belt)
    for word in description.office.split():
        at_office = Q(office__name_en__icontains=word) | Q(office__name_ur__icontains=word)
        officers = officers.filter(pk__in=Posting.objects.current(at).filter(at_office).values("officer"))
    return load_current_postings_of(officers[:MOST_SHOWN], at=at)


def load_current_postings_of(officers: Iterable[Officer], *, at: datetime) -> list[MatchedOfficer]:
    """Return each officer with the postings that they hold at a moment. One statement, and that of the officers."""
    postings: dict[int, list[Posting]] = {officer.pk: [] for officer in officers}
    for posting in Posting.objects.current(at).with_people().filter(officer__in=postings).order_by("-is_head", "pk"):
        postings[posting.officer_id].append(posting)
    return [MatchedOfficer(officer, postings[officer.pk]) for officer in officers]


def namings_not_withdrawn(complaint: Complaint) -> QuerySet[Naming]:
    """Return the namings of a complaint that stand, the oldest first. One statement."""
    standing = Naming.objects.standing().filter(complaint=complaint).order_by("named_at", "pk")
    return standing.select_related("officer", "by__officer", "by__office")


def readings_by_accused_officers(complaint: Complaint) -> list[Reading]:
    """Return the readings of the complaint by officers whom it names, the latest first. Two statements."""
    officers = Naming.objects.standing().filter(complaint=complaint).values("officer")
    readings = Reading.objects.filter(complaint=complaint, posting__officer__in=officers).order_by("-at", "-pk")
    return set_historical_postings(readings[:READINGS_SHOWN])
