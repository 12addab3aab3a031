"""Notify complainants of breaches, in a job after the sweep, so that the sweep itself stays fast."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from complaints.rules.clock import is_urgent_category
from complaints.services import event_messages
from notifications.services import NewMessage, enqueue_many
from sla.rules import escalation_ladder
from sla.services import sweep_sql

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class CitizenDelay:
    """A breach of which the complainant has to be notified.

    `takes_part`: the complainant has not left the inquiry.
    """

    breach_id: int
    clock: str
    level: int
    superior_notified: bool
    complainant_id: int
    etag: str
    takes_part: bool
    contact_hours: int | None
    urgent_act: str

    @property
    def is_urgent(self) -> bool:
        limit = None if self.contact_hours is None else timedelta(hours=self.contact_hours)
        return is_urgent_category(limit, bool(self.urgent_act))


def notify_citizens(*, at: datetime, batch: int = BATCH) -> int:
    """Add a message to the outbox for each breach of which the complainant is not notified. Return how many.

    Safe to repeat and to run several times at once: a row is claimed in the transaction that writes its message.
    """
    total = 0
    while (messages := _notify_batch(at=at, batch=batch)) is not None:
        total += messages
    return total


@transaction.atomic
def _notify_batch(*, at: datetime, batch: int) -> int | None:
    """Return the number of messages, or None if no row is left or other workers have claimed them."""
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.TAKE_UNTOLD, {"batch": batch})
        delays = [CitizenDelay(*row) for row in cursor.fetchall()]
    if not delays:
        return None
    # After an outage, one clock may have passed several steps at once. One message about the last is enough.
    last_delays = {(delay.etag, delay.clock): delay for delay in delays if delay.takes_part}
    return enqueue_many([_delay_message(delay) for delay in last_delays.values()], at=at)


def _delay_message(delay: CitizenDelay) -> NewMessage:
    return event_messages.delay_message(
        delay.complainant_id,
        delay.etag,
        clock=delay.clock,
        is_first=delay.level == escalation_ladder.BREACH,
        superior_notified=delay.superior_notified,
        urgent=delay.is_urgent,
    )
