"""Set and check secret words of complaints that exist already, as tests need them."""

from complaints.models import Complaint
from complaints.services.access_keys.secret_word_hashing import (
    digest_secret_word,
    hash_secret_word,
    is_correct_secret_word,
)

STORY = "The queue at the licence office moved for nobody on Tuesday."


def set_words(complaint_id: int, *, story: str = STORY, **words: str) -> None:
    """Set words directly: `secret_hash="the word"`, `duress_hash="the other"`; an empty one is removed.

    `story`: the cover story that a duress word needs.
    """
    complaint = Complaint.objects.unscoped("test").select_related("complainant").get(pk=complaint_id)
    for column, word in words.items():
        hashed = hash_secret_word(digest_secret_word(word), etag=complaint.etag) if word else ""
        setattr(complaint.complainant, column, hashed)
    if words.get("duress_hash"):
        complaint.complainant.duress_story = story
    complaint.complainant.save(update_fields=[*words, "duress_story"])


def has_word(complaint: Complaint, word: str, column: str = "secret_hash") -> bool:
    """Return whether this is the complaint's word."""
    return is_correct_secret_word(getattr(complaint.complainant, column), word, etag=complaint.etag)
