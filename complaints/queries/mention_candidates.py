"""Find the officers who may be mentioned in a note on a complaint: only those who may see it."""

from collections.abc import Collection
from datetime import datetime

from accounts.models import Posting
from accounts.rules.office_tree import paths_from_root
from accounts.rules.roles import READING_ROLES, Role
from complaints.models import Complaint
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion


def mention_candidates(
    complaint: Complaint,
    *,
    at: datetime,
    exclusion: ConflictExclusion | None = None,
    except_for: Collection[int] = (),
) -> list[Posting]:
    """Return one posting of each officer who may see the complaint, those nearest to its office first.

    The same rule as `Complaint.objects.visible_to`, for one complaint: a posting that reads complaints at its office or
    above, a clerk only if it is not confidential, and no exclusion. One statement, and those of `conflict_exclusion_of`
    unless `exclusion` is given. `except_for`: officers to leave out, such as the writer of the note.
    """
    exclusion = conflict_exclusion_of(complaint, at=at) if exclusion is None else exclusion
    roles = READING_ROLES - ({Role.CLERK} if complaint.confidential else set())
    postings = Posting.objects.current(at).with_people().filter(role__in=sorted(roles), officer__is_active=True)
    above = postings.filter(office__path__in=paths_from_root(complaint.office.path)).exclude(officer__in=except_for)
    nearest_first = sorted(above, key=lambda one: (-len(one.office.path), not one.is_head, one.officer.name_en))
    by_officer: dict[int, Posting] = {}
    for one in nearest_first:
        if not exclusion.excludes_officer(one.officer_id, one.office.path):
            by_officer.setdefault(one.officer_id, one)
    return list(by_officer.values())
