"""Make the daily checkpoint of the log: store it, write it to a folder, send it to auditors and outside addresses."""

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

ONE_AT_A_TIME = 0x5EAD  # The key of an advisory lock: the checkpoints form one chain, so they have one writer.
PART = 50_000  # How many events are in memory at a time.
TEMPLATE = "daily_head"


def publish(*, at: datetime) -> DailyHead | None:
    """Make the checkpoint of the day, and write its file. Return None if there is one for this day already.

    Safe to run again. An existing file is never overwritten, because copies of it were sent out.
    """
    new_head = _make_head(at=at)
    newest = new_head or DailyHead.objects.order_by("number").last()
    if newest is not None:
        _write_file(newest)
    return new_head


@transaction.atomic
def _make_head(*, at: datetime) -> DailyHead | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_AT_A_TIME])
    last, day = DailyHead.objects.order_by("number").last(), localdate(at)
    if last is not None and last.day >= day:
        return None
    head = _next_head(last, at=at)
    head.save(force_insert=True)
    _send(head, at=at)
    return head


def _next_head(last: DailyHead | None, *, at: datetime) -> DailyHead:
    """Return the checkpoint after `last`, not saved. It covers all seals since then."""
    new_seals = _seals_since(last)
    number, day = (last.number if last else 0) + 1, localdate(at)
    seal = Seal.objects.filter(pk__lte=new_seals[-1].seal).last() if new_seals else last and last.seal
    roots = [sealed.root for sealed in new_seals]
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
        events=sum((sealed.events for sealed in new_seals), last.events if last else 0),
        complaints=sum((sealed.begun for sealed in new_seals), last.complaints if last else 0),
        key_id=key_id,
    )  # fmt: skip
    facts = of_row(row)
    row.mac = chain.head(key, text, log_checkpoint.inside(facts.events, facts.complaints, facts.seal, facts.roots))
    return row


def _seals_since(last: DailyHead | None) -> list[seals.Sealed]:
    """Return the contents of each seal since the last checkpoint."""
    first = (last.seal_id if last and last.seal_id else 0) + 1
    return [sealed for id_range in seals.ranges(first, PART) for sealed in seals.check_range(*id_range)]


def _send(head: DailyHead, *, at: datetime) -> None:
    """Write messages to the auditors and the outside addresses, with the text that `verify_history --head` reads."""
    outside = [f"outside:{number}" for number in range(1, len(settings.HEADS_RECIPIENTS) + 1)]
    context = {
        "day": head.day.isoformat(),
        "digest": bytes(head.digest).hex(),
        "head": log_checkpoint.as_file(of_row(head)),
    }
    messages = [
        NewMessage(recipient, TEMPLATE, context, dedupe_key=f"head:{head.number}:{recipient}")
        for recipient in [*watching(at), *outside]
    ]
    enqueue_many(messages, at=at)


def _write_file(head: DailyHead) -> None:
    """Write the file of a checkpoint, completely or not at all, and never over another file."""
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
        temporary = folder / f".{path.name}.{os.getpid()}"
        temporary.write_text(contents)
        os.link(temporary, path)
        temporary.unlink()
    except OSError as error:
        logger.error("The head of %s could not be written: %s", head.day, error)
