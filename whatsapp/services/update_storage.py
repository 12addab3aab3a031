"""Storage of webhook deliveries, before they are processed: nothing that was answered with 200 is lost."""

import json
from collections.abc import Sequence
from datetime import datetime

from ledger import field_encryption
from ledger.encrypted_fields import draw_row_ids
from whatsapp.models import Update
from whatsapp.rules.cloud_api.webhook_payload import ParsedUpdate, Sender


def store_updates(updates: Sequence[ParsedUpdate], *, at: datetime) -> int:
    """Store each update once under its key, however often it is delivered. Return their number. Two statements."""
    rows = [
        Update(
            key=field_encryption.blind_index("whatsapp_update", update.key),
            sender=field_encryption.blind_index("whatsapp_sender", update.sender.key or update.key),
            is_status=update.is_status,
            told_at=update.told_at,
            payload=json.dumps(
                {"sender": {"user_id": update.sender.user_id, "phone": update.sender.phone}, "body": update.payload},
                ensure_ascii=False,
            ),
            received_at=at,
        )
        for update in updates
    ]
    return len(Update.objects.bulk_create(draw_row_ids(rows), ignore_conflicts=True))


def read_sender_and_body(update: Update) -> tuple[Sender, dict]:
    """Return the sender and the body of an unprocessed update."""
    content = json.loads(update.payload)
    return Sender(**content["sender"]), content["body"]
