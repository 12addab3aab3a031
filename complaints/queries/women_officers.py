"""Find women officers who may speak to a complainant who requested one (docs/rules.md, *Contact in safety*)."""

from datetime import datetime

from accounts.models import Posting
from accounts.rules.office_tree import OfficeKind, ancestor_paths
from complaints.models import Complaint
from complaints.queries.exclusion.conflict_exclusion_lookup import conflict_exclusion_of
from complaints.rules.calls.contact_ways import may_speak_for_holder
from complaints.rules.marking_eligibility import WORKING_ROLES

KEEP_TO_THEMSELVES = frozenset({OfficeKind.CENTRAL, OfficeKind.REGION, OfficeKind.DISTRICT})


def women_officers_near(complaint: Complaint, *, at: datetime) -> list[Posting]:
    """Return women officers at the complaint's office, the office above it, and below these, within the district.

    Officers with a conflict exclusion, which includes those posted at the accused station, are left out. At most two
    statements.
    """
    office = complaint.office
    top = office.path if OfficeKind(office.kind) in KEEP_TO_THEMSELVES else ancestor_paths(office.path)[0]
    women = Posting.objects.current(at).with_people().filter(officer__is_woman=True, role__in=WORKING_ROLES)
    near = women.filter(office__path__startswith=top).exclude(pk=complaint.holder_id)
    exclusion = conflict_exclusion_of(complaint, at=at)
    able = (posting for posting in near if may_speak_for_holder(is_woman=True, rank=posting.officer.rank))
    allowed = (
        posting
        for posting in able
        if not exclusion.excludes_posting(posting.pk, posting.officer_id, posting.office.path)
    )
    return sorted(allowed, key=lambda posting: (posting.office.path, posting.officer.name_en))
