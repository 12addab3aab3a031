"""What the keys of a complaint are held against."""

from dataclasses import dataclass
from uuid import UUID

from complaints import crypto
from complaints.models import Complainant, Complaint, Draft, Event, RunningClock
from complaints.rules.statuses import FINAL


@dataclass(frozen=True)
class Standing:
    """What a number alone shows. `clocks`: those that run, the most urgent first."""

    complaint: Complaint
    clocks: list[RunningClock]

    @property
    def tells_little(self) -> bool:
        """Of a conduct or confidential complaint, and of one with a secret word, only whether it is open or closed. Of
        what was anonymised too: nobody knows any more whether it had a word."""
        complaint = self.complaint
        return complaint.is_sensitive or complaint.complainant.has_secret or complaint.anonymised_at is not None

    @property
    def is_closed(self) -> bool:
        """Once the duress word was typed, the number agrees with the harmless page, lest it give that away."""
        decoy = getattr(self.complaint, "decoy", None)
        if decoy is not None and decoy.is_closed is not None:
            return decoy.is_closed
        return self.complaint.status in FINAL


def standing(etag: str) -> Standing | None:
    """What the E-tag alone shows. Two queries, for a miss too."""
    shown = "etag", "status", "about_police", "confidential", "received_at", "resolved_at", "closed_at", "contact"
    beside = "accepted_at", "verified_at", "anonymised_at", "complainant__secret_hash", "decoy__is_closed"
    found = Complaint.objects.for_service().select_related("complainant", "decoy").filter(etag=etag)
    complaint = found.only(*shown, *beside).for_screen().first()
    clocks = list(
        RunningClock.objects.promised().filter(complaint_id=complaint.pk if complaint else 0).order_by("due_at")
    )
    return Standing(complaint, clocks) if complaint else None


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
