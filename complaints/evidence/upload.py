"""Resumable uploads: a file is begun, received piece by piece, and sealed when it is complete.

The row holds how many bytes have arrived. A piece counts when both the piece and the row are on disk. A client that
sends a piece again, or returns a day later, continues from there.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from complaints.evidence import history, sealed_storage
from complaints.evidence.file_lock import alone_with
from complaints.models import ChainHead, Complaint, Draft, Evidence
from complaints.queries.evidence import Owner, held
from complaints.rules import files
from complaints.rules.files import FileRefused, Reason
from complaints.workflow.table import MOVES

COMING, CHECKING, REFUSED = Evidence.State.COMING, Evidence.State.CHECKING, Evidence.State.REFUSED
FEWEST_TO_RECOGNISE = 64  # bytes; with fewer than this the format cannot be recognised


class Displaced(Exception):
    """A piece does not continue the file. `offset`: where the next piece has to begin."""

    def __init__(self, offset: int):
        super().__init__(offset)
        self.offset = offset


class _PieceMissing(Exception):
    """A piece that the row counts is not in the storage. `offset`: where it begins."""

    def __init__(self, offset: int):
        super().__init__(offset)
        self.offset = offset


@transaction.atomic
def begin(
    *,
    owner: Owner,
    name: str,
    size: int,
    media_type: str = "",
    key: UUID | None = None,
    in_pieces: bool = True,
    at: datetime,
) -> Evidence:
    """Begin the upload of a file of `size` bytes and return its row.

    `key`: an id that the client chose. A second call with the same key returns the same file. `in_pieces`: False for a
    file that was sent in a form. Raises FileRefused if the file is too large or of an unaccepted type, if there are too
    many files, or (CLOSED) if the owner accepts no more files.
    """
    _lock(owner)
    rows = list(owner.files)
    existing = next((row for row in rows if row.pk == key), None)
    if existing:
        return existing
    if key and Evidence.objects.filter(pk=key).exists():
        key = None  # the id belongs to another owner, who must not be revealed
    form = files.format_of(name, media_type)
    files.check(
        kind=form.kind,
        size=size,
        held=held(rows),
        largest_video=settings.EVIDENCE_LARGEST_VIDEO_MB * files.MB,
        in_pieces=in_pieces,
    )
    return Evidence.objects.create(
        id=key or uuid4(),
        kind=form.kind.value,
        name=files.shown_name(name),
        media_type=form.media_type,
        size=size,
        created_at=at,
        **owner.columns,
        by_officers_key=owner.by_officers_key,
    )


def _lock(owner: Owner) -> None:
    """Lock the owner, so that concurrent uploads are counted correctly. Raises FileRefused(CLOSED)."""
    if owner.draft_id:
        open_draft = Draft.objects.select_for_update().filter(pk=owner.draft_id, complaint=None)
        if not open_draft.exists():
            raise FileRefused(Reason.CLOSED)
        return
    ChainHead.objects.select_for_update().get(pk=owner.complaint_id)
    status = (
        Complaint.objects.unscoped("the owner of the file was checked")
        .values_list("status", flat=True)
        .get(pk=owner.complaint_id)
    )
    if status not in MOVES["add"].sources:
        raise FileRefused(Reason.CLOSED)


def receive(*, owner: Owner, evidence_id: UUID, offset: int, piece: bytes, at: datetime) -> Evidence:
    """Store one piece, which begins at byte `offset`. A repeated piece changes nothing.

    After the last piece the file is sealed, a large file by a worker soon afterwards. The file is refused if its first
    piece does not match the type. Raises Evidence.DoesNotExist; Displaced if the piece leaves a gap or exceeds the
    size; NoRoom on a full disk.
    """
    with transaction.atomic():
        row = owner.files.select_for_update().get(pk=evidence_id)
        if row.state != COMING or (piece and offset + len(piece) <= row.received):
            return row
        if offset != row.received or offset + len(piece) > row.size:
            raise Displaced(row.received)
        if piece:
            _store_piece(row, piece)
    if row.state == COMING and row.received == row.size <= files.LARGEST:
        with suppress(sealed_storage.NoRoom):  # all pieces are stored; the job seals the file when there is space
            complete(row.pk, at=at)
        row.refresh_from_db()
    return row


def _store_piece(row: Evidence, piece: bytes) -> None:
    is_recognisable = len(piece) >= min(FEWEST_TO_RECOGNISE, row.size)
    if row.received == 0 and is_recognisable and not files.is_of(files.family(row.media_type), piece[: files.HEAD]):
        row.state, row.refused_because = REFUSED, Reason.DISGUISED.value
        row.save(update_fields=["state", "refused_because"])
        return
    sealed_storage.save(_piece_name(row.pk, row.received), [piece], purpose=_piece_purpose(row.pk, row.received))
    row.received += len(piece)
    row.save(update_fields=["received"])


def take_whole(
    *, owner: Owner, name: str, media_type: str, parts: Iterable[bytes], size: int, at: datetime
) -> Evidence:
    """Upload a file that was sent in a form.

    Raises FileRefused, or NoRoom, after which nothing of the file is stored.
    """
    row = begin(owner=owner, name=name, size=size, media_type=media_type, in_pieces=False, at=at)
    try:
        for piece in _pieces(parts):
            row = receive(owner=owner, evidence_id=row.pk, offset=row.received, piece=piece, at=at)
            if row.state == REFUSED:
                break
    except sealed_storage.NoRoom:
        Evidence.objects.filter(pk=row.pk).delete()
        forget_pieces(row.pk)
        raise
    return row


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for part in parts:
        buffer += part
        while len(buffer) >= files.PIECE:
            yield bytes(buffer[: files.PIECE])
            del buffer[: files.PIECE]
    if buffer:
        yield bytes(buffer)


def complete(evidence_id: UUID, *, at: datetime) -> None:
    """Join and seal the pieces of a complete file, and record its SHA-256 in the complaint's history. Idempotent."""
    with alone_with(evidence_id) as alone:
        row = Evidence.objects.filter(pk=evidence_id, state=COMING).first() if alone else None
        if row is None or row.received < row.size:
            return
        name, digest = f"originals/{row.pk}", hashlib.sha256()
        try:
            sealed_storage.save(name, _digested(_joined(row), digest), purpose=original_purpose(row.pk))
        except _PieceMissing as missing:  # the client has to send the file again from there
            Evidence.objects.filter(pk=row.pk, state=COMING).update(received=missing.offset)
            return
        _mark_complete(row.pk, original=name, sha256=digest.digest(), at=at)
        forget_pieces(row.pk)


