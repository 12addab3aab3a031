"""What the keys of a complaint are held against."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from complaints.models import Complainant, Complaint, Draft, Event
from complaints.rules.calls.calling import PAKISTAN
from complaints.rules.key_requests import ISSUED_WITHIN
from complaints.rules.opened_by import OpenedBy
from complaints.rules.statuses import FINAL
from ledger import crypto


@dataclass(frozen=True)
class PublicFacts:
    """What the E-tag alone shows, the same two facts for every category: the day of registration, open or closed."""

    etag: str
    registered_on: date
    is_closed: bool


def public_facts(etag: str) -> PublicFacts | None:
    """Return what the E-tag alone shows; None for a number that nobody has. One query, for a miss too.

    Once the duress word was typed, the number agrees with the duress page, lest it give that page away.
    """
    found = (
        Complaint.objects.unscoped("the E-tag alone shows these columns to everybody")
        .filter(etag=etag)
        .values_list("received_at", "status", "decoy__is_closed")
    )
    for received_at, status, decoy_is_closed in found:
        is_closed = status in FINAL if decoy_is_closed is None else decoy_is_closed
        return PublicFacts(etag, received_at.astimezone(PAKISTAN).date(), is_closed)
    return None


def mark_of(secret_hash: str) -> str:
    """A mark by which a secret word is known again, without being told: empty without one."""
    return crypto.blind_index("mark", secret_hash).hex()


@dataclass(frozen=True)
class Marks:
    """By which a complaint's secret word, phone and e-mail address are known again. Empty where there is none.

    `word_by_officers_key`: the word was set with a key that an officer issued.
    """

    word: str
    phone: str = ""
    email: str = ""
    word_by_officers_key: bool = False

    def of(self, opened_by: str) -> str:
        """The mark of the phone or address whose code opened it; empty for any other way."""
        return {OpenedBy.PHONE: self.phone, OpenedBy.EMAIL: self.email}.get(opened_by, "")


def marks_of(complaint_id: int) -> Marks | None:
    """The marks as they are now; None without a complaint, and once what was told in it is destroyed. One query.

    A visit keeps them: one that was opened by the telephone alone ends when a word is set or changed, and when the
    number, which was mistyped, is put right.
    """
    theirs = Complainant.objects.filter(complaint=complaint_id, complaint__anonymised_at=None)
    columns = "secret_hash", "phone_index", "email_index", "word_by_officers_key"
    for secret_hash, phone, email, word_by_officers_key in theirs.values_list(*columns):
        return Marks(mark_of(secret_hash), bytes(phone).hex(), bytes(email).hex(), word_by_officers_key)
    return None


KEY_EVENTS = ("key_asked", "key_approved", "key_printed", "key_recovered")


@dataclass(frozen=True)
class KeyRequest:
    """A key that an officer asked for and has not handed out yet. `asked_by`: that officer. `words`: how the person was
    known."""

    asked_by: int
    title: str
    words: str
    is_approved: bool


def key_request(complaint_id: int, *, at: datetime) -> KeyRequest | None:
    """The request that stands, within a day of its last step; None where there is none. One query."""
    steps = Event.objects.filter(complaint=complaint_id, kind__in=KEY_EVENTS).order_by("-seq")
    last, *before = [*steps.select_related("posting__officer", "words")[:2], None]
    asked = before[0] if last and last.kind == "key_approved" else last
    if asked is None or asked.kind != "key_asked" or at - last.at > ISSUED_WITHIN:
        return None
    officer, words = asked.posting.officer, getattr(asked, "words", None)
    return KeyRequest(officer.pk, officer.title, words.text if words else "", last.kind == "key_approved")


def asking(event_id: int) -> Event | None:
    """An event that a link asks about, with its complaint, complainant and officer. One query."""
    related = "complaint__complainant", "complaint__category", "posting__officer", "posting__office"
    return Event.objects.select_related(*related).filter(pk=event_id).first()


def complaint_of_draft(draft_id: UUID) -> int | None:
    """Which complaint a draft became. One query."""
    return Draft.objects.filter(pk=draft_id).values_list("complaint_id", flat=True).first()
