"""Hash and check secret words, so that a stolen table does not reveal them.

Argon2id with OWASP's minimum cost (19 MiB, two passes, one lane). Words are hashed in their normalised form
(`rules.complainant.secret_word_rules`).
"""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from complaints.rules.complainant.secret_word_rules import normalise_secret_word

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_secret_word(word: str) -> str:
    """Return the hash to store for a word, at most 128 characters."""
    return _HASHER.hash(normalise_secret_word(word))


def is_correct_secret_word(stored_hash: str, word: str) -> bool:
    """Return whether this word has this hash. Without a hash another one is checked, which takes as long."""
    try:
        return _HASHER.verify(stored_hash or _dummy_hash(), normalise_secret_word(word)) and bool(stored_hash)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _dummy_hash() -> str:
    """Return a hash to check if there is no secret word. Its word opens nothing, so it need not be secret."""
    return hash_secret_word("nobody has this word")
