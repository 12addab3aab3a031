"""Verify that the keys of this environment are those of the database. This is the first check after a restore."""

import hmac
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag

from complaints.models import Complainant, Event
from ledger import chain, field_encryption, signing_keys


def find_wrong_keys() -> Iterator[str]:
    """Yield one message for each key that does not fit. Only the newest rows are checked; an empty database passes."""
    newest = Complainant.objects.exclude(phone_index=b"").order_by("-pk").only("pk").first()
    if newest is not None:
        yield from _check_field_keys(newest.pk)
    event = Event.objects.order_by("-pk").first()
    if event is not None:
        key = signing_keys.all_signing_keys().get(event.key_id, b"")
        if not hmac.compare_digest(bytes(event.mac), chain.compute_link(key, bytes(event.prev), event.body)):
            yield "CHAIN_KEY is not the key that this history was written with"


def _check_field_keys(pk: int) -> Iterator[str]:
    try:
        complainant = Complainant.objects.only("phone", "phone_index").get(pk=pk)
        phone = complainant.phone  # decrypted when it is first read
    except KeyError as missing:
        yield f"FIELD_KEYS hold no key of the id {missing}, with which values of this database are sealed"
    except (InvalidTag, ValueError):
        yield "FIELD_KEYS do not open what is sealed in this database: the key of that id is another one"
    else:
        if not field_encryption.is_same_index(complainant.phone_index, field_encryption.blind_index("phone", phone)):
            yield "INDEX_KEY is not the key by which this database finds numbers"
