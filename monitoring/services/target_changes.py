"""Change a target of the board's figures.

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
from monitoring.models import BoardTarget, BoardTargetChange
from monitoring.rules.board_targets import HIGHEST_TARGET, TargetFigure, is_possible_target


@transaction.atomic
def request_board_target(*, figure: str, value: int, source: str, by: Actor, at: datetime) -> BoardTargetChange:
    """Request a target: a percentage, or hours for the median.

    Raises StaffChangeRefused if the value is impossible, or if another request for the figure waits.
    """
    if not is_possible_target(TargetFigure(figure), value):
        raise StaffChangeRefused(describe_possible_targets(TargetFigure(figure)))
    values = {"figure": figure, "value": value, "source": source, "asked_by_id": by.officer_id, "asked_at": at}
    try:
        with transaction.atomic():
            change = BoardTargetChange.objects.create(**values)
    except IntegrityError as error:
        raise StaffChangeRefused(_("A target of this figure is already waiting for approval.")) from error
    _log_for_auditors(f"? {figure}: {value}", by=by, at=at)
    return change


@transaction.atomic
def approve_board_target(*, change: BoardTargetChange, by: Actor, at: datetime) -> BoardTarget:
    """Approve the change. The board shows the target from now on.

    Raises StaffChangeRefused if this administrator may not decide it.
    """
    change = lock_for_decision(change, "asked_by", by=by, at=at)
    values = {"figure": change.figure, "value": change.value, "source": change.source}
    change.target = BoardTarget.objects.create(**values, since=at)
    change.save()
    _log_for_auditors(f"{change.figure}: {change.value}", by=by, at=at)
    return change.target


@transaction.atomic
def reject_board_target(*, change: BoardTargetChange, by: Actor, at: datetime) -> BoardTargetChange:
    """Reject the change. Raises StaffChangeRefused if this administrator may not decide it."""
    change = lock_for_decision(change, "asked_by", by=by, at=at)
    change.save()
    _log_for_auditors(f"– {change.figure}: {change.value}", by=by, at=at)
    return change


def describe_possible_targets(figure: TargetFigure) -> str:
    """Return the sentence for an impossible target."""
    return _("A target of this figure is a number from 0 to %(most)s.") % {"most": HIGHEST_TARGET[figure]}


def _log_for_auditors(words: str, *, by: Actor, at: datetime) -> None:
    """Note the act for the auditors: `words` names the figure and the target."""
    log_staff_act(StaffActKind.POLICY, officer=None, by=by, at=at, words=f"board {words}", tell_auditors=True)
