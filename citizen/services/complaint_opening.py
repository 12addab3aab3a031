"""Open a complaint with the text typed on its page: the secret word, the duress word, or a printed code.

For any text and any E-tag the same statements run and the same number of hashes is checked. So neither the answer nor
its duration reveals whether the complaint exists or how it is protected.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.db import transaction

from complaints.models import Complainant, Complaint, Decoy
from complaints.rules.access_proofs import OpenedBy
from complaints.services.access_keys import printed_keys, secret_word_hashing
from complaints.services.access_keys.access_codes import UNUSED_ID
from complaints.services.access_keys.duress_alarms import record_alarm_if_duress_word


class AccessKey(Enum):
    """The key that opened a complaint."""

    WORD = auto()
    DURESS_WORD = auto()
    PRINTED = auto()


@dataclass(frozen=True)
class Opening:
    """An opened complaint, and the key that opened it."""

    complaint_id: int
    by: AccessKey

    @property
    def opened_by(self) -> OpenedBy:
        """Return the key as the access rules name it. The duress word counts as the secret word."""
        return OpenedBy.OFFICERS_KEY if self.by is AccessKey.PRINTED else OpenedBy.WORD


def open_with_key(*, etag: str, typed: str, takes_printed: bool = True, at: datetime) -> Opening | None:
    """Return what the key opens, or None. `takes_printed`: without it, a printed code opens nothing and stays unused.

    Wrong keys lock nothing. The caller limits the tries (citizen.access.guess_limits), so that nobody who knows only
    the E-tag can lock out the owner.
    """
    complaint, decoy = _find_complaint(etag)
    is_word, is_duress = _match_words(complaint, decoy, typed)
    with transaction.atomic():
        is_printed = takes_printed and printed_keys.use_up_printed_key(complaint, typed, at=at)
        record_alarm_if_duress_word(complaint.pk, is_duress_word=is_duress, at=at)
    key = _key_that_matched(is_word, is_duress, is_printed)
    return Opening(complaint.pk, key) if key else None


@transaction.atomic
def open_with_printed_key(*, etag: str, typed: str, at: datetime) -> Opening | None:
    """Return the complaint that this printed code opens, or None. For the chat, which takes no words.

    A complaint with a secret word does not open: its printed code replaces the word, which is set on the web only.
    """
    complaint, _ = _find_complaint(etag)
    if complaint.complainant.has_secret or not printed_keys.use_up_printed_key(complaint, typed, at=at):
        return None
    return Opening(complaint.pk, AccessKey.PRINTED)


def _find_complaint(etag: str) -> tuple[Complaint, Decoy]:
    """Return the complaint with its complainant, and its harmless page; empty objects for an unknown E-tag."""
    complaint = (
        Complaint.objects.unscoped("the complainant is about to prove who they are")
        .select_related("complainant", "decoy")
        .filter(etag=etag)
        .first()
    )
    if complaint is None:
        return Complaint(pk=UNUSED_ID, complainant=Complainant(pk=UNUSED_ID), etag=etag), Decoy()
    return complaint, getattr(complaint, "decoy", Decoy())


def _match_words(complaint: Complaint, decoy: Decoy, typed: str) -> tuple[bool, bool]:
    """Return whether the text is the secret word, and whether it is a word that opens the harmless page.

    Always checks three hashes. The third is the word that somebody set on the harmless page itself.
    """
    person = complaint.complainant
    is_word, is_duress, is_decoy_word = [
        secret_word_hashing.is_correct_secret_word(hashed, typed, etag=complaint.etag)
        for hashed in (person.secret_hash, person.duress_hash, decoy.word_hash)
    ]
    return is_word, not is_word and (is_duress or is_decoy_word)


def _key_that_matched(is_word: bool, is_duress: bool, is_printed: bool) -> AccessKey | None:
    if is_word:
        return AccessKey.WORD
    if is_duress:
        return AccessKey.DURESS_WORD
    return AccessKey.PRINTED if is_printed else None
