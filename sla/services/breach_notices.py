"""Many delays are one message: notices add up during a sweep, and each posting hears of all of them at once."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, transaction

from complaints.rules import etag
from complaints.rules.clock import Clock
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage
from sla.models import Notice
from sla.services import sweep_sql

SHOWN = 3
"""How many E-tags a message names; the rest is a number and a way to the list."""

PATHS = {
    "reminder": "/desk/",
    "breached": "/desk/office/?clock=overdue",
    "escalated": "/desk/office/?clock=overdue",
}
TOLD, ENDED = "told", "ended"
PLACES = {
    Clock.CALL: "/desk/calls/",
    Clock.EXCUSE: "/desk/calls/",
    Clock.PRESSURE: "/desk/pressure/",
    Clock.ORDER: "/desk/",
    Clock.URGENT: "/desk/",
    Clock.REFERRAL: "/desk/office/",
    Clock.VERIFY: "/desk/",
    TOLD: "/desk/escalations/",
    ENDED: "/desk/office/",
}
"""Where the work of a clock stands that is in no list of overdue complaints; for who is told, what they answer; of what
is overdue no more, all that the office has."""


def notice(clock: Clock, kind: str, *, is_told: bool, has_ended: bool = False) -> str:
    """The name under which notices are added up: the message's template and, where that is not the usual one, the
    list that its way leads to."""
    if has_ended:
        return f"{kind}:{ENDED}"
    if clock not in PLACES:
        return kind
    return f"{kind}:{TOLD if is_told else clock}"


def note(told: Iterable[tuple[str, str, str]]) -> None:
    """Write down what is to be told, each as recipient, template and E-tag, in the transaction that found it out."""
    sums: dict[tuple[str, str], list[str]] = {}
    for recipient, template, number in told:
        sums.setdefault((recipient, template), []).append(number)
    Notice.objects.bulk_create(
        Notice(recipient=recipient, template=template, count=len(numbers), etags=numbers[:SHOWN])
        for (recipient, template), numbers in sums.items()
    )


@transaction.atomic
def tell(*, at: datetime) -> int:
    """Turn all notices into one message for each posting and template. Returns how many messages."""
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.TAKE_NOTICES)
        taken = sorted(cursor.fetchall())
    sums: dict[tuple[str, str], tuple[int, int, dict[str, None]]] = {}
    for _, recipient, template, count, etags in taken:
        so_far, unnamed, named = sums.get((recipient, template), (0, 0, {}))
        sums[recipient, template] = so_far + count, unnamed + count - len(etags), named | dict.fromkeys(etags)
    return enqueue_many([_message(*whom, *what) for whom, what in sums.items()], at=at)


def _message(recipient: str, template: str, count: int, unnamed: int, etags: Collection[str]) -> NewMessage:
    """Two clocks of one complaint are one complaint, as long as all that are counted are known by number."""
    named = [etag.spaced(number) for number in list(etags)[:SHOWN]]
    kind, _, clock = template.partition(":")
    known = {"count": count if unnamed else len(etags), "etags": named}
    return NewMessage(recipient, kind, known | {"path": PLACES[clock] if clock else PATHS[kind]})
