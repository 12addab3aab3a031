"""What the keys of a complaint are held against."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from complaints import crypto
from complaints.models import Complainant, Complaint, Draft, Event
from complaints.rules.calling import PAKISTAN
from complaints.rules.statuses import FINAL


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
    found = Complaint.objects.for_service().filter(etag=etag).values_list("received_at", "status", "decoy__is_closed")
    for received_at, status, decoy_is_closed in found:
        is_closed = status in FINAL if decoy_is_closed is None else decoy_is_closed
        return PublicFacts(etag, received_at.astimezone(PAKISTAN).date(), is_closed)
    return None


def mark_of(secret_hash: str) -> str:
    """A mark by which a secret word is known again, without being told: empty without one."""
    return crypto.blind_index("mark", secret_hash).hex()


def mark_of_the_word(complaint_id: int) -> str | None:
    """The mark of the complaint's secret word as it is now; None without a complaint, and once what
    was told in it is destroyed. One query.

    A visit keeps it, so that a visit which was opened by the telephone alone ends when a word is set or changed.
    """
    theirs = Complainant.objects.filter(complaint=complaint_id, complaint__anonymised_at=None)
    kept = theirs.values_list("secret_hash", flat=True).first()
    return None if kept is None else mark_of(kept)


def asking(event_id: int) -> Event | None:
    """An event that a link asks about, with its complaint, complainant and officer. One query."""
    related = "complaint__complainant", "complaint__category", "posting__officer", "posting__office"
    return Event.objects.select_related(*related).filter(pk=event_id).first()


def complaint_of_draft(draft_id: UUID) -> int | None:
    """Which complaint a draft became. One query."""
    return Draft.objects.filter(pk=draft_id).values_list("complaint_id", flat=True).first()
