"""Processing of stored updates: in order for each sender, parallel for different ones, each exactly once.

An update, the chat's new state, the effects and the replies share one transaction, so a crash leaves the update
waiting. An update that fails three times is set aside, so that the sender's next ones continue.
"""

import logging
from datetime import datetime, timedelta

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import F

from whatsapp.models import Update
from whatsapp.services import conversation_turns, delivery_reports

logger = logging.getLogger(__name__)

TRIES = 3
MOST_AT_ONCE = 500
KEPT_FOR = timedelta(days=9)
"""Meta repeats a delivery for up to seven days; the keys are kept a little longer."""

# The sender that has waited longest and that no other worker processes. The advisory lock is the sender's and ends
# with the transaction; its number is the first eight bytes of the sender's blind index.
NEXT_SENDER = """
    SELECT sender FROM (
        SELECT sender, min(id) AS first FROM whatsapp_update
        WHERE state = 'waiting' AND sender <> ALL(%s) GROUP BY sender ORDER BY first LIMIT 50
    ) AS waiting
    WHERE pg_try_advisory_xact_lock(('x' || encode(substring(sender FROM 1 FOR 8), 'hex'))::bit(64)::bigint)
    LIMIT 1
"""


def process_updates(*, at: datetime, most: int = MOST_AT_ONCE) -> int:
    """Process at most `most` updates. Return their number. Any number of workers may run this at once."""
    count, busy = 0, []
    while count < most:
        sender, worked = _process_next(at=at, busy=busy)
        if sender is None:
            return count
        if worked:
            count += 1
        else:
            busy.append(sender)
    return count


def _process_next(*, at: datetime, busy: list[bytes]) -> tuple[bytes | None, bool]:
    """Process the next sender's first update in one transaction. Return the sender's index, or None, and whether it is
    done.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute(NEXT_SENDER, [busy])
            row = cursor.fetchone()
        if row is None:
            return None, False
        sender = bytes(row[0])
        update = Update.objects.filter(sender=sender, state="waiting").order_by("told_at", "pk").first()
        return sender, update is None or _process_update(update, at=at)


def _process_update(update: Update, *, at: datetime) -> bool:
    """Process an update, or record its failure. False: process nothing more of this sender in this round."""
    try:
        with transaction.atomic():
            settled = (
                delivery_reports.record_delivery_status if update.is_status else conversation_turns.answer_update
            )(update, at=at)
    except OperationalError:
        raise
    except (DatabaseError, Exception) as trouble:  # a failing update must not stop the others
        logger.exception("WhatsApp update %s could not be worked off", update.pk)
        return _record_failure(update, trouble, at=at)
    if settled:
        Update.objects.filter(pk=update.pk).update(state="done", done_at=at, payload="", trouble="")
    return settled


def _record_failure(update: Update, trouble: Exception, *, at: datetime) -> bool:
    aside = update.attempts + 1 >= TRIES
    state = Update.State.ASIDE if aside else Update.State.WAITING
    Update.objects.filter(pk=update.pk).update(
        attempts=F("attempts") + 1, trouble=type(trouble).__name__, state=state, done_at=at if aside else None
    )
    return aside


def retry_update(update_id: int) -> bool:
    """Let an update that was set aside wait again. Return whether it was set aside."""
    aside = Update.objects.filter(pk=update_id, state="aside")
    return bool(aside.update(state="waiting", attempts=0, trouble="", done_at=None))


def delete_old_updates(*, at: datetime) -> int:
    """Delete the keys of updates that Meta no longer repeats. Return their number."""
    return Update.objects.filter(state="done", done_at__lt=at - KEPT_FOR).delete()[0]
