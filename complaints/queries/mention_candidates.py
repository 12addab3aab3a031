"""Find the officers who may be mentioned in a note on a complaint: only those who may see it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q

from accounts.models import Leave, Posting
from accounts.rules.office_tree import paths_from_root
from accounts.rules.roles import READING_ROLES, Role
from complaints.models import Complaint
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.queries.officer_workload import end_of_leave
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
    above, or that acts for its holder or for a head above it; a clerk only if it is not confidential; and no exclusion.
    Each posting has `away_until`: the end of its current leave, or None.

    Two statements, and those of `conflict_exclusion_of` unless `exclusion` is given. `except_for`: officers to leave
    out, such as the writer of the note.
    """
    exclusion = conflict_exclusion_of(complaint, at=at) if exclusion is None else exclusion
    roles = READING_ROLES - ({Role.CLERK} if complaint.confidential else set())
    postings = Posting.objects.current(at).with_people().filter(role__in=sorted(roles), officer__is_active=True)
    line = paths_from_root(complaint.office.path)
    acting = _acting_postings(complaint, line, exclusion, at=at)
    readers = postings.filter(Q(office__path__in=line) | Q(pk__in=acting)).exclude(officer__in=except_for)
    readers = readers.annotate(away_until=end_of_leave(at))
    nearest_first = sorted(readers, key=lambda one: (-len(one.office.path), not one.is_head, one.officer.name_en))
    by_officer: dict[int, Posting] = {}
    for one in nearest_first:
        if not exclusion.excludes_officer(one.officer_id, one.office.path):
            by_officer.setdefault(one.officer_id, one)
    return list(by_officer.values())


def _acting_postings(
    complaint: Complaint, line: Collection[str], exclusion: ConflictExclusion, *, at: datetime
) -> set[int]:
    """Return the postings that act for the holder, or for a head of one of the offices `line`. One statement.

    An acting head does not see what is hidden from the head.
    """
    heads = Posting.objects.heads().current(at).filter(office__path__in=line)
    leaves = Leave.objects.current(at).filter(Q(posting=complaint.holder_id) | Q(posting__in=heads))
    return {
        leave.cover_id
        for leave in leaves.select_related("posting__office")
        if leave.posting_id == complaint.holder_id
        or not exclusion.excludes_officer(leave.posting.officer_id, leave.posting.office.path)
    }
