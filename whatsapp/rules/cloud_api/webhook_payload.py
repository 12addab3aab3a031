"""Parsing of webhook bodies into single updates. Unknown parts are skipped and never raise.

Structure: Meta's webhook reference (spring 2026): entries → changes → messages and statuses, up to 1,000 in one body.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from whatsapp.rules.cloud_api.delivery_status import DeliveryStatus

LONGEST_ID = 300  # characters; Meta's ids have fewer than 200


@dataclass(frozen=True)
class Sender:
    """The sender of a message. `user_id`: business-scoped id (BSUID); `phone`: digits with the country code.

    Either may be "".
    """

    user_id: str = ""
    phone: str = ""

    @property
    def key(self) -> str:
        """The key by which updates of one sender are kept in order."""
        return self.user_id or self.phone


@dataclass(frozen=True)
class ParsedUpdate:
    """One message or status. `key`: the same at every delivery. `told_at`: Meta's clock in Unix seconds, or 0."""

    key: str
    is_status: bool
    sender: Sender
    told_at: int
    payload: Mapping = field(default_factory=dict)


class UnreadableBody(ValueError):
    """The body is not a JSON object."""


def parse_updates(body: bytes, *, phone_number_id: str) -> list[ParsedUpdate]:
    """Return the updates for this number in their order, each key once. Raises UnreadableBody."""
    try:
        delivered = json.loads(body)
    except (ValueError, RecursionError) as trouble:
        raise UnreadableBody(type(trouble).__name__) from None
    if not isinstance(delivered, dict):
        raise UnreadableBody("not an object")
    updates_by_key = {
        update.key: update
        for value in _change_values_for_number(delivered, phone_number_id)
        for update in _parse_change_value(value)
    }
    return list(updates_by_key.values())


def _change_values_for_number(delivered: dict, phone_number_id: str) -> Iterator[dict]:
    for entry in _dicts_in_list(delivered.get("entry")):
        for change in _dicts_in_list(entry.get("changes")):
            value = change.get("value")
            if isinstance(value, dict) and _receiving_number_id(value) == phone_number_id:
                yield value


def _receiving_number_id(value: dict) -> str:
    """Return the id of the phone number that received the message."""
    metadata = value.get("metadata")
    return _text_or_empty(metadata.get("phone_number_id")) if isinstance(metadata, dict) else ""


def _parse_change_value(value: dict) -> Iterator[ParsedUpdate]:
    contacts = _dicts_in_list(value.get("contacts"))
    for message in _dicts_in_list(value.get("messages")):
        if id := _valid_id_or_empty(message):
            sender = _parse_sender(message, contacts)
            if sender.key:
                yield ParsedUpdate(f"message:{id}", False, sender, _timestamp_or_zero(message), message)
    for status in _dicts_in_list(value.get("statuses")):
        if (id := _valid_id_or_empty(status)) and _text_or_empty(status.get("status")) in set(DeliveryStatus):
            recipient = Sender(
                _text_or_empty(status.get("recipient_user_id")), _text_or_empty(status.get("recipient_id"))
            )
            yield ParsedUpdate(f"status:{id}:{status['status']}", True, recipient, _timestamp_or_zero(status), status)


def _parse_sender(message: dict, contacts: list[dict]) -> Sender:
    """Return the sender that the message names; if it names none, the only contact."""
    user_id, phone = _text_or_empty(message.get("from_user_id")), _phone_digits_or_empty(message.get("from"))
    contact = contacts[0] if len(contacts) == 1 else {}
    return Sender(
        user_id or _text_or_empty(contact.get("user_id")), phone or _phone_digits_or_empty(contact.get("wa_id"))
    )


def _valid_id_or_empty(item: dict) -> str:
    id = _text_or_empty(item.get("id"))
    return id if 0 < len(id) <= LONGEST_ID else ""


def _timestamp_or_zero(item: dict) -> int:
    value = _text_or_empty(item.get("timestamp"))
    return int(value) if value.isascii() and value.isdigit() and len(value) <= 12 else 0


def _phone_digits_or_empty(value: object) -> str:
    digits = _text_or_empty(value).lstrip("+")
    return digits if digits.isascii() and digits.isdigit() and 6 <= len(digits) <= 15 else ""


def _text_or_empty(value: object) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return text if isinstance(text, str) and "\0" not in text else ""


def _dicts_in_list(value: object) -> list[dict]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
