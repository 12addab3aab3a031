"""The four digits of a question in an SMS, which an answer by SMS repeats.

A sender's number can be forged, so the number alone proves nothing. The digits show that the sender has read the
question. Nothing is stored: they follow from the id of the event that asks.
"""

import hmac

from ledger import field_encryption

DOMAIN = "sms_nonce"


def make_sms_nonce(event_id: int) -> str:
    """Return the digits of the question that this event asks."""
    return _nonces_under_all_keys(event_id)[0]


def is_sms_nonce(event_id: int, typed: str) -> bool:
    """Return whether these are the digits of this event's question, under the present index key or an earlier one."""
    return any(hmac.compare_digest(nonce, typed) for nonce in _nonces_under_all_keys(event_id))


def _nonces_under_all_keys(event_id: int) -> list[str]:
    index = field_encryption.blind_index(DOMAIN, str(event_id))
    return [f"{int.from_bytes(mark, 'big') % 10_000:04d}" for mark in field_encryption.all_index_values(index)]
