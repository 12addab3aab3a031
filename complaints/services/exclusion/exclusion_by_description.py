"""Derive and save the exclusions that follow from what the complainant answered, before an officer is named."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import partial

from django.db.models import Exists, OuterRef, Q

from accounts.models import FormerOfficerName, Office, Posting
from accounts.rules.office_tree import STATION_KINDS, OfficeKind
from accounts.rules.ranks import Rank
from complaints.models import Category, Complaint, Exclusion, Statement
from complaints.queries.police_heads import exclusions_of_whole_police
from complaints.rules.exclusion import stated_posts as rule
from complaints.rules.exclusion.settling import whole_police_lapse_time
from complaints.rules.exclusion.stated_posts import HeadOfOffice, MatchingPosts, StatedOfficer, StatedPost, YesNoUnknown
from complaints.services.draft_answers import DraftAnswers

Ground = Exclusion.Ground
LAPSED_WHY = "lapsed"
"""Why an exclusion ended that nobody confirmed in time."""


def preview_exclusions(answers: DraftAnswers, *, at: datetime) -> list[Exclusion]:
    """Return the unsaved exclusions that a complaint with these answers would have now.

    Raises Category.DoesNotExist or Office.DoesNotExist for a code that is not offered.
    """
    category = Category.objects.get(code=answers.category)
    line = Office.objects.line_to(answers.station or answers.district)
    return exclusions_from_answers(answers, line, about_police=category.about_police, at=at)


def exclusions_from_answers(
    answers: DraftAnswers, line: Sequence[Office], *, about_police: bool, at: datetime
) -> list[Exclusion]:
    """Return the unsaved exclusions of a complaint that is being registered.

    line: the offices from the root to the place of the incident.
    """
    described = describe_officer(
        answers.concerns,
        answers.officer,
        keep_from=answers.keep_from,
        senior_possible=answers.senior_possible,
        is_conduct=about_police,
    )
    happened_on = date.fromisoformat(answers.happened_on) if answers.happened_on else None
    kept_out = Office.objects.exclude(kind=OfficeKind.CENTRAL).filter(code=answers.keep_out) if answers.keep_out else ()
    return [
        *exclusions_of_place(line[-1], about_police=about_police, at=at),
        *derive_exclusions(line, answers.officer_station, described, happened_on=happened_on, at=at),
        *(Exclusion(office=office, ground=Ground.KEEP_OUT, since=at) for office in kept_out),
    ]


def describe_officer(
    words: str, officer: dict, *, keep_from: str, senior_possible: str, is_conduct: bool
) -> StatedOfficer:
    """Return what is known of the officers to be kept out: as chosen, else as the text *complaint against* mentions.

    `officer`: the description as in Statement.concerned. An unknown rank or post counts as not stated.
    """
    rank = Rank(officer["rank"]) if officer.get("rank") in set(Rank) else None
    posts = rule.posts_to_exclude(
        chosen_post=StatedPost(officer["post"]) if officer.get("post") in set(StatedPost) else None,
        rank=rank,
        words=words,
        is_sure=is_conduct or keep_from == YesNoUnknown.YES,
    )
    return StatedOfficer(keep_from, is_conduct, rank, posts, senior_possible)


def exclusions_of_place(place: Office, *, about_police: bool, at: datetime) -> list[Exclusion]:
    """Return the unsaved exclusion of the station or unit that a conduct complaint is against; else none."""
    if not about_police or place.kind not in STATION_KINDS:
        return []
    return [Exclusion(office=place, ground=Ground.PLACE, since=at)]


def add_new_exclusions(complaint: Complaint, statement: Statement, *, is_own_answer: bool, at: datetime) -> bool:
    """Add the exclusions that follow from the statement as it is now; return whether there are new ones.

    is_own_answer: the complainant answered, not an officer for them.

    Exclusions are never removed.
    """
    described = describe_officer(
        statement.concerns,
        statement.concerned,
        keep_from=statement.keep_from,
        senior_possible=statement.senior_possible,
        is_conduct=complaint.about_police,
    )
    exclusions = exclusions_of_place(complaint.place, about_police=complaint.about_police, at=at)
    if described.starts_exclusion:
        line, station = list(Office.objects.line_of(complaint.place)), statement.concerned.get("station", "")
        exclusions += derive_exclusions(line, station, described, happened_on=statement.happened_on, at=at)
    save = save_missing_exclusions if is_own_answer else partial(save_officers_exclusions, at=at)
    return save(complaint, exclusions)


def save_officers_exclusions(complaint: Complaint, exclusions: Iterable[Exclusion], *, at: datetime) -> bool:
    """Save the missing ones of the exclusions that follow from what an officer entered; return whether there are any.

    Those that keep the whole police from the complaint lapse after 72 hours, and an officer does not add them again.
    """
    exclusions = list(exclusions)
    of_everybody = exclusions_of_whole_police(exclusions, at=at)
    if of_everybody:
        columns = "ground", "office_id", "officer_id"
        lapsed = set(complaint.exclusions.filter(ended_why=LAPSED_WHY).values_list(*columns))
        again = [each for each in of_everybody if tuple(getattr(each, name) for name in columns) in lapsed]
        exclusions = [each for each in exclusions if each not in again]
    for each in of_everybody:
        each.lapses_at = whole_police_lapse_time(at)
    return save_missing_exclusions(complaint, exclusions)


def save_missing_exclusions(complaint: Complaint, exclusions: Iterable[Exclusion]) -> bool:
    """Save those of the exclusions that the complaint does not have yet; return whether there are any."""
    exclusions = list(exclusions)
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


def derive_exclusions(
    line: Sequence[Office], station: str, described: StatedOfficer, *, happened_on: date | None, at: datetime
) -> list[Exclusion]:
    """Return the unsaved exclusions of an office, and of the officers who hold or held a matching post there.

    line: the offices from the root to the place of the incident.
    station: the code of the officer's own office, "" if it is that place. If there is no such office, the officer's
    station counts as unknown.
    Without an answer that excludes anybody there is no query.
    """
    if not described.starts_exclusion:
        return []
    if station and station != line[-1].code:
        try:
            line = Office.objects.line_to(station)
        except Office.DoesNotExist:
            line = [office for office in line if office.kind not in STATION_KINDS | {OfficeKind.CIRCLE}]
    head_postings = Posting.objects.heads().current(at).filter(office__in=[office.pk for office in line])
    heads = [HeadOfOffice(*head) for head in head_postings.values_list("office__path", "officer__rank")]
    posts = rule.matching_posts([(office.path, OfficeKind(office.kind)) for office in line], described, heads=heads)
    ground = Ground.POST if posts.is_rank_known else Ground.UNKNOWN_RANK
    if posts.staff_path:
        ground = Ground.CENTRAL_STAFF
    return [
        *(Exclusion(office=office, ground=ground, since=at) for office in line if office.path == posts.path),
        *(
            Exclusion(officer_id=officer_id, ground=ground, since=at)
            for officer_id in _holders_of(posts, happened_on=happened_on, at=at)
        ),
    ]


def _holders_of(posts: MatchingPosts, *, happened_on: date | None, at: datetime) -> list[int]:
    """Return who holds a matching post now, or held one on the day of the incident; without a day, in 90 days."""
    begins, ends = rule.post_held_interval(happened_on, at=at)
    then = Q(starts_at__lt=ends) & (Q(ends_at=None) | Q(ends_at__gt=begins))
    now = Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))
    matching = Q(is_head=True, office__path__in=posts.head_paths)
    if posts.head_kind:
        matching |= Q(is_head=True, office__kind=posts.head_kind, office__path__startswith=posts.path)
    if posts.staff_path:
        matching |= Q(is_head=False, office__path=posts.staff_path)
    if posts.rank:
        before = FormerOfficerName.objects.filter(officer=OuterRef("officer"), rank=posts.rank, until__gt=begins)
        of_rank = Q(officer__rank=posts.rank) | Exists(before)
        matching |= Q(of_rank, office__path__startswith=posts.path)
    postings = Posting.objects.filter(then | now, matching).order_by()
    return sorted(set(postings.values_list("officer", flat=True)))
