"""Make the hourly head of the log and publish the tree that contains it.

The head is stored and written to a folder; once a day it is sent to auditors and outside addresses.
"""

import logging
import os
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate

from accounts.services.admin_log import auditor_recipients
from complaints.models import HourlyHead, Seal
from complaints.queries.verification import seal_check
from complaints.queries.verification.head_check import head_of_row
from complaints.rules.log import hourly_head
from complaints.services.log.log_publication import sign_tree
from ledger import chain, merkle, signing_keys
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage

logger = logging.getLogger(__name__)

HEAD_LOCK = 0x5EAD  # The key of an advisory lock: the heads form one chain, so they have one writer.
HASH_LENGTH = 32  # bytes
EVENTS_IN_MEMORY = 50_000  # How many events are in memory at a time.
HEAD_TEMPLATE = "daily_head"


def publish_head(*, at: datetime) -> HourlyHead | None:
    """Make the head of the hour, and write its file. Return None if there is one for this hour already.

    The head and the checkpoint of the tree with it are committed together: neither exists without the other.

    Safe to run again. An existing file is never overwritten, because copies of it were sent out.
    """
    new_head = _make_head(at=at)
    newest = new_head or HourlyHead.objects.order_by("number").last()
    if newest is not None:
        _write_head_file(newest)
    return new_head


@transaction.atomic
def _make_head(*, at: datetime) -> HourlyHead | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HEAD_LOCK])
    last, hour = HourlyHead.objects.order_by("number").last(), hourly_head.hour_of(at)
    if last is not None and last.hour >= hour:
        return None
    head = _build_next_head(last, at=at)
    head.save(force_insert=True)
    sign_tree(at=at)
    if last is None or localdate(last.at) < localdate(at):
        _send_head(head, at=at)
    return head


def _build_next_head(last: HourlyHead | None, *, at: datetime) -> HourlyHead:
    """Return the head after `last`, not saved. It covers all seals since then."""
    new_seals = _seals_since(last)
    number, hour = (last.number if last else 0) + 1, hourly_head.hour_of(at)
    seal = Seal.objects.filter(pk__lte=new_seals[-1].seal).last() if new_seals else last and last.seal
    # Without it the head of an hour in which nothing happened would be known from its root, and from the same seal.
    blind = os.urandom(HASH_LENGTH)
    roots = [*(sealed.root for sealed in new_seals), blind]
    key_id, key = signing_keys.current_signing_key()
    text = hourly_head.published_text(
        number=number,
        hour=hour,
        at=at,
        seal=hourly_head.blinded_seal(bytes(seal.mac) if seal else hourly_head.NO_PREDECESSOR, blind),
        root=merkle.tree_root(roots),
        prev=bytes(last.digest) if last else hourly_head.NO_PREDECESSOR,
    )
    row = HourlyHead(
        number=number, hour=hour, at=at, seal=seal,
        text=text, digest=hourly_head.head_digest(text), roots=b"".join(roots),
        events=sum((sealed.events for sealed in new_seals), last.events if last else 0),
        complaints=sum((sealed.begun for sealed in new_seals), last.complaints if last else 0),
        key_id=key_id,
    )  # fmt: skip
    facts = head_of_row(row)
    row.mac = chain.head_mac(key, text, facts.unpublished)
    return row


def _seals_since(last: HourlyHead | None) -> list[seal_check.CheckedSeal]:
    """Return the contents of each seal since the last head."""
    first = (last.seal_id if last and last.seal_id else 0) + 1
    return [
        sealed
        for id_range in seal_check.divide_seals(first, EVENTS_IN_MEMORY)
        for sealed in seal_check.check_seal_range(*id_range)
    ]


def _send_head(head: HourlyHead, *, at: datetime) -> None:
    """Write messages to the auditors and the outside addresses, with the text that `verify_history --head` reads."""
    outside = [f"outside:{number}" for number in range(1, len(settings.HEADS_RECIPIENTS) + 1)]
    context = {
        "day": localdate(head.at).isoformat(),
        "digest": bytes(head.digest).hex(),
        "head": hourly_head.head_to_file(head_of_row(head)),
    }
    messages = [
        NewMessage(recipient, HEAD_TEMPLATE, context, dedupe_key=f"head:{head.number}:{recipient}")
        for recipient in [*auditor_recipients(at), *outside]
    ]
    enqueue_many(messages, at=at)


def _write_head_file(head: HourlyHead) -> None:
    """Write the file of a head, completely or not at all, and never over another file."""
    if not settings.HEADS_FOLDER:
        return
    folder, contents = Path(settings.HEADS_FOLDER), hourly_head.head_to_file(head_of_row(head)) + "\n"
    path = folder / f"head-{head.hour:%Y-%m-%dT%H}Z.json"
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
        logger.error("The head of %s could not be written: %s", head.hour, error)
