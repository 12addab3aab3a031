"""The log of what administrators do, and the word of it to the auditors."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import Officer, Posting, StaffAct
from accounts.models.staff_act import StaffActKind
from accounts.rules.roles import Role
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage

LONGEST = 400


def note(
    kind: StaffActKind,
    *,
    officer: Officer | None,
    by: Actor | None,
    at: datetime,
    words: str = "",
    tell_auditors: bool = False,
) -> StaffAct:
    """Write an act down, in the transaction that does it. What reaches the auditors is said by their messages too."""
    act = StaffAct.objects.create(
        officer=officer, kind=kind, by_id=by and by.officer_id, at=at, words=words.strip()[:LONGEST]
    )
    if tell_auditors:
        auditors = Posting.objects.current(at).filter(role=Role.AUDITOR, officer__is_active=True)
        facts = {"kind": kind.value, "act": act.pk, "path": "/desk/acts/"}
        enqueue_many(
            [NewMessage(f"posting:{pk}", "staff_act", facts) for pk in auditors.values_list("pk", flat=True)], at=at
        )
    return act
