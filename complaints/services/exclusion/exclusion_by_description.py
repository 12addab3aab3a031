"""Exclude the head of an office, and everybody below, by the complainant's description, before an officer is named."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from accounts.models import Office, Posting
from accounts.rules.office_tree import STATION_KINDS, OfficeKind
from accounts.rules.ranks import Rank
from complaints.models import Complaint, Exclusion, Statement
from complaints.rules.exclusion import stated_posts as rule
from complaints.rules.exclusion.stated_posts import HeadOfOffice, StatedPost

POST, PLACE = Exclusion.Ground.POST, Exclusion.Ground.PLACE
OfficerDescription = tuple[Rank | None, frozenset[StatedPost]]
"""The rank and the posts in the complainant's description of an officer."""


def parse_officer_description(words: str, officer: dict) -> OfficerDescription:
    """Return the rank and the posts that the complainant chose, and the posts that the text *complaint against* names.

    `officer`: the description as in Statement.concerned.
    """
    chosen = [StatedPost(officer["post"])] if officer.get("post") else []
    rank = Rank(officer["rank"]) if officer.get("rank") else None
    return rank, rule.find_mentioned_posts(words) | {*chosen}


def derive_exclusions(
    line: Sequence[Office], description: OfficerDescription, *, happened_on: date | None, at: datetime
) -> list[Exclusion]:
    """Return the unsaved exclusions: an office, and the officers who head it now or headed it on the day.

    line: the offices from the root to the place of the incident, or to the officer's station.
    description: what is known of the officer. Without rank and posts there is nothing to exclude, and no query.
    """
    rank, posts = description
    if not (rank or posts):
        return []
    head_postings = Posting.objects.heads().current(at).filter(office__in=[office.pk for office in line])
    heads = [HeadOfOffice(*head) for head in head_postings.values_list("office__path", "officer__rank")]
    offices = [(office.path, OfficeKind(office.kind)) for office in line]
    path = rule.highest_excluded_office(offices, rank=rank, posts=posts, heads=heads)
    office = next((office for office in line if office.path == path), None)
    if office is None:
        return []
    officer_ids = _head_officer_ids(office, happened_on=happened_on, at=at)
    return [
        Exclusion(office=office, ground=POST, since=at),
        *(Exclusion(officer_id=officer_id, ground=POST, since=at) for officer_id in officer_ids),
    ]


def exclusions_of_place(place: Office, *, about_police: bool, at: datetime) -> list[Exclusion]:
    """Return the unsaved exclusion of the station or unit that a conduct complaint is against; else none."""
    if not about_police or place.kind not in STATION_KINDS:
        return []
    return [Exclusion(office=place, ground=PLACE, since=at)]


def add_new_exclusions(complaint: Complaint, statement: Statement, *, at: datetime) -> bool:
    """Add the exclusions that follow from the statement as it is now; return whether there are new ones.

    Exclusions are never removed.
    """
    exclusions = exclusions_of_place(complaint.place, about_police=complaint.about_police, at=at)
    description = parse_officer_description(statement.concerns, statement.concerned)
    if any(description):
        station_code = statement.concerned.get("station")
        place = Office.objects.get(code=station_code) if station_code else complaint.place
        exclusions += derive_exclusions(
            list(Office.objects.line_of(place)), description, happened_on=statement.happened_on, at=at
        )
    return save_missing_exclusions(complaint, exclusions)


def save_missing_exclusions(complaint: Complaint, exclusions: Sequence[Exclusion]) -> bool:
    """Save those of the exclusions that the complaint does not have yet; return whether there are any."""
    if not exclusions:
        return False
    columns = "ground", "office_id", "officer_id", "naming_id"
    existing = set(complaint.exclusions.current().values_list(*columns))
    new = [each for each in exclusions if tuple(getattr(each, name) for name in columns) not in existing]
    save_exclusions(complaint, new)
    return bool(new)


def save_exclusions(complaint: Complaint, exclusions: Sequence[Exclusion]) -> None:
    """Save these exclusions for a complaint."""
    for exclusion in exclusions:
        exclusion.complaint = complaint
    Exclusion.objects.bulk_create(exclusions)


def _head_officer_ids(office: Office, *, happened_on: date | None, at: datetime) -> list[int]:
    """Return who heads the office now, or headed it on the day of the incident; without a day, in the last 90 days.

    The head of the Central Police Office is left out, because no office lies outside theirs (`officer_naming` refuses
    that name, too).
    """
    begins, ends = rule.post_held_interval(happened_on, at=at)
    then = Q(starts_at__lt=ends) & (Q(ends_at=None) | Q(ends_at__gt=begins))
    now = Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
    postings = Posting.objects.heads().filter(then | now, office=office)
    cpo_heads = Posting.objects.heads().current(at).filter(office__kind=str(OfficeKind.CENTRAL)).values("officer")
    return sorted(set(postings.exclude(officer__in=cpo_heads).values_list("officer", flat=True)))
