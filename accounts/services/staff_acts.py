"""The log of what administrators do, and the word of it to the auditors."""

from datetime import datetime

from django.utils.timezone import localtime

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting, RoleGrant, StaffAct
from accounts.models.staff_act import StaffActKind
from accounts.rules.offices import OfficeKind
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
        officer=officer,
        kind=kind,
        by_id=by and by.officer_id,
        at=at,
        words=words.strip()[:LONGEST],
    )
    if tell_auditors:
        facts = {"kind": kind.value, "act": act.pk, "path": "/desk/acts/"}
        enqueue_many([NewMessage(told, "staff_act", facts) for told in watching(at)], at=at)
    return act


def tell_who_watched(act: StaffAct) -> None:
    """To an auditor whose own posting this act ended: they hold nothing any more by which they would be reached."""
    facts = {"kind": act.kind, "act": act.pk, "path": "/desk/"}
    enqueue_many([NewMessage(f"officer:{act.officer_id}", "staff_act", facts)], at=act.at)


def watching(at: datetime) -> list[str]:
    """The auditors; where there is none, the head of the province: no act is done with nobody to hear of it."""
    auditors = Posting.objects.current(at).filter(role=Role.AUDITOR, officer__is_active=True)
    if told := [f"posting:{pk}" for pk in auditors.values_list("pk", flat=True)]:
        return told
    return [f"office:{pk}" for pk in Office.objects.filter(kind=OfficeKind.CENTRAL).values_list("pk", flat=True)]


def words_of(held: Posting | RoleGrant, *, at: datetime) -> str:
    """Whose, which and where; where it begins later, or its end is set, also when."""
    begins = f", {_minute(held.starts_at)}" if held.starts_at and held.starts_at > at else ""
    ends = f" – {_minute(held.ends_at)}" if held.ends_at else ""
    return f"{held}{begins}{ends}"


def _minute(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"
