"""Hash and check secret words, so that a stolen table does not reveal them.

A word in its normalised form (`rules.complainant.secret_word_rules`) passes through two steps:

1. `digest_secret_word`: an HMAC with a key. Without the key a list of common words is useless. A draft keeps it.
2. `hash_secret_word`: an HMAC of that digest with the E-tag, then Argon2id with OWASP's minimum cost (19 MiB, two
   passes, one lane). So the hash of one complaint's word is worthless for another complaint.

The E-tag stands for the complaint, because the page under the duress word has the same E-tag but other rows. The
column encrypts the hash and binds it to its row (ledger.encrypted_fields). The key is derived from CHAIN_KEY, because
its former values are kept for good: a word cannot be hashed again without its owner. Digest and hash name the key.
"""

import hashlib
import hmac
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from complaints.models import Complaint
from complaints.rules.complainant.secret_word_rules import normalise_secret_word
from ledger import signing_keys

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
WORD_LABEL, COMPLAINT_LABEL = "secret word", "secret word of a complaint"


def digest_secret_word(word: str, key_id: str = "") -> str:
    """Return `<key id>:<keyed digest>` of a word. `key_id`: by default the present key."""
    key_id = key_id or signing_keys.current_signing_key()[0]
    return f"{key_id}:{_keyed_digest(key_id, WORD_LABEL, normalise_secret_word(word))}"


def hash_secret_word(digest: str, *, etag: str) -> str:
    """Return `<key id>:<hash>` to store for a word with this digest."""
    key_id = digest.split(":", 1)[0]
    return f"{key_id}:{_HASHER.hash(_keyed_digest(key_id, COMPLAINT_LABEL, f'{etag}:{digest}'))}"


def set_secret_word(complaint: Complaint, digest: str) -> None:
    """Store the hash of a word with this digest, under the E-tag that the complaint has now."""
    complaint.complainant.secret_hash = hash_secret_word(digest, etag=complaint.etag)
    complaint.complainant.save(update_fields=["secret_hash"])


def is_correct_secret_word(stored: str, word: str, *, etag: str) -> bool:
    """Return whether this word of this complaint has this hash.

    Without a hash another one is checked, which takes as long.
    """
    key_id, _, argon2_hash = (stored or _dummy_hash()).partition(":")
    if key_id not in signing_keys.all_signing_keys():
        return False
    peppered = _keyed_digest(key_id, COMPLAINT_LABEL, f"{etag}:{digest_secret_word(word, key_id)}")
    try:
        return _HASHER.verify(argon2_hash, peppered) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def _keyed_digest(key_id: str, label: str, value: str) -> str:
    """Return an HMAC in hexadecimal. Every label has a key of its own, derived from the signing key with this id."""
    key = hmac.digest(signing_keys.all_signing_keys()[key_id], label.encode(), "sha256")
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=1)
def _dummy_hash() -> str:
    """Return a hash to check if there is no secret word. Its word opens nothing, so it need not be secret."""
    return hash_secret_word(digest_secret_word("nobody has this word"), etag="")
