"""Preview the effect of requested time limits and calendar changes on open complaints."""

from dataclasses import dataclass
from datetime import datetime

from complaints.models import Complaint, Policy, PolicyChange, WorkingCalendar
from complaints.rules.policy_limits import changed


@dataclass(frozen=True)
class Effect:
    """The effect of requested time limits.

    `kept`: how many open complaints keep their limits. `changed`: the present and the requested value of each limit
    that differs.
    """

    kept: int
    changed: dict[str, tuple]


def effect(change: PolicyChange, *, at: datetime) -> Effect:
    """Return what a pending change would do. Two statements."""
    open_complaints = (
        Complaint.objects.unscoped("an administrator sees only counts").open().filter(category=change.category_id)
    )
    latest = Policy.objects.filter(category=change.category_id, valid_from__lte=at).order_by("-version").first()
    return Effect(open_complaints.count(), changed(latest, change))


def following(calendar: WorkingCalendar) -> int:
    """Return how many open complaints have limits by this calendar, whatever policy is in force now. One statement."""
    return (
        Complaint.objects.unscoped("an administrator sees only counts").open().filter(policy__calendar=calendar).count()
    )
