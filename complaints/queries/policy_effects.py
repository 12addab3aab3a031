"""Preview the effect of requested time limits and calendar changes on open complaints."""

from dataclasses import dataclass
from datetime import datetime

from complaints.models import Complaint, Policy, PolicyChange, WorkingCalendar
from complaints.rules.policy_differences import changed_limits


@dataclass(frozen=True)
class PolicyEffect:
    """The effect of requested time limits.

    `unchanged`: how many open complaints keep their limits. `changed`: the present and the requested value of each
    limit that differs.
    """

    unchanged: int
    changed: dict[str, tuple]


def preview_policy_effect(change: PolicyChange, *, at: datetime) -> PolicyEffect:
    """Return what a pending change would do. Two statements."""
    open_complaints = (
        Complaint.objects.unscoped("an administrator sees only counts").open().filter(category=change.category_id)
    )
    latest = Policy.objects.filter(category=change.category_id, valid_from__lte=at).order_by("-version").first()
    return PolicyEffect(open_complaints.count(), changed_limits(latest, change))


def count_open_complaints_following(calendar: WorkingCalendar) -> int:
    """Return how many open complaints have limits by this calendar, whatever policy is in force now. One statement."""
    return (
        Complaint.objects.unscoped("an administrator sees only counts").open().filter(policy__calendar=calendar).count()
    )
