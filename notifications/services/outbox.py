"""Putting messages into the outbox, in the caller's transaction. No broker and no network: the database alone."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from notifications.models import Message
from notifications.rules.references import parse

BATCH = 5_000

# Arrays instead of rows of parameters: one statement whatever the number. Ids follow the order of the rows.
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
    """What `enqueue` takes, as a value. `not_before` None means at once; a `dedupe_key` is told once, ever."""

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
    """Put one message into the outbox. None if its dedupe key is there already, which is harmless.

    `context` holds ids and facts that JSON can carry (instants become ISO text), no personal data.
    Raises ValueError for a recipient that is not `kind:id`.
    """
    row = NewMessage(recipient, template, context, not_before, dedupe_key)
    ids = _insert([row], at=at)
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
    """Put many messages into the outbox, one statement for each 5,000. Returns how many were new."""
    return sum(len(_insert(batch, at=at)) for batch in batched(rows, BATCH))


def _insert(rows: Sequence[NewMessage], *, at: datetime) -> list[int]:
    """Ids of the rows that were new, in their order."""
    for row in rows:
        parse(row.recipient)
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
        return [number for (number,) in cursor.fetchall()]
