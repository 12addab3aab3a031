"""The secret word of a complainant, hashed so that a stolen table gives none of them away.

Argon2id at OWASP's least cost (19 MiB, two passes, one lane), of the word's one form (rules.secret_words).
"""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from complaints.rules.secret_words import normalised

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(word: str) -> str:
    """What is kept of a word, in place of it: at most 128 characters."""
    return _HASHER.hash(normalised(word))


def matches(kept: str, word: str) -> bool:
    """Whether a word is the one that was hashed. Where none was, a hash of nothing is checked: it takes as long."""
    try:
        return _HASHER.verify(kept or _nobodys(), normalised(word)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """A hash for where there is none. Its own word opens nothing either, so it need not be kept secret."""
    return hashed("nobody has this word")
