"""For how long a category is kept: one administrator asks, a second one decides, the auditors hear of both."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models.staff_act import StaffActKind
from accounts.services.dual_approval import taken
from accounts.services.refusals import StaffChangeRefused
from accounts.services.staff_acts import note
from complaints.models import Category, RetentionChange, RetentionPeriod
from complaints.rules.retention import LONGEST, SHORTEST


@transaction.atomic
def ask_for(*, category: Category, months: int, source: str, by: Actor, at: datetime) -> RetentionChange:
    """Ask for a time of keeping, in months after the end. Raises Refused where another one waits, or for one that is
    too short or too long."""
    if not SHORTEST <= months <= LONGEST:
        between = {"least": SHORTEST, "most": LONGEST}
        raise StaffChangeRefused(
            _("Personal data must be kept for %(least)s to %(most)s months after the complaint ends.") % between
        )
    asked = {"category": category, "months": months, "source": source, "asked_by_id": by.officer_id, "asked_at": at}
    try:
        with transaction.atomic():
            change = RetentionChange.objects.create(**asked)
    except IntegrityError as error:
        raise StaffChangeRefused(_("A retention change for this category is already waiting for approval.")) from error
    _say(f"? {category.code}: {months}", by=by, at=at)
    return change


@transaction.atomic
def confirm(*, change: RetentionChange, by: Actor, at: datetime) -> RetentionPeriod:
    """It counts from now on, for everything that has ended. Raises Refused where it is not theirs to decide."""
    change = taken(change, "category", by=by, at=at)
    settled = {"category": change.category, "months": change.months, "source": change.source}
    change.period = RetentionPeriod.objects.create(**settled, since=at)
    change.save()
    _say(f"{change.category.code}: {change.months}", by=by, at=at)
    return change.period


@transaction.atomic
def refuse(*, change: RetentionChange, by: Actor, at: datetime) -> RetentionChange:
    """Nothing changes."""
    change = taken(change, "category", by=by, at=at)
    change.save()
    _say(f"– {change.category.code}: {change.months}", by=by, at=at)
    return change


def _say(words: str, *, by: Actor, at: datetime) -> None:
    """To the auditors, with the unit: months for which the category is kept."""
    note(StaffActKind.POLICY, officer=None, by=by, at=at, words=f"{words} months kept", tell_auditors=True)
