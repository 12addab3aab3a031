"""The files of a draft or of a complaint."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from accounts.queries.written import ask
from complaints.models import Evidence
from complaints.rules.files import MB, Held, Kind, together

COMING, CHECKING, WAITING, SHOWN, REFUSED = (
    Evidence.State.COMING,
    Evidence.State.CHECKING,
    Evidence.State.WAITING,
    Evidence.State.SHOWN,
    Evidence.State.REFUSED,
)


@dataclass(frozen=True)
class Owner:
    """Whose files: a draft's, or a complaint's. One of the two. `by_officers_key`: somebody adds to them who came by a
    key that an officer issued."""

    draft_id: UUID | None = None
    complaint_id: int | None = None
    by_officers_key: bool = False

    @property
    def files(self) -> QuerySet[Evidence]:
        """The files, in the order in which they were handed in."""
        rows = Evidence.objects.order_by("created_at", "id")
        return rows.filter(draft=self.draft_id) if self.draft_id else rows.filter(complaint=self.complaint_id)

    @property
    def columns(self) -> dict:
        """The same for a new row."""
        return {"draft_id": self.draft_id, "complaint_id": self.complaint_id}


def held(rows: Iterable[Evidence]) -> Held:
    """How much room these files take; what was refused takes none. What was taken back is kept, and takes its room."""
    sizes = [row.size for row in rows if row.state != REFUSED]
    return Held(len(sizes), sum(sizes), together(settings.EVIDENCE_LARGEST_VIDEO_MB * MB))


def count_of_draft(draft_id: UUID) -> int:
    """How many files of a draft have come whole and were not refused. One query."""
    return _whole(draft_id).count()


def has_voice(draft_id: UUID) -> bool:
    """Whether a draft has a voice note that has come whole and was not refused. One query."""
    return _whole(draft_id).filter(kind=Kind.VOICE).exists()


def voice_is_usable(draft_id: UUID) -> bool | None:
    """Return whether a voice note of a draft was checked and can be played; None while no check is finished.

    What only the virus scanner has still to see may count: it is away, and nobody can say for how long. One query.
    """
    states = set(Owner(draft_id=draft_id).files.filter(kind=Kind.VOICE).values_list("state", flat=True))
    if states & {SHOWN, WAITING}:
        return True
    return None if CHECKING in states else False


def handed_in(complaint_id: int) -> list[Evidence]:
    """What a complaint's page shows to an officer: everything that has come whole, refused or not. One query."""
    return ask(_handed_in, complaint=complaint_id)


def _handed_in(*, complaint: int, **others) -> QuerySet[Evidence]:
    return Owner(complaint_id=complaint).files.exclude(state=COMING)


def _whole(draft_id: UUID) -> QuerySet[Evidence]:
    return Owner(draft_id=draft_id).files.exclude(state__in=[COMING, REFUSED])
