"""Simulated phones and their connection to a portal: messages, files, and errors on demand."""

import hashlib
import hmac
import itertools
import json
import time
import urllib.error
import urllib.request
from collections import defaultdict
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from threading import Lock

from whatsapp.rules.cloud_api.message_templates import required_templates
from whatsapp.standin import api_refusals, message_rules, template_rules
from whatsapp.standin.api_refusals import Refusal
from whatsapp.standin.phone_signals import PhoneSignals

TIME_OUT = 10  # seconds


@dataclass(frozen=True)
class SimulatorAccount:
    """What portal and stand-in share: the webhook's address and the settings of the service."""

    webhook: str
    number: str  # the phone_number_id of the portal
    token: str
    secret: str


@dataclass
class MetaSimulator:
    """The memory of a stand-in.

    `troubles`: errors for the next messages. `files`, `documents`: what phones and the portal uploaded, content and
    type by media id.
    """

    account: SimulatorAccount
    chats: dict[str, list[dict]] = field(default_factory=lambda: defaultdict(list))
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    troubles: list[Refusal | str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    templates: dict[tuple[str, str], dict] = field(default_factory=dict)
    documents: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    signals: PhoneSignals = field(default_factory=PhoneSignals)
    _lock: Lock = field(default_factory=Lock)
    _ids: itertools.count = field(default_factory=lambda: itertools.count(int(time.time() * 1000)))

    def __post_init__(self):
        """Approve the portal's own templates, as far as Meta's rules allow."""
        for template in required_templates():
            self.take_template(template)

    # --- from the portal -------------------------------------------------------------------------------------------

    def accept(self, message: dict) -> tuple[int, dict]:
        """Take a message of the portal, or refuse it as Meta does. Return status and body of the response."""
        if message.get("status") == "read":
            return self._mark_read(message)
        with self._lock:
            trouble = self.troubles.pop(0) if self.troubles else None
            bad = trouble if isinstance(trouble, Refusal) else self._refuse(message)
            if bad:
                self.refused.append(bad)
                return bad.http, bad.body
            to = str(message.get("to") or message.get("recipient")).lstrip("+")
            id = f"wamid.STANDIN{next(self._ids)}"
            self.chats[to].append({"id": id, "by": "portal", "at": time.time(), "message": message})
            self.signals.note_arrival(to, self.chats[to][-1])
        return 200, {"messaging_product": "whatsapp", "contacts": [{"wa_id": to}], "messages": [{"id": id}]}

    def _refuse(self, message: dict) -> Refusal | None:
        document = message.get("document")
        if isinstance(document, dict) and document.get("id") and document["id"] not in self.documents:
            return Refusal(131053, "Media upload error: the media id does not exist.")
        return message_rules.refuse_message(message, self.templates)

    def _mark_read(self, message: dict) -> tuple[int, dict]:
        with self._lock:
            is_known = self.signals.note_read(self.chats, message)
        if is_known:
            return 200, {"success": True}
        unknown = api_refusals.bad_parameter_refusal("The message id does not exist.")
        return unknown.http, unknown.body

    def take_document(self, body: bytes, content_type: str) -> tuple[int, dict]:
        """Store a document that the portal uploads (`multipart/form-data`). Return status and body of the response."""
        head = f"Content-Type: {content_type}\r\n\r\n".encode()
        form = BytesParser(policy=HTTP).parsebytes(head + body)
        parts = {part.get_param("name", header="content-disposition"): part for part in form.iter_parts()}
        file = parts.get("file")
        if file is None or "messaging_product" not in parts or file.get_content_type() != "application/pdf":
            return 400, api_refusals.bad_parameter_refusal("A file of a supported type is required.").body
        id = str(next(self._ids))
        self.documents[id] = (file.get_payload(decode=True), file.get_content_type())
        return 200, {"id": id}

    def take_template(self, template: dict, *, status: str = "APPROVED") -> tuple[int, dict]:
        """Check a submitted template. Return status and body of the response."""
        if refused := template_rules.refuse_new_template(template, self.templates):
            self.refused.append(refused)
            return refused.http, refused.body
        stored = template | {"id": str(next(self._ids)), "status": status}
        self.templates[template["name"], template["language"]] = stored
        return 200, {"id": stored["id"], "status": status, "category": str(template["category"]).upper()}

    def file(self, media_id: str) -> tuple[bytes, str] | None:
        """Return bytes and type of a file that a phone or the portal uploaded."""
        return self.files.get(media_id) or self.documents.get(media_id)

    # --- from a phone ----------------------------------------------------------------------------------------------

    def write(self, number: str, part: dict) -> int:
        """Deliver one message of a phone to the portal's webhook. Return the status of its response."""
        with self._lock:
            id = f"wamid.PHONE{next(self._ids)}"
            message = {"id": id, "from": number, "from_user_id": f"STANDIN.{number}", **part}
            message["timestamp"] = str(int(time.time()))
            entry = {"id": id, "by": "phone", "at": time.time(), "message": message, "state": "sent"}
            self.chats[number].append(entry)
        contact = {"wa_id": number, "user_id": f"STANDIN.{number}", "profile": {"name": "Stand-in"}}
        answered = self.deliver({"messages": [message], "contacts": [contact]})
        if answered == 200 and entry["state"] == "sent":
            entry["state"] = "delivered"
        return answered

    def report_statuses(self) -> None:
        """Report to the portal from now on what becomes of its messages: sent, delivered, read."""
        self.signals.report = lambda status: self.deliver({"statuses": [status]})

    def screen(self, number: str, seen: int, *, is_open: bool) -> dict:
        """Return what a phone shows. `is_open`: somebody looks at the chat, so its messages are read."""
        if is_open:
            self.signals.note_opened(number, self.chats[number])
        return {"messages": self.since(number, seen), "typing": self.signals.is_typing(number)}

    def put_file(self, content: bytes, media_type: str) -> str:
        """Store a file and return the id with which the portal can download it."""
        id = str(next(self._ids))
        self.files[id] = (content, media_type)
        return id

    def decide_template(self, name: str, language: str, event: str, reason: str = "NONE") -> int:
        """Decide about a template as Meta's reviewers do, and report it. Return the status of the response."""
        self.templates[name, language]["status"] = event
        value = {"event": event, "message_template_name": name, "message_template_language": language, "reason": reason}
        return self.deliver(value, field="message_template_status_update")

    def deliver(self, value: dict, *, field: str = "messages") -> int:
        """Send a signed delivery to the portal's webhook. Return the status of its response.

        `field`: the kind of change; others than messages are about the account.
        """
        if field == "messages":
            value = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": self.account.number}, **value}
        entry = {"id": "1", "time": int(time.time()), "changes": [{"value": value, "field": field}]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        signature = hmac.new(self.account.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}
        request = urllib.request.Request(self.account.webhook, body, headers)  # noqa: S310 (the portal's own address)
        try:
            with urllib.request.urlopen(request, timeout=TIME_OUT) as answer:  # noqa: S310
                return answer.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def since(self, number: str, seen: int) -> list[dict]:
        """Return what that phone shows after its first `seen` entries."""
        return [self._shown(entry) for entry in self.chats[number][seen:]]

    def _shown(self, entry: dict) -> dict:
        """Return an entry, with the text of a template."""
        message = entry["message"]
        if message.get("type") != "template":
            return entry
        text, buttons = template_rules.template_on_phone(message["template"], self.templates)
        return entry | {"words": text, "buttons": buttons}