def _digested(parts: Iterable[bytes], digest) -> Iterator[bytes]:
    for part in parts:
        digest.update(part)
        yield part


def _joined(row: Evidence) -> Iterator[bytes]:
    """Yield the content of the pieces in order. Raises _PieceMissing."""
    offset = 0
    while offset < row.size:
        try:
            with sealed_storage.Plain(_piece_name(row.pk, offset), purpose=_piece_purpose(row.pk, offset)) as piece:
                yield from piece.part(0, piece.size)
                offset += piece.size
        except sealed_storage.Damaged as damaged:
            raise _PieceMissing(offset) from damaged


@transaction.atomic
def _mark_complete(evidence_id: UUID, *, original: str, sha256: bytes, at: datetime) -> None:
    row = Evidence.objects.select_for_update().filter(pk=evidence_id, state=COMING).first()
    if row is None:
        return
    row.state, row.original, row.sha256, row.came_at = CHECKING, original, sha256, at
    row.save(update_fields=["state", "original", "sha256", "came_at"])
    if row.complaint_id:
        history.tell_of(row, at=at)


def forget_pieces(evidence_id: UUID) -> None:
    """Delete the pieces of an upload."""
    folder = f"pieces/{evidence_id}"
    try:
        _, names = sealed_storage.storage().listdir(folder)
    except FileNotFoundError:
        return
    sealed_storage.forget(*(f"{folder}/{name}" for name in names))
    sealed_storage.storage().delete(folder)


def original_purpose(evidence_id: UUID) -> str:
    """Return the purpose that the key of an original is bound to."""
    return f"evidence.original.{evidence_id}"


def _piece_name(evidence_id: UUID, offset: int) -> str:
    return f"pieces/{evidence_id}/{offset}"


def _piece_purpose(evidence_id: UUID, offset: int) -> str:
    return f"evidence.piece.{evidence_id}.{offset}"
