"""Change the retention period of a category.

One administrator requests the change, a second one approves or rejects it, and the auditors get a message about both.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.admin_log import log_staff_act
from accounts.services.approval_decisions import lock_for_decision
from accounts.services.staff_refusals import StaffChangeRefused
from complaints.models import Category, RetentionChange, RetentionPeriod
from complaints.rules.retention_limits import LONGEST_MONTHS, SHORTEST_MONTHS


@transaction.atomic
def request_retention_period(
    *, category: Category, months: int, source: str, by: Actor, at: datetime
) -> RetentionChange:
    """Request a retention period, in months after the end of a complaint.

    Raises StaffChangeRefused if the period is too short or too long, or if another request for the category waits.
    """
    if not SHORTEST_MONTHS <= months <= LONGEST_MONTHS:
        between = {"least": SHORTEST_MONTHS, "most": LONGEST_MONTHS}
        raise StaffChangeRefused(
            _("Personal data must be kept for %(least)s to %(most)s months after the complaint ends.") % between
        )
    values = {"category": category, "months": months, "source": source, "asked_by_id": by.officer_id, "asked_at": at}
    try:
        with transaction.atomic():
            change = RetentionChange.objects.create(**values)
    except IntegrityError as error:
        raise StaffChangeRefused(_("A retention change for this category is already waiting for approval.")) from error
    _log_for_auditors(f"? {category.code}: {months}", by=by, at=at)
    return change


@transaction.atomic
def approve_retention_period(*, change: RetentionChange, by: Actor, at: datetime) -> RetentionPeriod:
    """Approve the change. The period applies from now on, also to complaints that have ended.

    Raises StaffChangeRefused if this administrator may not decide it.
    """
    change = lock_for_decision(change, "category", by=by, at=at)
    values = {"category": change.category, "months": change.months, "source": change.source}
    change.period = RetentionPeriod.objects.create(**values, since=at)
    change.save()
    _log_for_auditors(f"{change.category.code}: {change.months}", by=by, at=at)
    return change.period


@transaction.atomic
def reject_retention_period(*, change: RetentionChange, by: Actor, at: datetime) -> RetentionChange:
    """Reject the change. Raises StaffChangeRefused if this administrator may not decide it."""
    change = lock_for_decision(change, "category", by=by, at=at)
    change.save()
    _log_for_auditors(f"– {change.category.code}: {change.months}", by=by, at=at)
    return change


def _log_for_auditors(words: str, *, by: Actor, at: datetime) -> None:
    """Note the act for the auditors: `words` names the category and the number of months."""
    log_staff_act(StaffActKind.POLICY, officer=None, by=by, at=at, words=f"{words} months kept", tell_auditors=True)
