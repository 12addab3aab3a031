"""A WhatsApp phone that replaces Meta: it delivers signed messages and reads the replies."""

import hashlib
import hmac
import itertools
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.test import Client

from tests.world import clock
from whatsapp.models import Sending
from whatsapp.services import update_processing

_numbers = itertools.count(1)


def signed(body: bytes, secret: str | None = None) -> str:
    """Return the header that signs these bytes."""
    secret = settings.WHATSAPP_APP_SECRET if secret is None else secret
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def deliver(client: Client, payload: dict | bytes, *, header: str | None = None):
    """Deliver one payload to the webhook."""
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signature = {"X-Hub-Signature-256": signed(body) if header is None else header}
    return client.post("/whatsapp/webhook", data=body, content_type="application/json", headers=signature)


def body_of(*messages: dict, contacts: list | None = None, statuses: list | None = None) -> dict:
    """Return a webhook body for our number."""
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": settings.WHATSAPP_PHONE_NUMBER_ID},
        "contacts": contacts or [],
        "messages": list(messages),
    } | ({"statuses": statuses} if statuses else {})
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": "1", "changes": [{"value": value, "field": "messages"}]}],
    }


@dataclass
class Phone:
    """A phone. `number`: digits with the country code; "" if WhatsApp does not provide it."""

    number: str = "923001112233"
    user_id: str = "PK.1"
    at: datetime = field(default_factory=lambda: clock("09:00"))
    client: Client = field(default_factory=Client)
    seen: int = 0
    last: list = field(default_factory=list)
    etag: str = ""

    def writes(self, text: str, **more) -> list[dict]:
        return self.sends({"type": "text", "text": {"body": text}}, **more)

    def taps(self, id: str, title: str = "") -> list[dict]:
        kind = {"type": "list_reply", "list_reply": {"id": id, "title": title}}
        return self.sends({"type": "interactive", "interactive": kind})

    def sends(self, part: dict, *, later: timedelta = timedelta(minutes=1)) -> list[dict]:
        """Send one message and process it. Return the payloads of the replies."""
        self.at += later
        assert deliver(self.client, body_of(self.message(part))).status_code == 200
        update_processing.process_updates(at=self.at)
        return self.answers()

    def message(self, part: dict) -> dict:
        told = {"id": f"wamid.{next(_numbers)}", "timestamp": str(int(self.at.timestamp())), **part}
        return told | {name: value for name, value in self._sender().items() if value}

    def _sender(self) -> dict:
        return {"from": self.number, "from_user_id": self.user_id}

    def answers(self) -> list[dict]:
        """Return the replies since the last call."""
        rows = list(Sending.objects.filter(pk__gt=self.seen).exclude(payload="").order_by("pk"))
        self.seen = rows[-1].pk if rows else self.seen
        return [json.loads(row.payload) for row in rows]
