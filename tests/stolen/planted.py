"""Weaknesses that the drill plants, so that it shows that its attacker would find them."""

import pickle
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from unittest.mock import patch
from uuid import UUID

from django.contrib.sessions.backends.db import SessionStore as PlainSessionStore
from django.core.cache.backends.redis import RedisSerializer
from django.db.models import Model

from accounts import second_factor
from accounts.services import second_factor_sealing
from citizen.filing import draft_addresses
from complaints.models import Complainant, Complaint, Draft
from complaints.services import drafts
from complaints.services.access_keys import access_codes, secret_word_hashing
from ledger import encrypted_fields, field_encryption
from operations.json_cache import JSONSerializer

REDIRECTED_CODE = "the own phone's blind index in a victim's row, and the code's message sent to the own phone"
OWN_CHAT = "a victim's complaint in the list of the own chat, and the victim's phone index"
OWN_ADDRESS = "an officer's address replaced by the own, then a new password and a new second factor"
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
        module = "complaints.services.access_keys.secret_word_hashing"
        stack.enter_context(_clear_columns("secret_hash", "duress_hash"))
        stack.enter_context(patch(f"{module}.digest_secret_word", lambda word, key_id="": f"1:{word}"))
        stack.enter_context(
            patch("tests.secret_words.hash_secret_word", lambda digest, etag: hasher.hash(digest.partition(":")[2]))
        )
        stack.enter_context(patch("tests.secret_words.digest_secret_word", lambda word: f"1:{word}"))
        stack.enter_context(patch("tests.stolen.victims.digest_secret_word", lambda word: f"1:{word}"))
        stack.enter_context(
            patch(f"{module}.hash_secret_word", lambda digest, etag: hasher.hash(digest.partition(":")[2]))
        )
        stack.enter_context(patch(f"{module}.is_correct_secret_word", _is_plain_argon2_of))
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
    """Any signature makes the id of a draft its address."""
    return patch.object(draft_addresses, "draft_id_at", lambda address: UUID(address.partition(":")[0]))


@contextmanager
def _names_in_redis() -> Iterator[None]:
    """Keys of limits as they are counted: an address, an E-tag."""
    with patch("citizen.rate_limits._redis_key", lambda bucket, subject: f"limit:{bucket.name}:{subject}"):
        yield


def _complainants_of_others():
    """A complaint's row is believed, whomever it names."""
    return patch.object(Complaint, "from_db", classmethod(Model.from_db.__func__))


@contextmanager
def _believed_indexes() -> Iterator[None]:
    """Blind indexes decide whose number it is, and codes are bound to no message."""

    def is_contact(complaint, reached_at):
        return bytes(complaint.complainant.phone_index) == field_encryption.blind_index("phone", reached_at)

    def channel_of(person, reached_index):
        return "phone" if bytes(person.phone_index) == reached_index else ""

    def code_context(code, *, recipient, phone_or_email, **facts):
        return {"code_sealed": field_encryption.encrypt_text(code, "code"), "asked_for": True, **facts}

    def unseal(sealed, *, recipient):
        return field_encryption.decrypt_text(sealed, "code")

    with (
        patch.multiple(
            access_codes, _is_complainants_contact=is_contact, code_message_context=code_context, unseal_code=unseal
        ),
        patch.object(Complainant, "channel_of", channel_of),
    ):
        yield


def _believed_drafts():
    """The complaint that a draft's row names is believed."""
    answers = Draft.answers

    def read(draft):
        return {drafts.REGISTERED_AS: draft.complaint_id} if draft.complaint_id else answers.fget(draft)

    return patch.object(Draft, "answers", property(read, answers.fset))


def _believed_chats():
    """A row that lists a complaint for a chat is believed."""
    return patch("whatsapp.queries.own_complaints.is_same_index", lambda stored, mark: True)


def _factors_set_up_anew():
    """Whoever knows the password sets up a first factor, if there is none."""
    return patch.object(second_factor, "may_set_up_first_factor", lambda officer: True)


@contextmanager
def _clear_passwords() -> Iterator[None]:
    """Hashes of passwords in a clear column, and first factors set up anew."""
    with _clear_columns("password"), _factors_set_up_anew():
        yield


@contextmanager
def _clear_columns(*names: str) -> Iterator[None]:
    """These encrypted columns are in clear."""
    field = encrypted_fields.SealedTextField
    seal, opened = field.seal, field.open

    def seal_in_clear(self, text, pk):
        return encrypted_fields.StoredValue(text) if self.name in names else seal(self, text, pk)

    def open_in_clear(self, stored, pk):
        return stored.sealed if self.name in names else opened(self, stored, pk)

    with patch.multiple(field, seal=seal_in_clear, open=open_in_clear):
        yield


SHORT = 3
"""How many of the weaknesses the slow lane plants."""
WEAKNESSES = [
    Weakness("session keys in clear", "stored session keys as cookies", _plain_sessions),
    Weakness("fields not bound to rows", "a victim's encrypted name, phone and address in the own row", _unbound_field),
    Weakness("pickles in the cache", "code in a pickle under every key of the cache", _pickles_in_the_cache),
    Weakness("session data not encrypted", "session data decoded without a key", _plain_sessions),
    Weakness("sessions not bound to rows", "own session row with an officer's data", _plain_sessions),
    Weakness("complainants' ids believed", "a victim's complainant under the own complaint", _complainants_of_others),
    Weakness("blind indexes believed", REDIRECTED_CODE, _believed_indexes),
    Weakness("rows of drafts believed", "the own draft pointed to a victim's complaint", _believed_drafts),
    Weakness("rows of chats believed", OWN_CHAT, _believed_chats),
    Weakness("passwords in a clear column", "an own password hash, and the second factors deleted", _clear_passwords),
    Weakness("first factors set up anew", OWN_ADDRESS, _factors_set_up_anew),
    Weakness("second factors in clear", "a second factor in clear", _clear_factors),
    Weakness("words hashed without a key", "a dictionary on hashes of secret words and passwords", _unpeppered_words),
    Weakness("hashes not encrypted", "an own Argon2 hash as a victim's secret word", _unpeppered_words),
    Weakness("words of one hash alike", "the own word's stored hash as a victim's", _unpeppered_words),
    Weakness("ids of drafts as addresses", "ids of drafts as addresses", _ids_as_addresses),
    Weakness("addresses in Redis", "numbers, officers and addresses among keys and values", _names_in_redis),
]
