"""Storage of webhook deliveries, before they are processed: nothing that was answered with 200 is lost."""

import json
from collections.abc import Sequence
from datetime import datetime

from ledger import field_encryption
from whatsapp.models import Update
from whatsapp.rules.webhook_payload import ParsedUpdate as Delivered
from whatsapp.rules.webhook_payload import Sender


def store_updates(updates: Sequence[Delivered], *, at: datetime) -> int:
    """Store each update once under its key, however often it is delivered. Return their number. One statement."""
    rows = [
        Update(
            key=field_encryption.blind_index("whatsapp_update", one.key),
            sender=field_encryption.blind_index("whatsapp_sender", one.sender.key or one.key),
            is_status=one.is_status,
            told_at=one.told_at,
            payload=json.dumps(
                {"sender": {"user_id": one.sender.user_id, "phone": one.sender.phone}, "body": one.payload},
                ensure_ascii=False,
            ),
            received_at=at,
        )
        for one in updates
    ]
    return len(Update.objects.bulk_create(rows, ignore_conflicts=True))


def read_update(update: Update) -> tuple[Sender, dict]:
    """Return the sender and the body of an unprocessed update."""
    kept = json.loads(update.payload)
    return Sender(**kept["sender"]), kept["body"]
