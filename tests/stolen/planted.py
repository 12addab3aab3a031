"""Weaknesses that the drill plants, so that it shows that its attacker would find them."""

import pickle
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch

from django.contrib.sessions.backends.db import SessionStore as PlainSessionStore
from django.core.cache.backends.redis import RedisSerializer

from accounts.services import second_factor_sealing
from citizen.filing import draft_addresses
from complaints.services.access_keys import secret_word_hashing
from ledger import encrypted_fields
from operations.json_cache import JSONSerializer

MARK: list[str] = []
"""Not empty after the code of a pickle ran."""


def leave_mark() -> None:
    """Stand in for the code of an attacker."""
    MARK.append("ran")


class Pickle:
    """A pickle that runs code when it is read."""

    def __reduce__(self):
        return leave_mark, ()


def as_pickle(value) -> bytes:
    return pickle.dumps(value)


@dataclass(frozen=True)
class Weakness:
    """`found_by`: the attempt that must gain something from it."""

    name: str
    found_by: str
    plant: callable


@contextmanager
def _plain_sessions() -> Iterator[None]:
    """Sessions as Django stores them: the key in clear, the data signed but not encrypted."""
    names = "load", "exists", "delete", "create_model_instance"
    with ExitStack() as stack:
        for name in names:
            stack.enter_context(patch(f"accounts.session_store.SessionStore.{name}", getattr(PlainSessionStore, name)))
        for place in ("accounts.services.sessions", "accounts.session_views"):
            stack.enter_context(patch(f"{place}.hash_session_key", lambda key: key or ""))
        yield


def _unbound_field():
    """Encrypted fields bound to their column only."""
    return patch.object(encrypted_fields.SealedTextField, "_purpose_in_row", lambda field, pk: field.purpose)


@contextmanager
def _unpeppered_words() -> Iterator[None]:
    """Secret words hashed without a key, in clear columns: as before this drill existed."""
    with ExitStack() as stack:
        hasher = secret_word_hashing._HASHER
        module, field = "complaints.services.access_keys.secret_word_hashing", encrypted_fields.SealedTextField
        seal, opened = field.seal, field.open
        plain = {"secret_hash", "duress_hash"}
        stack.enter_context(patch(f"{module}.digest_secret_word", lambda word, key_id="": f"1:{word}"))
        stack.enter_context(patch("tests.secret_words.digest_secret_word", lambda word: f"1:{word}"))
        stack.enter_context(patch("tests.stolen.victims.digest_secret_word", lambda word: f"1:{word}"))
        stack.enter_context(
            patch(f"{module}.hash_secret_word", lambda digest, etag: hasher.hash(digest.partition(":")[2]))
        )
        stack.enter_context(patch(f"{module}.is_correct_secret_word", _is_plain_argon2_of))

        def seal_in_clear(self, text, pk):
            return encrypted_fields.StoredValue(text) if self.name in plain else seal(self, text, pk)

        def open_in_clear(self, stored, pk):
            return stored.sealed if self.name in plain else opened(self, stored, pk)

        stack.enter_context(patch.object(field, "seal", seal_in_clear))
        stack.enter_context(patch.object(field, "open", open_in_clear))
        yield


def _is_plain_argon2_of(stored: str, word: str, *, etag: str) -> bool:
    try:
        return bool(stored) and secret_word_hashing._HASHER.verify(stored, word)
    except Exception:
        return False


@contextmanager
def _pickles_in_the_cache() -> Iterator[None]:
    """Django's own serializer of the cache."""
    with ExitStack() as stack:
        for name in ("dumps", "loads"):
            method = getattr(RedisSerializer(), name)
            stack.enter_context(patch.object(JSONSerializer, name, lambda self, value, method=method: method(value)))
        yield


def _clear_factors():
    """Second factors in clear, whoever wrote them."""
    return patch.multiple(
        second_factor_sealing, encrypt_text=lambda text, purpose: text, decrypt_text=lambda text, purpose: text
    )


def _ids_as_addresses():
    """The id of a draft is its address."""
    return patch.multiple(draft_addresses, draft_id_at=lambda address: address, draft_address=lambda pk: pk)


@contextmanager
def _names_in_redis() -> Iterator[None]:
    """Keys of limits as they are counted: an address, an E-tag."""
    with patch("citizen.rate_limits._redis_key", lambda bucket, subject: f"limit:{bucket.name}:{subject}"):
        yield


WEAKNESSES = [
    Weakness("session keys in clear", "stored session keys as cookies", _plain_sessions),
    Weakness("session data not encrypted", "session data decoded without a key", _plain_sessions),
    Weakness(
        "fields not bound to the row", "a victim's encrypted name, phone and address in the own row", _unbound_field
    ),
    Weakness("words hashed without a key", "a dictionary on hashes of secret words and passwords", _unpeppered_words),
    Weakness("hashes not encrypted", "an own Argon2 hash as a victim's secret word", _unpeppered_words),
    Weakness("ids of drafts as addresses", "ids of drafts as addresses", _ids_as_addresses),
    Weakness("addresses in Redis", "numbers, officers and addresses among keys and values", _names_in_redis),
    Weakness("second factors in clear", "a second factor in clear", _clear_factors),
    Weakness("pickles in the cache", "code in a pickle under every key of the cache", _pickles_in_the_cache),
]
