"""New limits of a category: one administrator asks, a second one decides, the auditors hear of both."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.dual_approval import taken
from accounts.services.refusals import StaffChangeRefused
from accounts.services.staff_acts import note
from complaints.models import Category, Policy, PolicyChange

LIMITS = (
    *("contact_hours", "report_hours", "decision_hours", "reminder_share", "pause_share"),
    *("calendar", "escalation_hours", "escalations", "rank_floor", "source"),
)
KEPT = ("urgent_act", "urgent_hours", "contact_certainty", "certainty")


@transaction.atomic
def ask_for(
    *, category: Category, by: Actor, at: datetime, starts_at: datetime | None = None, **limits
) -> PolicyChange:
    """Ask for new limits (`LIMITS`), from when they are confirmed or from a later moment (`starts_at`).

    Raises Refused where others wait for the category, or for a moment that has passed (nothing is promised
    backwards), or for a share that is none.
    """
    if starts_at is not None and starts_at <= at:
        raise StaffChangeRefused(_("New time limits must start in the future. They cannot apply to the past."))
    if not (0 < limits["reminder_share"] < 1 and 0 <= limits["pause_share"] <= 1):
        raise StaffChangeRefused(
            _("Enter each share as a number between 0 and 1. The reminder share cannot be 0 or 1.")
        )
    asked = {"category": category, "asked_by_id": by.officer_id, "asked_at": at, "starts_at": starts_at}
    try:
        with transaction.atomic():
            change = PolicyChange.objects.create(**asked, **limits)
    except IntegrityError as error:
        raise StaffChangeRefused(_("New time limits for this category are already waiting for approval.")) from error
    note(StaffActKind.POLICY, officer=None, by=by, at=at, words=f"? {category.code}", tell_auditors=True)
    return change


@transaction.atomic
def confirm(*, change: PolicyChange, by: Actor, at: datetime) -> Policy:
    """The policy in force ends and the next version begins; what was promised before keeps its own.

    At once, or where a later moment was asked for and has not passed, then. Raises Refused where it is not theirs to
    decide, or a version is to begin later still.
    """
    change = taken(change, "category", by=by, at=at)
    begins = max(at, change.starts_at or at)
    last = Policy.objects.select_for_update().filter(category=change.category).order_by("-version").first()
    if last and last.valid_from >= begins:
        raise StaffChangeRefused(
            _("This category already has time limits that start later. These must start after them.")
        )
    if last and last.valid_until is None:
        Policy.objects.filter(pk=last.pk).update(valid_until=begins)
    kept = {name: getattr(last, name) for name in KEPT} if last else {}
    change.policy = Policy.objects.create(
        category=change.category,
        version=last.version + 1 if last else 1,
        valid_from=begins,
        **kept,
        **{name: getattr(change, name) for name in LIMITS},
    )
    change.save()
    note(StaffActKind.POLICY, officer=None, by=by, at=at, words=str(change.policy), tell_auditors=True)
    return change.policy


@transaction.atomic
def refuse(*, change: PolicyChange, by: Actor, at: datetime) -> PolicyChange:
    """Nothing changes."""
    change = taken(change, "category", by=by, at=at)
    change.save()
    note(StaffActKind.POLICY, officer=None, by=by, at=at, words=f"– {change.category.code}", tell_auditors=True)
    return change
