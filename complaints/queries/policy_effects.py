"""What new limits would change, and for whom nothing would."""

from dataclasses import dataclass
from datetime import datetime

from complaints.models import Complaint, Policy, PolicyChange, WorkingCalendar
from complaints.rules.policy_limits import changed


@dataclass(frozen=True)
class Effect:
    """`kept`: how many open complaints keep what they were promised. `changed`: limit → (as it is, as it will be)."""

    kept: int
    changed: dict[str, tuple]


def effect(change: PolicyChange, *, at: datetime) -> Effect:
    """What a change means while it waits. Two statements."""
    open_now = (
        Complaint.objects.unscoped("an administrator sees counts alone").open().filter(category=change.category_id)
    )
    last = Policy.objects.filter(category=change.category_id, valid_from__lte=at).order_by("-version").first()
    return Effect(open_now.count(), changed(last, change))


def following(calendar: WorkingCalendar) -> int:
    """How many open complaints were promised time by this calendar, whatever policy is in force now. One statement."""
    return (
        Complaint.objects.unscoped("an administrator sees counts alone")
        .open()
        .filter(policy__calendar=calendar)
        .count()
    )
