"""The daily head of the log: made once a day, kept, written to a folder, mailed to auditors and outside."""

import logging
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from accounts.services.staff_acts import watching
from complaints.models import DailyHead, Seal
from complaints.queries.verification import seals
from complaints.queries.verification.checkpoints import of_row
from complaints.rules import log_checkpoint
from ledger import chain, merkle, signing_keys
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage

logger = logging.getLogger(__name__)

ONE_AT_A_TIME = 0x5EAD  # advisory lock: the heads are one chain, so they have one writer
PART = 50_000  # events in memory at once
TEMPLATE = "daily_head"


def publish(*, at: datetime) -> DailyHead | None:
    """Make the day's head, unless there is one, and see that its file is written. None where there was one.

    Harmless to repeat. A file that is there is never written again: what was sent out stays as it was.
    """
    made = _make(at=at)
    newest = made or DailyHead.objects.order_by("number").last()
    if newest is not None:
        _write(newest)
    return made


@transaction.atomic
def _make(*, at: datetime) -> DailyHead | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    last, day = DailyHead.objects.order_by("number").last(), localdate(at)
    if last is not None and last.day >= day:
        return None
    made = _head(last, at=at)
    made.save(force_insert=True)
    _tell(made, at=at)
    return made


def _head(last: DailyHead | None, *, at: datetime) -> DailyHead:
    sealed = _since(last)
    number, day = (last.number if last else 0) + 1, localdate(at)
    seal = Seal.objects.filter(pk__lte=sealed[-1].seal).last() if sealed else last and last.seal
    roots = [one.root for one in sealed]
    key_id, key = signing_keys.sealing()
    text = log_checkpoint.text(
        number=number,
        day=day,
        at=at,
        seal=bytes(seal.mac) if seal else log_checkpoint.NOTHING,
        root=merkle.root(roots),
        prev=bytes(last.digest) if last else log_checkpoint.NOTHING,
    )
    row = DailyHead(
        number=number, day=day, at=at, seal=seal, text=text, digest=log_checkpoint.digest(text), roots=b"".join(roots),
        events=sum((one.events for one in sealed), last.events if last else 0),
        complaints=sum((one.begun for one in sealed), last.complaints if last else 0),
        key_id=key_id,
    )  # fmt: skip
    told = of_row(row)
    row.mac = chain.head(key, text, log_checkpoint.inside(told.events, told.complaints, told.seal, told.roots))
    return row


def _since(last: DailyHead | None) -> list[seals.Sealed]:
    """What was sealed since the head before, seal by seal."""
    first = (last.seal_id if last and last.seal_id else 0) + 1
    return [one for span in seals.ranges(first, PART) for one in seals.check_range(*span)]


def _tell(head: DailyHead, *, at: datetime) -> None:
    """To the auditors and to the addresses outside, with the words that `verify_history --head` reads again."""
    outside = [f"outside:{place}" for place in range(1, len(settings.HEADS_RECIPIENTS) + 1)]
    facts = {
        "day": head.day.isoformat(),
        "digest": bytes(head.digest).hex(),
        "head": log_checkpoint.as_file(of_row(head)),
    }
    rows = [
        NewMessage(told, TEMPLATE, facts, dedupe_key=f"head:{head.number}:{told}") for told in [*watching(at), *outside]
    ]
    enqueue_many(rows, at=at)


def _write(head: DailyHead) -> None:
    """The file of a head, whole or not at all, and never over another one."""
    if not settings.HEADS_FOLDER:
        return
    folder, contents = Path(settings.HEADS_FOLDER), log_checkpoint.as_file(of_row(head)) + "\n"
    path = folder / f"head-{head.day.isoformat()}.json"
    try:
        if path.exists():
            if path.read_text() != contents:
                logger.error("%s is another head than the archive's: run verify_history", path.name)
            return
        folder.mkdir(parents=True, exist_ok=True)
        half = folder / f".{path.name}.{os.getpid()}"
        half.write_text(contents)
        os.link(half, path)
        half.unlink()
    except OSError as trouble:
        logger.error("The head of %s could not be written: %s", head.day, trouble)
