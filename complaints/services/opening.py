"""Opening a complaint by what is typed on its page: the secret word, the duress word, or the printed key.

Whatever is typed, for whatever number, the same statements are made and as many hashes are checked, so that nobody
learns from an answer, or from how long it took, whether there is such a complaint and how it is kept.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.db import transaction
from django.db.models import F, Value

from complaints.models import Complainant, Complaint, Decoy
from complaints.rules.persons import SECRET_TRIES
from complaints.services import printed_keys, secret_words
from complaints.services.access import NOBODYS
from complaints.services.duress import note_the_alarm


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


def open_with_key(*, etag: str, typed: str, at: datetime) -> Opening | None:
    """What the key opens, or None. Five wrong ones in a row lock the secret word.

    A try is taken before the word is looked at, so that five are five however many come at once; the right word gives
    them back. A locked word opens nothing, but a duress word still raises its alarm.
    """
    complaint, decoy = _find(etag)
    person = complaint.complainant
    may_try = bool(
        Complainant.objects.filter(pk=person.pk, secret_tries_left__gt=0).update(
            secret_tries_left=F("secret_tries_left") - 1
        )
    )
    word, pressed = _which_word(person, decoy, typed)
    with transaction.atomic():
        printed = printed_keys.take(complaint, typed, at=at)
        key = _key(word and may_try, pressed and may_try, printed)
        _give_back_tries(person, key, may_try=may_try)
        note_the_alarm(complaint.pk, pressed=pressed, at=at)
    return Opening(complaint.pk, key) if key else None


def _find(etag: str) -> tuple[Complaint, Decoy]:
    """The complaint with its complainant, and what stands in its place; for a number that nobody has, of nothing."""
    found = Complaint.objects.for_service().select_related("complainant", "decoy").filter(etag=etag).first()
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


def _give_back_tries(person: Complainant, key: Key | None, *, may_try: bool) -> None:
    """All of them for a word; for a printed key the one that was taken. One statement, whether or not."""
    left = {None: F("secret_tries_left"), Key.PRINTED: F("secret_tries_left") + int(may_try)}
    Complainant.objects.filter(pk=person.pk).update(secret_tries_left=left.get(key, Value(SECRET_TRIES)))
