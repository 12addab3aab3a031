"""Find the files of a draft or of a complaint."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from complaints.models import Evidence
from complaints.models.evidence import owner_text
from complaints.rules.accepted_files import MB, FileKind, StoredFiles, most_bytes_together

COMING, CHECKING, WAITING, HELD, SHOWN, REFUSED = (
    Evidence.State.COMING,
    Evidence.State.CHECKING,
    Evidence.State.WAITING,
    Evidence.State.HELD,
    Evidence.State.SHOWN,
    Evidence.State.REFUSED,
)


@dataclass(frozen=True)
class FileOwner:
    """The owner of files: either a draft or a complaint.

    `by_officers_key`: files are added by a visitor who opened the complaint with a key that an officer issued.
    """

    draft_id: UUID | None = None
    complaint_id: int | None = None
    by_officers_key: bool = False

    @property
    def files(self) -> QuerySet[Evidence]:
        """Return the files in the order of their upload."""
        rows = Evidence.objects.order_by("created_at", "id")
        return rows.filter(draft=self.draft_id) if self.draft_id else rows.filter(complaint=self.complaint_id)

    @property
    def columns(self) -> dict:
        """Return the columns that name the owner."""
        return {"draft_id": self.draft_id, "complaint_id": self.complaint_id}

    @property
    def evidence_columns(self) -> dict:
        """Return the owner's columns of a new row of evidence."""
        return self.columns | {"owner": owner_text(**self.columns)}


def sum_up_stored_files(rows: Iterable[Evidence]) -> StoredFiles:
    """Return how much of the allowance these files take.

    A refused file takes none. A file that was taken back is kept, so it still counts.
    """
    sizes = [row.size for row in rows if row.state != REFUSED]
    return StoredFiles(len(sizes), sum(sizes), most_bytes_together(settings.EVIDENCE_LARGEST_VIDEO_MB * MB))


def has_voice_note(draft_id: UUID) -> bool:
    """Return whether a draft has a voice note that has arrived completely and was not refused. One statement."""
    files = FileOwner(draft_id=draft_id).files.exclude(state__in=[COMING, REFUSED])
    return files.filter(kind=FileKind.VOICE).exists()


def is_voice_note_usable(draft_id: UUID) -> bool | None:
    """Return whether a voice note of a draft was checked and can be played; None while no check is finished.

    A file that waits for the virus scanner or for a safe inspection counts as usable, because nobody knows for how
    long. One statement.
    """
    states = set(FileOwner(draft_id=draft_id).files.filter(kind=FileKind.VOICE).values_list("state", flat=True))
    if states & {SHOWN, WAITING, HELD}:
        return True
    return None if CHECKING in states else False


def list_uploaded_files(complaint_id: int) -> list[Evidence]:
    """Return the files that an officer sees on a complaint's page: all that arrived completely, refused ones included.

    One statement.
    """
    return list(FileOwner(complaint_id=complaint_id).files.exclude(state=COMING))
