"""An answer by voice: the move and its voice note are stored together or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.db import transaction

from complaints import evidence
from complaints.models import Event, Evidence
from complaints.queries.uploaded_files import FileOwner
from complaints.rules.accepted_files import FileKind, FileRefusal, FileRefused, file_format_of
from complaints.rules.actors import Citizen
from complaints.services.moves import make_move
from complaints.workflow.declaration import VOICE_NOTE
from complaints.workflow.table import MOVES

MOVES_WITH_VOICE = frozenset(name for name, move in MOVES.items() if VOICE_NOTE in move.records)
"""The moves that a voice note may answer.

Not a report of pressure, because officers of the district hear all files. Not the reason of a withdrawal, which nobody
has to give.
"""


@dataclass(frozen=True)
class VoiceNote:
    """A recording that came with a form, before it is stored. `parts`: its content."""

    name: str
    media_type: str
    size: int
    parts: Iterable[bytes]


@transaction.atomic
def make_move_with_voice_note(
    *,
    complaint_id: int,
    name: str,
    by: Citizen,
    at: datetime,
    note: VoiceNote,
    by_officers_key: bool = False,
    words: str = "",
    details: dict | None = None,
    expected_seq: int | None = None,
) -> Event:
    """Make the move and store the voice note as evidence; the event names the file.

    Raises what `make_move` raises, FileRefused if it is no recording or the complaint takes no more files, and
    evidence.StorageUnavailable. Nothing has happened then.
    """
    if file_format_of(note.name, note.media_type).kind is not FileKind.VOICE:
        raise FileRefused(FileRefusal.KIND)
    note_id = uuid4()
    event = make_move(
        complaint_id=complaint_id,
        name=name,
        by=by,
        at=at,
        words=words,
        details={**(details or {}), VOICE_NOTE: str(note_id)},
        expected_seq=expected_seq,
    )
    row = evidence.upload_whole_file(
        owner=FileOwner(complaint_id=complaint_id, by_officers_key=by_officers_key),
        name=note.name,
        media_type=note.media_type,
        parts=note.parts,
        size=note.size,
        key=note_id,
        at=at,
    )
    if row.state == Evidence.State.REFUSED:
        raise FileRefused(FileRefusal(row.refused_because))
    return event
