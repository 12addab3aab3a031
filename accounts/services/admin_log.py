"""Write the admin log and notify the auditors of its entries."""

from datetime import datetime

from django.utils.timezone import localtime

from accounts.actors import Actor
from accounts.models import Office, Officer, Posting, RoleGrant, StaffAct
from accounts.models.staff_act import StaffActKind
from accounts.rules.office_tree import OfficeKind
from accounts.rules.roles import Role
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage

MAX_DETAILS = 400


def log_staff_act(
    kind: StaffActKind,
    *,
    officer: Officer | None,
    by: Actor | None,
    at: datetime,
    words: str = "",
    tell_auditors: bool = False,
    by_officer: Officer | None = None,
) -> StaffAct:
    """Write an entry of the admin log, in the caller's transaction. Send it to the auditors if `tell_auditors`.

    `by_officer`: the officer who did it without acting under a posting.
    """
    act = StaffAct.objects.create(
        officer=officer,
        kind=kind,
        by_id=by.officer_id if by else by_officer and by_officer.pk,
        at=at,
        words=words.strip()[:MAX_DETAILS],
    )
    if tell_auditors:
        facts = {"kind": kind.value, "act": act.pk, "path": "/desk/acts/"}
        enqueue_many([NewMessage(recipient, "staff_act", facts) for recipient in auditor_recipients(at)], at=at)
    return act


def notify_removed_auditor(act: StaffAct) -> None:
    """Notify an auditor whose own posting this act ended, because they are no longer among the auditors."""
    facts = {"kind": act.kind, "act": act.pk, "path": "/desk/"}
    enqueue_many([NewMessage(f"officer:{act.officer_id}", "staff_act", facts)], at=act.at)


def auditor_recipients(at: datetime) -> list[str]:
    """Return the auditors as recipients or, if there are none, the head of the CPO, so that somebody is notified."""
    auditors = Posting.objects.current(at).filter(role=Role.AUDITOR, officer__is_active=True)
    if recipients := [f"posting:{pk}" for pk in auditors.values_list("pk", flat=True)]:
        return recipients
    return [f"office:{pk}" for pk in Office.objects.filter(kind=OfficeKind.CENTRAL).values_list("pk", flat=True)]


def describe_posting(posting: Posting | RoleGrant, *, at: datetime) -> str:
    """Describe a posting or role: officer, post and office, with a future start and a fixed end if it has them."""
    begins = f", {_format_time(posting.starts_at)}" if posting.starts_at and posting.starts_at > at else ""
    ends = f" – {_format_time(posting.ends_at)}" if posting.ends_at else ""
    return f"{posting}{begins}{ends}"


def _format_time(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"
