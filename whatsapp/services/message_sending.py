"""Sending of queued messages: in order for each person, within Meta's limits.

A message is claimed, sent without an open transaction, and marked at once. Delivery is at least once: if a worker dies
between sending and marking, the message is sent again (docs/decisions/0007). If only the database dies, the worker
waits for it. If Meta refuses our account (an expired token), messages wait, use up no tries, and the administrators see
it (models.AccountEvent).
"""

import json
import logging
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from citizen.rate_limits import Bucket, take_token
from ledger import field_encryption
from notifications.services import delete_finished_rows
from notifications.services.database_retry import write_when_available
from whatsapp.models import Chat, Sending
from whatsapp.rules.cloud_api.api_errors import ErrorKind
from whatsapp.rules.cloud_api.delivery_status import DeliveryStatus
from whatsapp.services import account_events, graph_api, receipt_documents

logger = logging.getLogger(__name__)

CLAIMED_FOR = timedelta(minutes=2)
TRIES = 8
TOTAL_LIMIT = Bucket("whatsapp_all", every=1 / 80, burst=80)
"""80 messages a second for each of our numbers (Meta's throughput)."""

PERSON_LIMIT = Bucket("whatsapp_pair", every=6, burst=20)
"""One message in six seconds to one person over time (error 131056), with bursts.

Meta allows a burst, so fast tapping is answered at once; refused messages are sent again after six seconds.
"""

UNSENT = {"sent_at": None, "given_up_at": None}

CLAIM_DUE = """
    UPDATE whatsapp_sending SET claimed_until = %(until)s, attempts = attempts + 1
    WHERE id IN (
        SELECT one.id FROM whatsapp_sending AS one
        WHERE one.sent_at IS NULL AND one.given_up_at IS NULL AND one.not_before <= %(at)s
          AND (one.claimed_until IS NULL OR one.claimed_until < %(at)s)
          AND NOT EXISTS (
            SELECT FROM whatsapp_sending AS earlier
            WHERE earlier.chat_id = one.chat_id AND earlier.id < one.id
              AND earlier.sent_at IS NULL AND earlier.given_up_at IS NULL AND earlier.not_before < '9999-01-01')
        ORDER BY one.id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
    RETURNING id
"""


def send_due_messages(*, at: datetime, most: int = 400) -> int:
    """Send due messages, each person's in order. Return how many were sent. Raises only database errors."""
    sent = 0
    while sent < most:
        claimed = _claim_messages(at=at, most=min(50, most - sent))
        if not claimed:
            return sent
        sent_now = sum(_send_claimed_message(sending, at=at) for sending in claimed)
        if sent_now:
            account_events.end_access_trouble(at=at)
        sent += sent_now
    return sent


def delete_old_sendings(*, at: datetime) -> int:
    """Delete messages that were sent or given up, after MESSAGES_KEPT_DAYS. Return how many.

    Their texts were emptied when they were sent. Meta no longer reports on messages that old.
    """
    return delete_finished_rows(Sending, at=at)


def _claim_messages(*, at: datetime, most: int) -> list[Sending]:
    """Claim and read messages in one transaction, so that a database failure leaves no claim behind."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(CLAIM_DUE, {"until": at + CLAIMED_FOR, "at": at, "most": most})
        ids = [row[0] for row in cursor.fetchall()]
        return list(Sending.objects.filter(pk__in=ids).select_related("chat", "receipt_of").order_by("pk"))


def _send_claimed_message(sending: Sending, *, at: datetime) -> bool:
    _mark_as_read(sending)
    if wait := take_token(PERSON_LIMIT, str(sending.chat_id), at=at) or take_token(TOTAL_LIMIT, "", at=at):
        return _postpone_message(sending, at=at, wait=timedelta(seconds=wait), counts=False)
    try:
        if sending.receipt_of is None:
            payload = json.loads(sending.payload)
        else:  # the document is made now, if it may still be sent
            payload = receipt_documents.upload_receipt(sending.receipt_of, language=sending.chat.language)
        api_id = send_message_now(sending.chat, payload) if payload else ""
    except graph_api.GraphError as failed:
        return _handle_failure(sending, failed, at=at)
    if payload is None:
        _update_held_message(sending, given_up_at=at)
        return False
    _update_held_message(
        sending,
        sent_at=at,
        api_id=index_of_message(api_id),
        outcome=DeliveryStatus.ACCEPTED,
        payload="",
        answers_id="",
        code=None,
    )
    return True


def _mark_as_read(sending: Sending) -> None:
    """Mark the message that this answers as read and show that we are writing, at the first try.

    Meta shows the dots until the reply arrives, at most 25 seconds. A failure only costs the blue ticks.
    """
    if sending.answers_id and sending.attempts == 1:
        try:
            graph_api.mark_as_read(sending.answers_id)
        except graph_api.GraphError as failed:
            logger.info("A message was not marked as read: %s", failed.error.code)


def send_message_now(chat: Chat, payload: dict) -> str:
    """Send one message to the owner of a chat and return its id. Raises graph_api.GraphError."""
    return graph_api.post_message(payload, phone=chat.phone, user_id=chat.user_id)


def index_of_message(api_id: str) -> bytes:
    """Return a keyed digest of the API's message id, which contains the phone number."""
    return field_encryption.blind_index("whatsapp_sent", api_id)


def _handle_failure(sending: Sending, failed: graph_api.GraphError, *, at: datetime) -> bool:
    error = failed.error
    if error.kind is ErrorKind.OURS:
        account_events.record_access_trouble(error, at=at)
        return _postpone_message(sending, at=at, wait=error.wait, counts=False, code=error.code)
    if error.kind is ErrorKind.LATER and sending.attempts < TRIES:
        return _postpone_message(sending, at=at, wait=error.wait * min(sending.attempts, 6), counts=True)
    _update_held_message(
        sending, given_up_at=at, outcome=DeliveryStatus.FAILED, code=error.code, payload="", answers_id=""
    )
    return False


def _postpone_message(
    sending: Sending, *, at: datetime, wait: timedelta, counts: bool, code: int | None = None
) -> bool:
    """Postpone a message. Failures with another cause do not count as attempts.

    `code`: of an error of our account, such as an expired token, which the inbox shows at once.
    """
    _update_held_message(sending, not_before=at + wait, attempts=F("attempts") - (0 if counts else 1), code=code)
    return False


def _update_held_message(sending: Sending, **changes) -> None:
    """Update a message that this worker still holds; an expired claim belongs to the next worker.

    Only this worker knows the result, so it waits for an unavailable database. A repeated update is harmless, because
    the claim is gone then.
    """
    mine = Sending.objects.filter(pk=sending.pk, claimed_until=sending.claimed_until, **UNSENT)
    write_when_available(lambda: mine.update(claimed_until=None, **changes))
