"""Whether a posting may have a complaint: the rules of `rules.marking_eligibility` applied to loaded rows."""

from accounts.actors import Actor
from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind
from accounts.rules.ranks import Rank
from accounts.rules.roles import Role
from complaints.models import Complaint
from complaints.rules import marking_eligibility
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion
from complaints.rules.marking_eligibility import MarkingCandidate, MarkingConditions
from complaints.rules.refusals import Refusal

ANY_OFFICE_PATH = ""


def refusal_of_posting(
    posting: Posting, complaint: Complaint, *, below_path: str, exclusion: ConflictExclusion
) -> Refusal | None:
    """Return why this posting cannot have this complaint, or None. No reason reveals that an officer is named.

    below_path: the path of the office below which the actor may mark.
    exclusion: the conflict exclusion of the complaint.
    """
    conditions = marking_conditions_of(complaint, below_path=below_path, exclusion=exclusion)
    return marking_eligibility.refusal_of_candidate(candidate_of(posting), conditions)


def candidate_of(posting: Posting) -> MarkingCandidate:
    """Return the posting as a value for the rules. It was loaded `with_people()`."""
    return MarkingCandidate(
        posting_id=posting.pk,
        officer_id=posting.officer_id,
        role=Role(posting.role),
        rank=posting.officer.rank,
        office_path=posting.office.path,
        office_kind=OfficeKind(posting.office.kind),
        is_head=posting.is_head,
        acting=posting.acting,
    )


def marking_conditions_of(complaint: Complaint, *, below_path: str, exclusion: ConflictExclusion) -> MarkingConditions:
    """Return what the complaint requires of an addressee. `below_path`: of the office below which the actor marks."""
    is_accused = complaint.about_police and complaint.place.kind in {OfficeKind.STATION, OfficeKind.UNIT}
    sensitive = complaint.is_sensitive or bool(exclusion)
    return MarkingConditions(
        floor=marking_eligibility.rank_floor_of(Rank(complaint.policy.rank_floor), sensitive=sensitive),
        within=below_path,
        accused_station=complaint.place.path if is_accused else None,
        exclusion=exclusion,
    )


def is_posting_excluded(posting: Posting, exclusion: ConflictExclusion) -> bool:
    return marking_eligibility.is_candidate_excluded(candidate_of(posting), exclusion)


def path_of_authority(by) -> str:
    """Return the path of the office below which this actor may mark; the system may mark everywhere."""
    return by.office_path if isinstance(by, Actor) else ANY_OFFICE_PATH
