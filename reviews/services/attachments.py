"""Files with an explanation or an appeal: photos and PDFs, taken apart in the evidence's locked room before they stay.

An officer waits while it is done. Where a virus scanner is set up and away, the copy is shown once it has been seen.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from complaints.evidence import sandbox, scanner, sealed_storage
from complaints.evidence.scanner import Verdict
from complaints.rules import files
from complaints.rules.files import MB, FileKind, FileRefused, Held, Reason
from reviews.models import Attachment, ReviewEvent

MOST = 5  # files with one explanation or appeal
LARGEST = 10 * MB
TAKEN = frozenset({FileKind.PHOTO, FileKind.PAPER})


@dataclass(frozen=True)
class Handed:
    """A file as it was handed in: `parts` are its bytes in order."""

    name: str
    media_type: str
    size: int
    parts: Iterable[bytes]


@contextmanager
def inspected(handed: Sequence[Handed], *, at: datetime) -> Iterator[list[Attachment]]:
    """The files, sealed and inspected, still without their event. Raises complaints.rules.files.FileRefused.

    Whatever goes wrong while the block lasts, nothing of them is kept.
    """
    if len(handed) > MOST:
        raise FileRefused(Reason.TOO_MANY)
    rows: list[Attachment] = []
    try:
        for one in handed:
            rows.append(_row(one, at=at))
            _look(rows[-1], one, at=at)
        yield rows
    except BaseException:
        for row in rows:
            sealed_storage.forget(row.original, row.shown)
        raise


def keep(rows: Sequence[Attachment], event: ReviewEvent) -> None:
    """With the event that names their fingerprints."""
    for row in rows:
        row.event = event
    Attachment.objects.bulk_create(rows)


def fingerprints(rows: Sequence[Attachment]) -> list[dict]:
    """What the event says of them."""
    return [{"id": str(row.pk), "sha256": row.sha256.hex(), "size": row.size} for row in rows]


def open_copy(row: Attachment) -> sealed_storage.Plain | None:
    """The copy, to be read; None while there is none to show. Raises sealed.Damaged."""
    return sealed_storage.Plain(row.shown, purpose=_purpose("shown", row)) if row.is_open else None


def scan_the_unseen(*, at: datetime) -> int:
    """Show the scanner what came while it was away. Returns how many it has seen now."""
    if not scanner.is_there():
        return 0
    waiting = Attachment.objects.filter(scanned_at=None, refused_because="").order_by("came_at")
    return sum(_scan_later(row, at=at) for row in waiting[:100])


def _row(one: Handed, *, at: datetime) -> Attachment:
    form = files.format_of(one.name, one.media_type)
    if form.kind not in TAKEN:
        raise FileRefused(Reason.KIND)
    if one.size > LARGEST:
        raise FileRefused(Reason.TOO_LARGE)
    files.check(size=one.size, held=Held())
    row = Attachment(kind=form.kind.value, name=files.shown_name(one.name), size=one.size, came_at=at)
    row.original, row.shown, row.shown_type = f"reviews/original/{row.pk}", f"reviews/shown/{row.pk}", form.media_type
    return row


def _look(row: Attachment, one: Handed, *, at: datetime) -> None:
    digest = hashlib.sha256()
    sealed_storage.save(row.original, _counted(one.parts, digest), purpose=_purpose("original", row))
    row.sha256 = digest.digest()
    with sealed_storage.Plain(row.original, purpose=_purpose("original", row)) as original:
        if scanner.is_there():
            _scan(row, original, at=at)
            original.seek(0)
        with sandbox.copy_of(original, family=files.family(row.shown_type)) as copy:
            sealed_storage.save(
                row.shown, iter(lambda: copy.file.read(sealed_storage.BLOCK), b""), purpose=_purpose("shown", row)
            )
            row.shown_type = copy.media_type


def _counted(parts: Iterable[bytes], digest) -> Iterator[bytes]:
    for part in parts:
        digest.update(part)
        yield part


def _scan(row: Attachment, original: sealed_storage.Plain, *, at: datetime) -> bool:
    """Whether it was seen. Raises Refused for what is harmful."""
    verdict = scanner.scan(original)
    if verdict is Verdict.VIRUS:
        raise FileRefused(Reason.VIRUS)
    row.scanned_at = None if verdict is Verdict.UNSEEN else at
    return row.scanned_at is not None


def _scan_later(row: Attachment, *, at: datetime) -> bool:
    with sealed_storage.Plain(row.original, purpose=_purpose("original", row)) as original:
        try:
            seen = _scan(row, original, at=at)
        except FileRefused as refused:
            Attachment.objects.filter(pk=row.pk).update(scanned_at=at, refused_because=refused.reason.value)
            return True
    if seen:
        Attachment.objects.filter(pk=row.pk).update(scanned_at=at)
    return seen


def sealed_files() -> Iterator[tuple[str, str]]:
    """The files of attachments, and what each one's key is bound to."""
    for row in Attachment.objects.order_by("pk").iterator():
        yield from ((name, _purpose(what, row)) for what in ("original", "shown") if (name := getattr(row, what)))


def _purpose(what: str, row: Attachment) -> str:
    return f"reviews.{what}.{row.pk}"
