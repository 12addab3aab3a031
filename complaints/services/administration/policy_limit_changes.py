"""Change the time limits of a category.

One administrator requests the change, a second one approves or rejects it, and the auditors get a message about both.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.approval_decisions import lock_for_decision
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import Category, Policy, PolicyChange

LIMIT_FIELDS = (
    *("contact_hours", "report_hours", "decision_hours", "reminder_share", "pause_share"),
    *("calendar", "escalation_hours", "escalations", "rank_floor", "source"),
)
"""The fields of a policy that a request changes."""
COPIED_FIELDS = ("urgent_act", "urgent_hours", "contact_certainty", "certainty")
"""The fields that the next version copies from the last one."""


WRONG_SHARE = gettext_lazy("Enter each share as a number between 0 and 1. The reminder share cannot be 0 or 1.")


def is_share(name: str, share: float) -> bool:
    """Return whether a share is possible. `name`: `reminder_share` or `pause_share`."""
    return 0 < share < 1 if name == "reminder_share" else 0 <= share <= 1


@transaction.atomic
def request_policy_limits(
    *, category: Category, by: Actor, at: datetime, starts_at: datetime | None = None, **limits
) -> PolicyChange:
    """Request new limits (`LIMIT_FIELDS`), valid from their approval or from a later time (`starts_at`).

    Raises StaffChangeRefused if another request for the category waits, if the time has passed (limits never apply to
    the past), or if a share is not between 0 and 1.
    """
    require_usable_limits(category=category, at=at, starts_at=starts_at, **limits)
    request = {"category": category, "asked_by_id": by.officer_id, "asked_at": at, "starts_at": starts_at}
    try:
        with transaction.atomic():
            change = PolicyChange.objects.create(**request, **limits)
    except IntegrityError as error:
        raise StaffChangeRefused(_("New time limits for this category are already waiting for approval.")) from error
    log_staff_act(StaffActKind.POLICY, officer=None, by=by, at=at, words=f"? {category.code}", tell_auditors=True)
    return change


def require_usable_limits(*, category: Category, at: datetime, starts_at: datetime | None, **limits) -> None:
    """Raise StaffChangeRefused if `request_policy_limits` would refuse these limits."""
    if starts_at is not None and starts_at <= at:
        raise StaffChangeRefused(_("New time limits must start in the future. They cannot apply to the past."))
    if not all(is_share(name, limits[name]) for name in ("reminder_share", "pause_share")):
        raise StaffChangeRefused(str(WRONG_SHARE))
    if PolicyChange.objects.filter(category=category, decided_at=None).exists():
        raise StaffChangeRefused(_("New time limits for this category are already waiting for approval."))


@transaction.atomic
def approve_policy_limits(*, change: PolicyChange, by: Actor, at: datetime) -> Policy:
    """Approve the change: end the current policy and create the next version. Open complaints keep their policy.

    The new version starts now, or at the requested time if that is later. Raises StaffChangeRefused if this
    administrator may not decide it, or if another version starts at that time or later.
    """
    change = lock_for_decision(change, "category", by=by, at=at)
    starts_at = max(at, change.starts_at or at)
    last = Policy.objects.select_for_update().filter(category=change.category).order_by("-version").first()
    if last and last.valid_from >= starts_at:
        raise StaffChangeRefused(
            _("This category already has time limits that start later. These must start after them.")
        )
    if last and last.valid_until is None:
        Policy.objects.filter(pk=last.pk).update(valid_until=starts_at)
    copied = {name: getattr(last, name) for name in COPIED_FIELDS} if last else {}
    change.policy = Policy.objects.create(
        category=change.category,
        version=last.version + 1 if last else 1,
        valid_from=starts_at,
        **copied,
        **{name: getattr(change, name) for name in LIMIT_FIELDS},
    )
    change.save()
    log_staff_act(StaffActKind.POLICY, officer=None, by=by, at=at, words=str(change.policy), tell_auditors=True)
    return change.policy


@transaction.atomic
def reject_policy_limits(*, change: PolicyChange, by: Actor, at: datetime) -> PolicyChange:
    """Reject the change. Raises StaffChangeRefused if this administrator may not decide it."""
    change = lock_for_decision(change, "category", by=by, at=at)
    change.save()
    log_staff_act(
        StaffActKind.POLICY, officer=None, by=by, at=at, words=f"– {change.category.code}", tell_auditors=True
    )
    return change
