"""Photos: sealed when they come, looked at in the locked room of the evidence, kept as a copy that tells nothing more.

An officer's photo is looked at while they wait; a stranger's by a worker, which finds what is to do in the rows.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from django.db import transaction

from complaints.evidence import sandbox, scanner, sealed_storage
from complaints.evidence.file_lock import alone_with
from complaints.evidence.scanner import Verdict
from complaints.rules import files
from complaints.rules.files import FileKind, FileRefused, Held, Reason
from notices.models import Notice, Picture

logger = logging.getLogger(__name__)

CHECKING, WAITING, SHOWN, REFUSED = (
    Picture.State.CHECKING,
    Picture.State.WAITING,
    Picture.State.SHOWN,
    Picture.State.REFUSED,
)
OF_A_NOTICE, OF_A_TIP = 800, 2560
"""Pixels of the longer side: what a telephone on a slow line can load, and what an officer may want to look into."""

UNUSED_LIVES = timedelta(days=1)
ROUND = timedelta(seconds=40)


@dataclass(frozen=True)
class Handed:
    """A photo as it was handed in, by whichever door: `parts` are its bytes in order."""

    name: str
    media_type: str
    size: int
    parts: Iterable[bytes]


def take(handed: Handed, *, side: int, at: datetime) -> Picture:
    """Seal what came; it is still to be looked at. Raises FileRefused: no photo, none, too large."""
    form = files.format_of(handed.name, handed.media_type)
    if form.kind is not FileKind.PHOTO:
        raise FileRefused(Reason.KIND)
    files.check(size=handed.size, held=Held())
    row = Picture(media_type=form.media_type, side=side, came_at=at)
    row.original = f"notices/original/{row.pk}"
    sealed_storage.save(row.original, handed.parts, purpose=_purpose("original", row.pk))
    row.save(force_insert=True)
    return row


def look_at(picture_id: UUID, *, at: datetime) -> Picture:
    """Look at one photo that waits for it: shown or refused afterwards, or still waiting for the scanner."""
    with alone_with(picture_id) as alone:
        row = Picture.objects.get(pk=picture_id)
        if alone and row.state in {CHECKING, WAITING}:
            try:
                _look(row, at=at)
            except FileRefused as refused:
                _settle(row, state=REFUSED, refused_because=refused.reason.value)
    return row


def look_at_all(*, at: datetime) -> int:
    """Look at every photo that waits, the oldest first. Any number of workers may. Returns how many were looked at."""
    began, done = monotonic(), 0
    for picture_id in (
        Picture.objects.filter(state__in=[CHECKING, WAITING]).order_by("came_at").values_list("pk", flat=True)
    ):
        if monotonic() - began > ROUND.total_seconds():
            break
        try:
            look_at(picture_id, at=at)
            done += 1
        except sandbox.Interrupted:
            break  # this worker is being ended
        except sealed_storage.Damaged:
            logger.exception("Picture %s cannot be read", picture_id)
    return done


def open_copy(picture: Picture | None) -> sealed_storage.Plain | None:
    """The copy, to be read; None where there is none to show (now). Raises sealed.Damaged."""
    if picture is None or not picture.is_open:
        return None
    return sealed_storage.Plain(picture.shown, purpose=_purpose("shown", picture.pk))


def contents(picture: Picture | None) -> bytes | None:
    """All of the copy at once, where there is one to show."""
    plain = open_copy(picture)
    if plain is None:
        return None
    with plain:
        return plain.read()


def sweep(*, at: datetime) -> int:
    """Erase photos that no notice and no tip came of. Returns how many."""
    unused = Picture.objects.filter(editions=None, tip=None, came_at__lt=at - UNUSED_LIVES)
    gone = list(unused[:500])
    Picture.objects.filter(pk__in=[row.pk for row in gone]).delete()
    for row in gone:
        sealed_storage.forget(row.original, row.shown)
    return len(gone)


def remove_of(notice: Notice) -> None:
    """Remove the pictures of a notice: what it published, what waited, what was refused. Their files go with the
    transaction, and nothing of them can be shown any more."""
    rows = list(Picture.objects.filter(editions__notice=notice).distinct())
    gone = [name for row in rows for name in (row.original, row.shown) if name]
    Picture.objects.filter(pk__in=[row.pk for row in rows]).update(state=Picture.State.REMOVED, original="", shown="")
    transaction.on_commit(lambda: sealed_storage.forget(*gone))


def _look(row: Picture, *, at: datetime) -> None:
    with sealed_storage.Plain(row.original, purpose=_purpose("original", row.pk)) as original:
        if scanner.is_there() and row.scanned_at is None:
            verdict = scanner.scan(original)
            if verdict is Verdict.VIRUS:
                raise FileRefused(Reason.VIRUS)
            if verdict is Verdict.UNSEEN:
                row.state = WAITING
                row.save(update_fields=["state"])
                return
            row.scanned_at = at
            original.seek(0)
        name = f"notices/shown/{row.pk}"
        with sandbox.copy_of(original, family=files.family(row.media_type), side=row.side) as copy:
            parts = iter(lambda: copy.file.read(sealed_storage.BLOCK), b"")
            sealed_storage.save(name, parts, purpose=_purpose("shown", row.pk))
    _settle(row, state=SHOWN, shown=name)


def _settle(row: Picture, **columns: str) -> None:
    """Write what became of it; the original goes."""
    original, row.original = row.original, ""
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=["original", "scanned_at", *columns])
    sealed_storage.forget(original)


def sealed_files() -> Iterator[tuple[str, str]]:
    """The files of pictures, and what each one's key is bound to."""
    for row in Picture.objects.order_by("pk").iterator():
        yield from ((name, _purpose(what, row.pk)) for what in ("original", "shown") if (name := getattr(row, what)))


def _purpose(what: str, picture_id: UUID) -> str:
    return f"notices.{what}.{picture_id}"
