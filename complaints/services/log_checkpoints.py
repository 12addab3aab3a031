"""Make the daily checkpoint of the log: store it, write it to a folder, send it to auditors and outside addresses."""

import logging
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from accounts.services.admin_log import auditor_recipients
from complaints.models import DailyHead, Seal
from complaints.queries.verification import seal_check
from complaints.queries.verification.checkpoint_check import checkpoint_of_row
from complaints.rules import daily_checkpoint
from ledger import chain, merkle, signing_keys
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage

logger = logging.getLogger(__name__)

CHECKPOINT_LOCK = 0x5EAD  # The key of an advisory lock: the checkpoints form one chain, so they have one writer.
EVENTS_IN_MEMORY = 50_000  # How many events are in memory at a time.
CHECKPOINT_TEMPLATE = "daily_head"


def publish_checkpoint(*, at: datetime) -> DailyHead | None:
    """Make the checkpoint of the day, and write its file. Return None if there is one for this day already.

    Safe to run again. An existing file is never overwritten, because copies of it were sent out.
    """
    new_head = _make_checkpoint(at=at)
    newest = new_head or DailyHead.objects.order_by("number").last()
    if newest is not None:
        _write_checkpoint_file(newest)
    return new_head


@transaction.atomic
def _make_checkpoint(*, at: datetime) -> DailyHead | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHECKPOINT_LOCK])
    last, day = DailyHead.objects.order_by("number").last(), localdate(at)
    if last is not None and last.day >= day:
        return None
    head = _build_next_checkpoint(last, at=at)
    head.save(force_insert=True)
    _send_checkpoint(head, at=at)
    return head


def _build_next_checkpoint(last: DailyHead | None, *, at: datetime) -> DailyHead:
    """Return the checkpoint after `last`, not saved. It covers all seals since then."""
    new_seals = _seals_since(last)
    number, day = (last.number if last else 0) + 1, localdate(at)
    seal = Seal.objects.filter(pk__lte=new_seals[-1].seal).last() if new_seals else last and last.seal
    roots = [sealed.root for sealed in new_seals]
    key_id, key = signing_keys.current_signing_key()
    text = daily_checkpoint.published_text(
        number=number,
        day=day,
        at=at,
        seal=bytes(seal.mac) if seal else daily_checkpoint.NO_PREDECESSOR,
        root=merkle.tree_root(roots),
        prev=bytes(last.digest) if last else daily_checkpoint.NO_PREDECESSOR,
    )
    row = DailyHead(
        number=number, day=day, at=at, seal=seal,
        text=text, digest=daily_checkpoint.checkpoint_digest(text), roots=b"".join(roots),
        events=sum((sealed.events for sealed in new_seals), last.events if last else 0),
        complaints=sum((sealed.begun for sealed in new_seals), last.complaints if last else 0),
        key_id=key_id,
    )  # fmt: skip
    facts = checkpoint_of_row(row)
    row.mac = chain.checkpoint_mac(
        key, text, daily_checkpoint.unpublished_part(facts.events, facts.complaints, facts.seal, facts.roots)
    )
    return row


def _seals_since(last: DailyHead | None) -> list[seal_check.CheckedSeal]:
    """Return the contents of each seal since the last checkpoint."""
    first = (last.seal_id if last and last.seal_id else 0) + 1
    return [
        sealed
        for id_range in seal_check.divide_seals(first, EVENTS_IN_MEMORY)
        for sealed in seal_check.check_seal_range(*id_range)
    ]


def _send_checkpoint(head: DailyHead, *, at: datetime) -> None:
    """Write messages to the auditors and the outside addresses, with the text that `verify_history --head` reads."""
    outside = [f"outside:{number}" for number in range(1, len(settings.HEADS_RECIPIENTS) + 1)]
    context = {
        "day": head.day.isoformat(),
        "digest": bytes(head.digest).hex(),
        "head": daily_checkpoint.checkpoint_to_file(checkpoint_of_row(head)),
    }
    messages = [
        NewMessage(recipient, CHECKPOINT_TEMPLATE, context, dedupe_key=f"head:{head.number}:{recipient}")
        for recipient in [*auditor_recipients(at), *outside]
    ]
    enqueue_many(messages, at=at)


def _write_checkpoint_file(head: DailyHead) -> None:
    """Write the file of a checkpoint, completely or not at all, and never over another file."""
    if not settings.HEADS_FOLDER:
        return
    folder, contents = Path(settings.HEADS_FOLDER), daily_checkpoint.checkpoint_to_file(checkpoint_of_row(head)) + "\n"
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
