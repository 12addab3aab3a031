"""Telling complainants of a delay: after the sweep and apart from it, so that what is due is found out first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from complaints.rules.clock import is_urgent
from complaints.services import announcements
from notifications.services import NewMessage, enqueue_many
from sla.rules import escalation_ladder
from sla.services import sweep_sql

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Delay:
    """A breach, as the complainant is told of it. `takes_part`: they have not left the inquiry."""

    breach_id: int
    clock: str
    level: int
    told: bool
    complainant_id: int
    etag: str
    takes_part: bool
    contact_hours: int | None
    urgent_act: str

    @property
    def is_urgent(self) -> bool:
        limit = None if self.contact_hours is None else timedelta(hours=self.contact_hours)
        return is_urgent(limit, bool(self.urgent_act))


def tell_citizens(*, at: datetime, batch: int = BATCH) -> int:
    """Put a message into the outbox for each delay of which a complainant has not been told. Returns how many.

    Harmless to repeat, and to run several times at once: whoever takes a row tells of it, in the same transaction.
    """
    told = 0
    while (taken := _tell_batch(at=at, batch=batch)) is not None:
        told += taken
    return told


@transaction.atomic
def _tell_batch(*, at: datetime, batch: int) -> int | None:
    """How many messages; None where nothing is left, or others are at it."""
    with connection.cursor() as cursor:
        cursor.execute(sweep_sql.TAKE_UNTOLD, {"batch": batch})
        delays = [Delay(*row) for row in cursor.fetchall()]
    if not delays:
        return None
    # After an outage one clock may have passed several steps at once: the last says it all.
    last = {(delay.etag, delay.clock): delay for delay in delays if delay.takes_part}
    return enqueue_many([_message(delay) for delay in last.values()], at=at)


def _message(delay: Delay) -> NewMessage:
    return announcements.of_delay(
        delay.complainant_id,
        delay.etag,
        clock=delay.clock,
        is_first=delay.level == escalation_ladder.BREACH,
        told=delay.told,
        urgent=delay.is_urgent,
    )
