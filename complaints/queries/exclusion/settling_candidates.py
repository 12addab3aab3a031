"""The officers whom an operator can choose from when they confirm whom a complaint is against."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts.models import Office, Officer, Posting
from accounts.rules.office_tree import paths_from_root
from complaints.models import Complaint, Exclusion
from complaints.rules.exclusion.stated_posts import post_held_interval

MOST_CANDIDATES = 60


@dataclass(frozen=True)
class SettlingCandidate:
    """An officer with the postings for which they are a candidate, the present one first."""

    officer: Officer
    postings: list[Posting] = field(default_factory=list)


def settling_candidates(complaint: Complaint, *, happened_on: date | None, at: datetime) -> list[SettlingCandidate]:
    """Return the officers who were posted at the incident place, or headed an office above it within the exclusion.

    On the day of the incident (unknown: in the last 90 days) or now. Heads come first. Two statements.
    """
    line = paths_from_root(complaint.place.path)
    is_excluded = _within_condition(_excluded_paths(complaint), "office__path")
    heads = Q(is_head=True, office__path__in=line) & is_excluded
    postings = Posting.objects.filter(_held_condition(happened_on, at=at)).filter(heads | Q(office=complaint.place_id))
    by_officer: dict[int, SettlingCandidate] = {}
    for posting in postings.with_people().order_by("-is_head", "office__path", "-starts_at", "pk")[:MOST_CANDIDATES]:
        candidate = by_officer.setdefault(posting.officer_id, SettlingCandidate(posting.officer))
        candidate.postings.append(posting)
    return list(by_officer.values())


def is_within_place_and_post(officer_id: int, complaint: Complaint, *, happened_on: date | None, at: datetime) -> bool:
    """Return whether the officer was posted, then or now, at or below an office that is excluded by description.

    Two statements.
    """
    paths = _excluded_paths(complaint)
    if not paths:
        return False
    postings = Posting.objects.filter(_held_condition(happened_on, at=at), officer=officer_id)
    return postings.filter(_within_condition(paths, "office__path")).exists()


def offices_at_the_place(complaint: Complaint) -> QuerySet[Office]:
    """Return the offices that an operator can enter as the place: those of the district, and the line above it."""
    line = paths_from_root(complaint.place.path)
    district = line[2] if len(line) > 2 else line[-1]
    return Office.objects.filter(Q(path__startswith=district) | Q(path__in=line)).order_by("path")


def _excluded_paths(complaint: Complaint) -> list[str]:
    excluded = Exclusion.objects.current().filter(complaint=complaint, office__isnull=False)
    return list(excluded.values_list("office__path", flat=True))


def _within_condition(paths: Iterable[str], column: str) -> Q:
    condition = Q(pk=None)
    for path in paths:
        condition |= Q((f"{column}__startswith", path))
    return condition


def _held_condition(happened_on: date | None, *, at: datetime) -> Q:
    begins, ends = post_held_interval(happened_on, at=at)
    then = Q(starts_at__lt=ends) & (Q(ends_at=None) | Q(ends_at__gt=begins))
    now = Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
    return then | now
