"""Find what the keys to a complaint are checked against: public facts, digests of keys, requests for printed keys."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from complaints.models import Complainant, Complaint, Draft, Event
from complaints.rules.access_proofs import OpenedBy
from complaints.rules.calls.cell_calls import PAKISTAN
from complaints.rules.key_approval import ISSUED_WITHIN
from complaints.rules.statuses import FINAL
from ledger import field_encryption


@dataclass(frozen=True)
class PublicFacts:
    """What the E-tag alone shows, for every category: the day of registration, and open or closed."""

    etag: str
    registered_on: date
    is_closed: bool


def load_public_facts(etag: str) -> PublicFacts | None:
    """Return what the E-tag alone shows, or None if there is no such complaint. Always one query.

    After the duress word was entered, the facts agree with the duress page, so that they do not give it away.
    """
    rows = (
        Complaint.objects.unscoped("the E-tag alone shows these columns to everybody")
        .filter(etag=etag)
        .values_list("received_at", "status", "decoy__is_closed")
    )
    for received_at, status, decoy_is_closed in rows:
        is_closed = status in FINAL if decoy_is_closed is None else decoy_is_closed
        return PublicFacts(etag, received_at.astimezone(PAKISTAN).date(), is_closed)
    return None


def secret_word_digest(secret_hash: str) -> str:
    """Return a digest that identifies a secret word without revealing it; empty without a secret word."""
    return field_encryption.blind_index("mark", secret_hash).hex()


@dataclass(frozen=True)
class KeyDigests:
    """Digests that identify a complaint's secret word, phone and e-mail address. Empty where there is none.

    `word_by_officers_key`: the secret word was set with a key that an officer issued.
    """

    word: str
    phone: str = ""
    email: str = ""
    word_by_officers_key: bool = False

    def of_channel(self, opened_by: str) -> str:
        """Return the digest of the phone or e-mail address whose code opened the complaint; otherwise empty."""
        return {OpenedBy.PHONE: self.phone, OpenedBy.EMAIL: self.email}.get(opened_by, "")


def load_key_digests(complaint_id: int) -> KeyDigests | None:
    """Return the present digests, or None without a complaint and after it was anonymised. One query.

    A visitor session stores them. A session that was opened by phone alone ends when a secret word is set or changed,
    or when a mistyped number is corrected.
    """
    complainants = Complainant.objects.filter(complaint=complaint_id, complaint__anonymised_at=None)
    for person in complainants.only("secret_hash", "phone_index", "email_index", "word_by_officers_key"):
        return KeyDigests(
            secret_word_digest(person.secret_hash),
            bytes(person.phone_index).hex(),
            bytes(person.email_index).hex(),
            person.word_by_officers_key,
        )
    return None


KEY_EVENTS = ("key_asked", "key_approved", "key_printed", "key_recovered", "first_key_printed")


@dataclass(frozen=True)
class KeyRequest:
    """A printed key that an officer requested and has not issued yet.

    `asked_by`: the id of that officer, and `posting_id` of their posting. `words`: how they identified the person.
    """

    asked_by: int
    posting_id: int
    title: str
    words: str
    is_approved: bool


def pending_key_request(complaint_id: int, *, at: datetime) -> KeyRequest | None:
    """Return the pending request, or None. A request lapses a day after its last step. One query."""
    steps = Event.objects.filter(complaint=complaint_id, kind__in=KEY_EVENTS).order_by("-seq")
    last, *earlier = [*steps.select_related("posting__officer", "words")[:2], None]
    request = earlier[0] if last and last.kind == "key_approved" else last
    if request is None or request.kind != "key_asked" or at - last.at > ISSUED_WITHIN:
        return None
    officer, words = request.posting.officer, getattr(request, "words", None)
    return KeyRequest(
        asked_by=officer.pk,
        posting_id=request.posting_id,
        title=officer.title,
        words=words.text if words else "",
        is_approved=last.kind == "key_approved",
    )


def load_event_of_one_tap_link(event_id: int) -> Event | None:
    """Return the event that a one-tap link asks about, with its complaint, complainant and officer. One query."""
    related = "complaint__complainant", "complaint__category", "posting__officer", "posting__office"
    return Event.objects.select_related(*related).filter(pk=event_id).first()


def complaint_id_of_draft(draft_id: UUID) -> int | None:
    """Return the id of the complaint that a draft became, or None. One query."""
    return Draft.objects.filter(pk=draft_id).values_list("complaint_id", flat=True).first()


def draft_id_of_complaint(complaint_id: int) -> UUID | None:
    """Return the id of the draft that became this complaint; None if it is erased. One query."""
    return Draft.objects.filter(complaint=complaint_id).values_list("pk", flat=True).first()
