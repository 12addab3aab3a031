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

from complaints.evidence import evidence_added_events, sealed_storage
from complaints.evidence.file_lock import try_lock_file
from complaints.file_stores.storage_interface import StorageUnavailable
from complaints.models import ChainHead, Complaint, Draft, Evidence
from complaints.queries.uploaded_files import FileOwner, sum_up_stored_files
from complaints.rules import accepted_files
from complaints.rules.accepted_files import FileRefusal, FileRefused
from complaints.workflow.table import MOVES

COMING, CHECKING, REFUSED = Evidence.State.COMING, Evidence.State.CHECKING, Evidence.State.REFUSED
FEWEST_TO_RECOGNISE = 64  # bytes; with fewer than this the format cannot be recognised


class WrongOffset(Exception):
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
def begin_upload(
    *,
    owner: FileOwner,
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
    _lock_owner(owner)
    rows = list(owner.files)
    existing = next((row for row in rows if row.pk == key), None)
    if existing:
        return existing
    if key and Evidence.objects.filter(pk=key).exists():
        key = None  # the id belongs to another owner, who must not be revealed
    form = accepted_files.file_format_of(name, media_type)
    accepted_files.check_file_limits(
        kind=form.kind,
        size=size,
        held=sum_up_stored_files(rows),
        largest_video=settings.EVIDENCE_LARGEST_VIDEO_MB * accepted_files.MB,
        in_pieces=in_pieces,
    )
    return Evidence.objects.create(
        id=key or uuid4(),
        kind=form.kind.value,
        name=accepted_files.display_name_of(name),
        media_type=form.media_type,
        size=size,
        created_at=at,
        **owner.evidence_columns,
        by_officers_key=owner.by_officers_key,
    )


def _lock_owner(owner: FileOwner) -> None:
    """Lock the owner, so that concurrent uploads are counted correctly. Raises FileRefused(CLOSED)."""
    if owner.draft_id:
        open_draft = Draft.objects.select_for_update().filter(pk=owner.draft_id, complaint=None)
        if not open_draft.exists():
            raise FileRefused(FileRefusal.CLOSED)
        return
    ChainHead.objects.select_for_update().get(pk=owner.complaint_id)
    status = (
        Complaint.objects.unscoped("the owner of the file was checked")
        .values_list("status", flat=True)
        .get(pk=owner.complaint_id)
    )
    if status not in MOVES["add"].sources:
        raise FileRefused(FileRefusal.CLOSED)


def receive_piece(*, owner: FileOwner, evidence_id: UUID, offset: int, piece: bytes, at: datetime) -> Evidence:
    """Store one piece, which begins at byte `offset`. A repeated piece changes nothing.

    After the last piece the file is sealed, a large file by a worker soon afterwards. The file is refused if its first
    piece does not match the type. Raises Evidence.DoesNotExist; WrongOffset if the piece leaves a gap or exceeds the
    size; StorageUnavailable if the storage is full or does not answer.
    """
    with transaction.atomic():
        row = owner.files.select_for_update().get(pk=evidence_id)
        if row.state != COMING or (piece and offset + len(piece) <= row.received):
            return row
        if offset != row.received or offset + len(piece) > row.size:
            raise WrongOffset(row.received)
        if piece:
            _store_piece(row, piece)
    if row.state == COMING and row.received == row.size <= accepted_files.LARGEST_FILE:
        with suppress(StorageUnavailable):  # all pieces are stored; the job seals the file when there is space
            complete_upload(row.pk, at=at)
        row.refresh_from_db()
    return row


def _store_piece(row: Evidence, piece: bytes) -> None:
    is_recognisable = len(piece) >= min(FEWEST_TO_RECOGNISE, row.size)
    if (
        row.received == 0
        and is_recognisable
        and not accepted_files.looks_like_family(
            accepted_files.format_family_of(row.media_type), piece[: accepted_files.HEAD_BYTES]
        )
    ):
        row.state, row.refused_because = REFUSED, FileRefusal.DISGUISED.value
        row.save(update_fields=["state", "refused_because"])
        return
    sealed_storage.save_sealed(
        _piece_name(row.pk, row.received), [piece], purpose=_piece_key_purpose(row.pk, row.received)
    )
    row.received += len(piece)
    row.save(update_fields=["received"])


def upload_whole_file(
    *,
    owner: FileOwner,
    name: str,
    media_type: str,
    parts: Iterable[bytes],
    size: int,
    key: UUID | None = None,
    at: datetime,
) -> Evidence:
    """Upload a file that came whole. `key`: the id of the file, chosen by the caller.

    A second call with the same key continues a file that came only in part, and changes nothing otherwise. Raises
    FileRefused, or StorageUnavailable, after which nothing of the file is stored.
    """
    row = begin_upload(owner=owner, name=name, size=size, media_type=media_type, key=key, in_pieces=False, at=at)
    offset = 0
    try:
        for piece in _split_into_pieces(parts):
            row = receive_piece(owner=owner, evidence_id=row.pk, offset=offset, piece=piece, at=at)
            offset += len(piece)
            if row.state == REFUSED:
                break
    except StorageUnavailable:
        Evidence.objects.filter(pk=row.pk).delete()
        delete_pieces(row.pk)
        raise
    return row


def _split_into_pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for part in parts:
        buffer += part
        while len(buffer) >= accepted_files.LARGEST_PIECE:
            yield bytes(buffer[: accepted_files.LARGEST_PIECE])
            del buffer[: accepted_files.LARGEST_PIECE]
    if buffer:
        yield bytes(buffer)


def complete_upload(evidence_id: UUID, *, at: datetime) -> None:
    """Join and seal the pieces of a complete file, and record its SHA-256 in the complaint's history. Idempotent."""
    with try_lock_file(evidence_id) as alone:
        row = Evidence.objects.filter(pk=evidence_id, state=COMING).first() if alone else None
        if row is None or row.received < row.size:
            return
        name, digest = f"originals/{row.pk}", hashlib.sha256()
        try:
            sealed_storage.save_sealed(
                name, sealed_storage.update_digest(_joined_pieces(row), digest), purpose=original_key_purpose(row.pk)
            )
        except _PieceMissing as missing:  # the client has to send the file again from there
            Evidence.objects.filter(pk=row.pk, state=COMING).update(received=missing.offset)
            return
        _mark_complete(row.pk, original=name, sha256=digest.digest(), at=at)
    delete_pieces(row.pk)


def _joined_pieces(row: Evidence) -> Iterator[bytes]:
    """Yield the content of the pieces in order. Raises _PieceMissing."""
    offset = 0
    while offset < row.size:
        try:
            with sealed_storage.SealedFileReader(
                _piece_name(row.pk, offset), purpose=_piece_key_purpose(row.pk, offset)
            ) as piece:
                yield from piece.part(0, piece.size)
                offset += piece.size
        except sealed_storage.DamagedFile as damaged:
            raise _PieceMissing(offset) from damaged


@transaction.atomic
def _mark_complete(evidence_id: UUID, *, original: str, sha256: bytes, at: datetime) -> None:
    row = Evidence.objects.select_for_update().filter(pk=evidence_id, state=COMING).first()
    if row is None:
        return
    row.state, row.original, row.sha256, row.came_at = CHECKING, original, sha256, at
    row.save(update_fields=["state", "original", "sha256", "came_at"])
    if row.complaint_id:
        evidence_added_events.record_completed_file(row, at=at)


def delete_pieces(evidence_id: UUID, *, all_versions: bool = False) -> None:
    """Delete the pieces of an upload; with `all_versions` also what a bucket keeps of them as a backup."""
    sealed_storage.evidence_storage().delete_folder(f"pieces/{evidence_id}", all_versions=all_versions)


def original_key_purpose(evidence_id: UUID) -> str:
    """Return the purpose that the key of an original is bound to."""
    return f"evidence.original.{evidence_id}"


def _piece_name(evidence_id: UUID, offset: int) -> str:
    """Return the name of a piece. No name is the beginning of another: Swift confuses the versions of such names."""
    return f"pieces/{evidence_id}/{offset:012}"


def _piece_key_purpose(evidence_id: UUID, offset: int) -> str:
    return f"evidence.piece.{evidence_id}.{offset}"
