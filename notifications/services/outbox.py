"""Add messages to the outbox in the caller's transaction. This uses the database only: no broker and no network."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Q

from notifications.models import Message
from notifications.rules.recipient_references import parse_reference

BATCH = 5_000

# Arrays as parameters allow one statement for any number of rows. Ids follow the order of the rows.
INSERT = """
    INSERT INTO notifications_message
        (recipient, template, context, dedupe_key, not_before, created_at, attempts, last_error, channel)
    SELECT recipient, template, context::jsonb, dedupe_key, not_before, %(at)s, 0, '', ''
    FROM unnest(%(recipients)s::text[], %(templates)s::text[], %(contexts)s::text[], %(keys)s::text[],
                %(times)s::timestamptz[])
         WITH ORDINALITY AS new (recipient, template, context, dedupe_key, not_before, place)
    ORDER BY place
    ON CONFLICT (dedupe_key) DO NOTHING
    RETURNING id
"""


@dataclass(frozen=True)
class NewMessage:
    """The arguments of `enqueue` as a value.

    `not_before`: the earliest time to send; None means at once. `dedupe_key`: only the first message with a key is
    ever sent.
    """

    recipient: str
    template: str
    context: dict = field(default_factory=dict)
    not_before: datetime | None = None
    dedupe_key: str | None = None


def enqueue(
    *,
    recipient: str,
    template: str,
    context: dict,
    at: datetime,
    not_before: datetime | None = None,
    dedupe_key: str | None = None,
) -> Message | None:
    """Add one message to the outbox and return it, or None if its dedupe key exists already.

    `context`: ids and facts that JSON can represent (instants become ISO text), and no personal data.
    Raises ValueError for a recipient that is not `kind:id`.
    """
    row = NewMessage(recipient, template, context, not_before, dedupe_key)
    ids = _insert_new_messages([row], at=at)
    if not ids:
        return None
    return Message(
        pk=ids[0],
        recipient=recipient,
        template=template,
        context=context,
        dedupe_key=dedupe_key,
        created_at=at,
        not_before=not_before or at,
    )


def enqueue_many(rows: Sequence[NewMessage], *, at: datetime) -> int:
    """Add many messages to the outbox, with one statement for each 5,000. Return how many were new."""
    return sum(len(_insert_new_messages(batch, at=at)) for batch in batched(rows, BATCH))


def cancel_waiting_messages(*, key_prefix: str, at: datetime) -> int:
    """Delete messages that no longer hold, by the beginning of their dedupe keys. Return how many there were.

    One that a worker is sending just now stays.
    """
    waiting = Message.objects.waiting().filter(dedupe_key__startswith=key_prefix)
    return waiting.filter(Q(claimed_until=None) | Q(claimed_until__lt=at)).delete()[0]


def _insert_new_messages(rows: Sequence[NewMessage], *, at: datetime) -> list[int]:
    """Insert the rows and return the ids of those that were new, in their order."""
    for row in rows:
        parse_reference(row.recipient)
    values = {
        "at": at,
        "recipients": [row.recipient for row in rows],
        "templates": [row.template for row in rows],
        "contexts": [json.dumps(row.context, cls=DjangoJSONEncoder) for row in rows],
        "keys": [row.dedupe_key for row in rows],
        "times": [row.not_before or at for row in rows],
    }
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        return [pk for (pk,) in cursor.fetchall()]
