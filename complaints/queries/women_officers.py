"""The women officers who may speak to a complainant that asks for one (domain.md, *Contact in safety*)."""

from datetime import datetime

from accounts.models import Posting
from accounts.rules.offices import OfficeKind, ancestors
from complaints.models import Complaint
from complaints.queries.conflict_exclusion import wall_of
from complaints.rules.assignment import WORKING_ROLES
from complaints.rules.calls.contact_ways import may_speak_for_the_holder

KEEP_TO_THEMSELVES = frozenset({OfficeKind.CENTRAL, OfficeKind.REGION, OfficeKind.DISTRICT})


def women_near(complaint: Complaint, *, at: datetime) -> list[Posting]:
    """At the office that has it, the one above, and below these; never beyond the district.

    Whoever the firewall keeps away, or who is posted at the accused station, is none of them. Two statements at most.
    """
    working = Posting.objects.current(at).with_people().filter(officer__is_woman=True, role__in=WORKING_ROLES)
    near = working.filter(office__path__startswith=_reach(complaint)).exclude(pk=complaint.holder_id)
    wall = wall_of(complaint, at=at)
    able = (one for one in near if may_speak_for_the_holder(is_woman=True, rank=one.officer.rank))
    outside = (one for one in able if not wall.keeps_from(one.pk, one.officer_id, one.office.path))
    return sorted(outside, key=lambda one: (one.office.path, one.officer.name_en))


def _reach(complaint: Complaint) -> str:
    office = complaint.office
    return office.path if OfficeKind(office.kind) in KEEP_TO_THEMSELVES else ancestors(office.path)[0]
