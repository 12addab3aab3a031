"""Keep a complaint from the head whom its complainant told of, and from everybody below, before anybody is named."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from accounts.models import Office, Posting
from accounts.rules.offices import OfficeKind
from accounts.rules.ranks import Rank
from complaints.models import Complaint, ProvisionalExclusion, Statement
from complaints.rules.exclusion import provisional_exclusion as rule
from complaints.rules.exclusion.provisional_exclusion import HeadOfOffice, Post

Told = tuple[Rank | None, frozenset[Post]]


def of_words(words: str, officer: dict) -> Told:
    """Return rank and posts that the complainant told: by choosing them, or in the words of *complaint against*."""
    chosen = [Post(officer["post"])] if officer.get("post") else []
    rank = Rank(officer["rank"]) if officer.get("rank") else None
    return rank, rule.posts_in(words) | {*chosen}


def derive(line: Sequence[Office], told: Told, *, happened_on: date | None, at: datetime) -> list[ProvisionalExclusion]:
    """Return what is to be excluded, not saved: an office, and whoever heads it now or did on the day.

    `line`: the offices from the root to where it happened, or where the officer is posted. Nothing is asked of the
    database where nothing was told.
    """
    rank, posts = told
    if not (rank or posts):
        return []
    holding = Posting.objects.heads().current(at).filter(office__in=[office.pk for office in line])
    heads = [HeadOfOffice(*head) for head in holding.values_list("office__path", "officer__rank")]
    steps = [(office.path, OfficeKind(office.kind)) for office in line]
    path = rule.excluded_office(steps, rank=rank, posts=posts, heads=heads)
    office = next((office for office in line if office.path == path), None)
    if office is None:
        return []
    officers = _holders(office, happened_on=happened_on, at=at)
    return [
        ProvisionalExclusion(office=office, since=at),
        *(ProvisionalExclusion(officer_id=officer, since=at) for officer in officers),
    ]


def exclude_told(complaint: Complaint, statement: Statement, *, at: datetime) -> bool:
    """Add what rank, post and place now exclude; whether that is more than before. Nothing is ever taken away."""
    told = of_words(statement.concerns, statement.concerned)
    if not any(told):
        return False
    line = list(Office.objects.line_of(_where_posted(complaint, statement)))
    found = derive(line, told, happened_on=statement.happened_on, at=at)
    known = set(complaint.exclusions.values_list("office", "officer"))
    new = [one for one in found if (one.office_id, one.officer_id) not in known]
    save(complaint, new)
    return bool(new)


def save(complaint: Complaint, exclusions: Sequence[ProvisionalExclusion]) -> None:
    """Write the exclusions of a complaint."""
    for one in exclusions:
        one.complaint = complaint
    ProvisionalExclusion.objects.bulk_create(exclusions)


def _where_posted(complaint: Complaint, statement: Statement) -> Office:
    code = statement.concerned.get("station")
    return Office.objects.get(code=code) if code else complaint.place


def _holders(office: Office, *, happened_on: date | None, at: datetime) -> list[int]:
    """Who heads the office now, or did on the day of the incident; without a day, in the last 90 days.

    Not the head of the Central Police Office: outside that line no office lies (services.naming refuses it too).
    """
    begins, ends = rule.held_between(happened_on, at=at)
    then = Q(starts_at__lt=ends) & (Q(ends_at=None) | Q(ends_at__gt=begins))
    now = Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
    held = Posting.objects.heads().filter(then | now, office=office)
    everything = Posting.objects.heads().current(at).filter(office__kind=str(OfficeKind.CENTRAL)).values("officer")
    return sorted(set(held.exclude(officer__in=everything).values_list("officer", flat=True)))
