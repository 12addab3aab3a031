"""Sign the tree of the public log. Its entries are the hourly heads, so its size says nothing about complaints."""

import logging
from datetime import datetime

from django.conf import settings

from complaints.models import LogCheckpoint
from complaints.queries import public_log
from ledger import log_keys, merkle
from ledger.signed_notes import TreeHead, sign_note

logger = logging.getLogger(__name__)


def sign_tree(*, at: datetime) -> LogCheckpoint | None:
    """Sign a checkpoint of the tree of all heads, if there is none of this size. Return it, or None without a key.

    Call it in the transaction that adds a head, under its lock: two writers cannot sign two trees of one size.
    """
    seed = log_keys.signing_seed()
    if seed is None:
        if LogCheckpoint.objects.exists():
            logger.error("The public log is no longer signed: LOG_SIGNING_KEY is empty")
        return None
    hashes = public_log.leaf_hashes()
    if existing := LogCheckpoint.objects.filter(size=len(hashes)).first():
        return existing
    tree = TreeHead(settings.LOG_ORIGIN, len(hashes), merkle.tree_root(hashes))
    note = sign_note(str(tree), settings.LOG_ORIGIN, seed)
    return LogCheckpoint.objects.create(size=tree.size, note=str(note), at=at)
