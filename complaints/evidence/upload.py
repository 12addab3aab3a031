"""How a file comes: begun, then piece by piece, over as many broken lines as it takes; whole, it is sealed.

The row says how many bytes have come; a piece counts when both it and the row are on the disk. Whoever sends a piece
again, or comes back a day later, goes on from there.
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
TELLING = 64  # with fewer bytes than this nobody can say what a file is


class Displaced(Exception):
    """A piece that does not begin where the file stands: `offset` says where it does."""

    def __init__(self, offset: int):
        super().__init__(offset)
        self.offset = offset


class _Lost(Exception):
    """A piece that the row counts is not in the storage; `offset` says which."""

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
    """Make room for a file of `size` bytes. `key`, the client's own, becomes its id: begun again, it is the same file.

    `in_pieces`: False for one that came in a form. Raises Refused: too large, too many, not a kind that is taken;
    CLOSED where the owner takes no files any more.
    """
    _lock(owner)
    rows = list(owner.files)
    known = next((row for row in rows if row.pk == key), None)
    if known:
        return known
    if key and Evidence.objects.filter(pk=key).exists():
        key = None  # somebody else's: never theirs to see
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
    """Files of one owner are counted one after the other. Raises Refused(CLOSED)."""
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
    """Take one piece, which begins at byte `offset`; a piece that has come before changes nothing.

    With the last one the file is sealed; a large one by a worker, soon afterwards. A first piece that is not what the
    name says is refused at once. Raises Evidence.DoesNotExist; Displaced where the piece leaves a gap, or goes beyond
    the size; NoRoom on a full disk.
    """
    with transaction.atomic():
        row = owner.files.select_for_update().get(pk=evidence_id)
        if row.state != COMING or (piece and offset + len(piece) <= row.received):
            return row
        if offset != row.received or offset + len(piece) > row.size:
            raise Displaced(row.received)
        if piece:
            _keep(row, piece)
    if row.state == COMING and row.received == row.size <= files.LARGEST:
        with suppress(sealed_storage.NoRoom):  # it has come; beat seals it when there is room
            complete(row.pk, at=at)
        row.refresh_from_db()
    return row


def _keep(row: Evidence, piece: bytes) -> None:
    is_telling = len(piece) >= min(TELLING, row.size)
    if row.received == 0 and is_telling and not files.is_of(files.family(row.media_type), piece[: files.HEAD]):
        row.state, row.refused_because = REFUSED, Reason.DISGUISED.value
        row.save(update_fields=["state", "refused_because"])
        return
    sealed_storage.save(_place(row.pk, row.received), [piece], purpose=_purpose(row.pk, row.received))
    row.received += len(piece)
    row.save(update_fields=["received"])


def take_whole(
    *, owner: Owner, name: str, media_type: str, parts: Iterable[bytes], size: int, at: datetime
) -> Evidence:
    """A file that came in one form: the same, in one go. Raises Refused; NoRoom, and then nothing of it stays."""
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
    held_back = bytearray()
    for part in parts:
        held_back += part
        while len(held_back) >= files.PIECE:
            yield bytes(held_back[: files.PIECE])
            del held_back[: files.PIECE]
    if held_back:
        yield bytes(held_back)


def complete(evidence_id: UUID, *, at: datetime) -> None:
    """Seal a file that has all its bytes, in one; write its SHA-256 into the complaint's history. Harmless again."""
    with alone_with(evidence_id) as alone:
        row = Evidence.objects.filter(pk=evidence_id, state=COMING).first() if alone else None
        if row is None or row.received < row.size:
            return
        whole, digest = f"originals/{row.pk}", hashlib.sha256()
        try:
            sealed_storage.save(whole, _digested(_joined(row), digest), purpose=original_purpose(row.pk))
        except _Lost as lost:  # it is asked for once more, from there
            Evidence.objects.filter(pk=row.pk, state=COMING).update(received=lost.offset)
            return
        _settle(row.pk, original=whole, sha256=digest.digest(), at=at)
        forget_pieces(row.pk)


def _digested(parts: Iterable[bytes], digest) -> Iterator[bytes]:
    for part in parts:
        digest.update(part)
        yield part


def _joined(row: Evidence) -> Iterator[bytes]:
    """The pieces, one after the other. Raises _Lost."""
    offset = 0
    while offset < row.size:
        try:
            with sealed_storage.Plain(_place(row.pk, offset), purpose=_purpose(row.pk, offset)) as piece:
                yield from piece.part(0, piece.size)
                offset += piece.size
        except sealed_storage.Damaged as damaged:
            raise _Lost(offset) from damaged


@transaction.atomic
def _settle(evidence_id: UUID, *, original: str, sha256: bytes, at: datetime) -> None:
    row = Evidence.objects.select_for_update().filter(pk=evidence_id, state=COMING).first()
    if row is None:
        return
    row.state, row.original, row.sha256, row.came_at = CHECKING, original, sha256, at
    row.save(update_fields=["state", "original", "sha256", "came_at"])
    if row.complaint_id:
        history.tell_of(row, at=at)


def forget_pieces(evidence_id: UUID) -> None:
    """Delete what came in pieces."""
    folder = f"pieces/{evidence_id}"
    try:
        _, names = sealed_storage.storage().listdir(folder)
    except FileNotFoundError:
        return
    sealed_storage.forget(*(f"{folder}/{name}" for name in names))
    sealed_storage.storage().delete(folder)


def original_purpose(evidence_id: UUID) -> str:
    """What an original's key is bound to."""
    return f"evidence.original.{evidence_id}"


def _place(evidence_id: UUID, offset: int) -> str:
    return f"pieces/{evidence_id}/{offset}"


def _purpose(evidence_id: UUID, offset: int) -> str:
    return f"evidence.piece.{evidence_id}.{offset}"
