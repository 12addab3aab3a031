"""New limits of a category: one administrator asks, a second one decides, the auditors hear of both."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.refusals import Refused
from accounts.services.staff_acts import note
from complaints.models import Category, Policy, PolicyChange

LIMITS = ("contact_hours", "report_hours", "decision_hours", "escalation_hours", "escalations", "rank_floor", "source")
KEPT = ("reminder_share", "urgent_act", "urgent_hours", "contact_certainty", "certainty")


@transaction.atomic
def ask_for(*, category: Category, by: Actor, at: datetime, **limits) -> PolicyChange:
    """Ask for new limits (`LIMITS`). Raises Refused where others wait for the category."""
    try:
        with transaction.atomic():
            change = PolicyChange.objects.create(category=category, asked_by_id=by.officer_id, asked_at=at, **limits)
    except IntegrityError as error:
        raise Refused(_("New limits for this category wait already.")) from error
    note(StaffActKind.POLICY, officer=None, by=by, at=at, words=f"? {category.code}", tell_auditors=True)
    return change


@transaction.atomic
def confirm(*, change: PolicyChange, by: Actor, at: datetime) -> Policy:
    """The policy in force ends now and the next version begins; what was promised before keeps its own."""
    change = _taken(change, by=by, at=at)
    last = Policy.objects.select_for_update().filter(category=change.category).order_by("-version").first()
    if last and last.valid_until is None:
        Policy.objects.filter(pk=last.pk).update(valid_until=at)
    kept = {name: getattr(last, name) for name in KEPT} if last else {}
    change.policy = Policy.objects.create(
        category=change.category,
        version=last.version + 1 if last else 1,
        valid_from=at,
        **kept,
        **{name: getattr(change, name) for name in LIMITS},
    )
    change.save()
    note(StaffActKind.POLICY, officer=None, by=by, at=at, words=str(change.policy), tell_auditors=True)
    return change.policy


@transaction.atomic
def refuse(*, change: PolicyChange, by: Actor, at: datetime) -> PolicyChange:
    """Nothing changes."""
    change = _taken(change, by=by, at=at)
    change.save()
    note(StaffActKind.POLICY, officer=None, by=by, at=at, words=f"– {change.category.code}", tell_auditors=True)
    return change


def _taken(change: PolicyChange, *, by: Actor, at: datetime) -> PolicyChange:
    """The change, locked and decided by this administrator. Raises Refused where it is not theirs to decide."""
    change = PolicyChange.objects.select_for_update(of=("self",)).select_related("category").get(pk=change.pk)
    if change.decided_at:
        raise Refused(_("This has been decided already."))
    if by.officer_id == change.asked_by_id:
        raise Refused(_("Another administrator has to decide on what you asked for."))
    change.decided_by_id, change.decided_at = by.officer_id, at
    return change
