"""Collect notices during a sweep, then send each posting one message about all its complaints."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, transaction

from complaints.rules import etag
from complaints.rules.clock import Clock
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage
from sla.models import Notice
from sla.services import sweep_sql

ETAGS_SHOWN = 3
"""How many E-tags a message names. For the rest it gives a number and a link to the list."""

LIST_PATHS = {
    "reminder": "/desk/",
    "breached": "/desk/office/?clock=overdue",
    "escalated": "/desk/office/?clock=overdue",
}
SUPERIOR, ENDED = "told", "ended"
CLOCK_PATHS = {
    Clock.CALL: "/desk/calls/",
    Clock.EXCUSE: "/desk/calls/",
    Clock.PRESSURE: "/desk/pressure/",
    Clock.ORDER: "/desk/",
    Clock.URGENT: "/desk/",
    Clock.REFERRAL: "/desk/office/",
    Clock.SETTLING: "/desk/settling/",
    Clock.LISTENING: "/desk/",
    Clock.VERIFY: "/desk/",
    SUPERIOR: "/desk/escalations/",
    ENDED: "/desk/office/",
}
"""Where a message links to if the list of overdue complaints does not contain its complaints.

By clock; SUPERIOR: the superior finds the escalations to answer; ENDED: the list of all complaints of the office,
because the clock is not overdue any more.
"""


def notice_template_name(clock: Clock, kind: str, *, is_superior: bool, has_ended: bool = False) -> str:
    """Return the name under which notices are added up: the template, and the key of CLOCK_PATHS if it has one."""
    if has_ended:
        return f"{kind}:{ENDED}"
    if clock not in CLOCK_PATHS:
        return kind
    return f"{kind}:{SUPERIOR if is_superior else clock}"


def store_notices(notices: Iterable[tuple[str, str, str]]) -> None:
    """Store notices (recipient, template, E-tag) in the transaction that records their breaches."""
    sums: dict[tuple[str, str], list[str]] = {}
    for recipient, template, number in notices:
        sums.setdefault((recipient, template), []).append(number)
    Notice.objects.bulk_create(
        Notice(recipient=recipient, template=template, count=len(numbers), etags=numbers[:ETAGS_SHOWN])
        for (recipient, template), numbers in sums.items()
    )


@transaction.atomic
def send_notices(*, at: datetime) -> int:
    """Turn all notices into one message for each posting and template. Return the number of messages."""
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.TAKE_NOTICES)
        rows = sorted(cursor.fetchall())
    sums: dict[tuple[str, str], tuple[int, int, dict[str, None]]] = {}
    for _, recipient, template, count, etags in rows:
        total, unnamed, named = sums.get((recipient, template), (0, 0, {}))
        sums[recipient, template] = total + count, unnamed + count - len(etags), named | dict.fromkeys(etags)
    return enqueue_many([_collected_message(*key, *numbers) for key, numbers in sums.items()], at=at)


def _collected_message(recipient: str, template: str, count: int, unnamed: int, etags: Collection[str]) -> NewMessage:
    """Return the message. Two clocks of one complaint count once, as long as all E-tags are known (`unnamed` is 0)."""
    named = [etag.format_etag(number) for number in list(etags)[:ETAGS_SHOWN]]
    kind, _, clock = template.partition(":")
    path = CLOCK_PATHS[clock] if clock else LIST_PATHS[kind]
    context = {"count": count if unnamed else len(etags), "etags": named, "path": path}
    return NewMessage(recipient, kind, context)
