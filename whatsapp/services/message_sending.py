"""Sending replies: in order for each person, as fast as Meta allows, each claimed first and marked at once.

No transaction is open while the network is waited for. At least once: a worker that dies between the sending and its
mark leaves a row that is sent again (docs/decisions/0008). Where only the database dies, the worker waits for it.
"""

import json
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from complaints import crypto
from complaints.citizen.limits import Bucket, take
from notifications.services.patiently import note
from whatsapp.models import Chat, Sending
from whatsapp.rules.api_errors import ErrorKind
from whatsapp.rules.delivery_status import DeliveryStatus
from whatsapp.services import graph_api

CLAIMED_FOR = timedelta(minutes=2)
TRIES = 8
TOTAL_LIMIT = Bucket("whatsapp_all", every=1 / 80, burst=80)
"""80 messages a second for each number of ours (Meta's throughput)."""

PERSON_LIMIT = Bucket("whatsapp_pair", every=6, burst=20)
"""One in six seconds to one person in the long run (131056). Who taps quickly is answered at once all the same:
Meta lets a burst through, and what it refuses is sent again after six seconds."""

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


def send_due(*, at: datetime, most: int = 400) -> int:
    """Send what is due, each person's in its order. How many left. Raises only what the database raises."""
    sent = 0
    while sent < most:
        claimed = _claim(at=at, most=min(50, most - sent))
        if not claimed:
            return sent
        sent += sum(_send(one, at=at) for one in claimed)
    return sent


def _claim(*, at: datetime, most: int) -> list[Sending]:
    """Read in the claim's own transaction: a database that goes away right after it leaves no claim to wait for."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(CLAIM_DUE, {"until": at + CLAIMED_FOR, "at": at, "most": most})
        ids = [row[0] for row in cursor.fetchall()]
        return list(Sending.objects.filter(pk__in=ids).select_related("chat").order_by("pk"))


def _send(one: Sending, *, at: datetime) -> bool:
    if wait := take(PERSON_LIMIT, str(one.chat_id), at=at) or take(TOTAL_LIMIT, "", at=at):
        return _postpone(one, at=at, wait=timedelta(seconds=wait), counts=False)
    try:
        api_id = send_now(one.chat, json.loads(one.payload))
    except graph_api.GraphError as failed:
        return _handle_failure(one, failed, at=at)
    _mark(one, sent_at=at, api_id=index_of_message(api_id), outcome=DeliveryStatus.ACCEPTED, payload="")
    return True


def send_now(chat: Chat, payload: dict) -> str:
    """One message to whoever has this conversation. Raises graph.Failed."""
    return graph_api.post_message(payload, phone=chat.phone, user_id=chat.user_id)


def index_of_message(api_id: str) -> bytes:
    """A keyed digest of the API's id of a message, which has the number inside."""
    return crypto.blind_index("whatsapp_sent", api_id)


def _handle_failure(one: Sending, failed: graph_api.GraphError, *, at: datetime) -> bool:
    trouble = failed.trouble
    if trouble.meaning is ErrorKind.OURS:
        return _postpone(one, at=at, wait=trouble.wait, counts=False)
    if trouble.meaning is ErrorKind.LATER and one.attempts < TRIES:
        return _postpone(one, at=at, wait=trouble.wait * min(one.attempts, 6), counts=True)
    _mark(one, given_up_at=at, outcome=DeliveryStatus.FAILED, code=trouble.code, payload="")
    return False


def _postpone(one: Sending, *, at: datetime, wait: timedelta, counts: bool) -> bool:
    """Put back; what was not our message's fault counts as no try."""
    _mark(one, not_before=at + wait, attempts=F("attempts") - (0 if counts else 1))
    return False


def _mark(one: Sending, **changes) -> None:
    """Only while it is in these hands: a claim that ran out belongs to its next worker.

    It has left, or was refused, and nobody but this worker knows: a database that is away is waited for. What went
    through although nothing answered is harmless: the row is in no hands then.
    """
    mine = Sending.objects.filter(pk=one.pk, claimed_until=one.claimed_until, **UNSENT)
    note(lambda: mine.update(claimed_until=None, **changes))
