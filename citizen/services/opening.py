"""Opening a complaint by what is typed on its page: the secret word, the duress word, or the printed key.

Whatever is typed, for whatever number, the same statements are made and as many hashes are checked, so that nobody
learns from an answer, or from how long it took, whether there is such a complaint and how it is kept.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.db import transaction

from complaints.models import Complainant, Complaint, Decoy
from complaints.rules.opened_by import OpenedBy
from complaints.services.access_keys import printed_keys, secret_words
from complaints.services.access_keys.access_codes import NOBODYS
from complaints.services.access_keys.duress import note_the_alarm


class Key(Enum):
    """What opened it."""

    WORD = auto()
    DURESS_WORD = auto()
    PRINTED = auto()


@dataclass(frozen=True)
class Opening:
    """A complaint that was opened, and how."""

    complaint_id: int
    by: Key

    @property
    def opened_by(self) -> OpenedBy:
        """As the rule of what is allowed has it. The duress word looks like the secret word."""
        return OpenedBy.OFFICERS_KEY if self.by is Key.PRINTED else OpenedBy.WORD


def open_with_key(*, etag: str, typed: str, at: datetime) -> Opening | None:
    """What the key opens, or None. Wrong ones lock nothing: how often somebody may try is their caller's to say
    (citizen.keys.guessing), so that nobody who knows the number alone shuts its owner out.
    """
    complaint, decoy = _find(etag)
    word, pressed = _which_word(complaint.complainant, decoy, typed)
    with transaction.atomic():
        printed = printed_keys.take(complaint, typed, at=at)
        note_the_alarm(complaint.pk, pressed=pressed, at=at)
    key = _key(word, pressed, printed)
    return Opening(complaint.pk, key) if key else None


def _find(etag: str) -> tuple[Complaint, Decoy]:
    """The complaint with its complainant, and what stands in its place; for a number that nobody has, of nothing."""
    found = (
        Complaint.objects.unscoped("the complainant is about to prove who they are")
        .select_related("complainant", "decoy")
        .filter(etag=etag)
        .first()
    )
    if found is None:
        return Complaint(pk=NOBODYS, complainant=Complainant(pk=NOBODYS), etag=etag), Decoy()
    return found, getattr(found, "decoy", Decoy())


def _which_word(person: Complainant, decoy: Decoy, typed: str) -> tuple[bool, bool]:
    """Whether it is the secret word, and whether it is one that opens the harmless page. Three hashes, always.

    The harmless page's own word, which somebody set there, is the third.
    """
    kept = person.secret_hash, person.duress_hash, decoy.word_hash
    word, duress, set_there = [secret_words.matches(hashed, typed) for hashed in kept]
    return word, not word and (duress or set_there)


def _key(word: bool, duress: bool, printed: bool) -> Key | None:
    if word:
        return Key.WORD
    if duress:
        return Key.DURESS_WORD
    return Key.PRINTED if printed else None
