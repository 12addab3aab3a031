"""Find the names of the offices that cannot open a complaint, for the complainant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import Office, Posting
from accounts.rules.office_tree import is_within, path_depth
from complaints.models import Exclusion
from complaints.rules.exclusion.conflict_exclusion import CENTRAL


@dataclass(frozen=True)
class ExcludedOffice:
    """An office that cannot open the complaint. `everybody_below`: nor can the offices below it.

    `is_central`: it is the Central Police Office, so nobody in the police can open it.
    """

    name: str
    everybody_below: bool
    is_central: bool = False


def topmost_excluded_offices(exclusions: Iterable[Exclusion], *, at: datetime | None = None) -> list[ExcludedOffice]:
    """Return the offices that cannot open a complaint with these exclusions, saved or not, the highest first.

    They are the excluded offices and those that an excluded officer heads at a moment, by default now. No line has the
    name of an officer. An office below another one in the list is left out. The staff of the Central Police Office
    without its head is one line. One statement; none without exclusions.
    """
    exclusions = list(exclusions)
    has_central_staff = any(each.ground == Exclusion.Ground.CENTRAL_STAFF for each in exclusions)
    office_ids = {each.office_id for each in exclusions if each.office_id}
    officer_ids = {each.officer_id for each in exclusions if each.officer_id}
    if not (office_ids or officer_ids):
        return []
    headed = Posting.objects.heads().current(at or timezone.now()).filter(officer__in=officer_ids).values("office")
    offices = Office.objects.filter(Q(pk__in=office_ids) | Q(pk__in=headed)).order_by("path")
    closed: list[Office] = []
    for office in offices.annotate(has_below=Exists(Office.objects.filter(parent=OuterRef("pk")))):
        if not any(is_within(office.path, above.path) for above in closed):
            closed.append(office)
    staff = gettext("The Central Police Office, except the Inspector General")
    return [
        *([ExcludedOffice(staff, everybody_below=False)] if has_central_staff else ()),
        *(ExcludedOffice(office.name, office.has_below, path_depth(office.path) == CENTRAL) for office in closed),
    ]
