"""Check whether a receipt is part of the published log, and list the published hourly heads."""

import base64
import hmac
import json
from dataclasses import dataclass
from enum import StrEnum

from citizen.queries.log_positions import log_positions
from complaints.models import Event, HourlyHead
from complaints.queries import public_log
from complaints.queries.sealed_events import event_leaf
from complaints.rules.log import receipt_verification_code
from ledger import merkle, signing_keys
from ledger.merkle import ProofStep

HEADS_SHOWN = 24
PROOF_FORMAT = "c2sp.org/tlog-proof@v1"


class ReceiptStatus(StrEnum):
    """The result of checking a receipt."""

    UNKNOWN = "unknown"
    WAITING = "waiting"
    IN_THE_LOG = "in_the_log"
    DISAGREES = "disagrees"


@dataclass(frozen=True)
class ReceiptCheck:
    """The result with its proof.

    `head`: the hourly head that contains the receipt. `leaf`: the link from which the receipt's code is derived, and
    the digest of the event's public line. `steps` lead from the leaf to the head's root. `is_receipt`: the code is that
    of the registration, not of a later record.
    """

    status: ReceiptStatus
    head: HourlyHead | None = None
    leaf: bytes = b""
    steps: tuple[ProofStep, ...] = ()
    is_receipt: bool = True

    def as_proof(self) -> str:
        """Return what a third party needs to repeat the check (static/portal/check_receipt.py, C2SP *tlog-proof*).

        The proof leads from the receipt to its hour, and from the hour to a checkpoint of the public log. It names no
        complaint. Without LOG_SIGNING_KEY the log has no checkpoints, and the proof ends at the hour.
        """
        steps = [["left" if step.is_left else "right", step.hash.hex()] for step in self.steps]
        extra = json.dumps({"v": 2, "leaf": self.leaf.hex(), "steps": steps, "head": self.head.text})
        checkpoint = public_log.checkpoint_for(self.head)
        hashes = public_log.inclusion_hashes(self.head, checkpoint.size) if checkpoint else []
        lines = [
            PROOF_FORMAT,
            f"extra {base64.b64encode(extra.encode()).decode()}",
            f"index {self.head.number - 1}",
            *(base64.b64encode(step).decode() for step in hashes),
            "",
        ]
        return "\n".join(lines) + "\n" + (str(public_log.note_of(checkpoint)) if checkpoint else "")


def newest_log_heads() -> list[HourlyHead]:
    """Return the latest heads, newest first, without the columns for auditors."""
    return list(HourlyHead.objects.order_by("-number").only("number", "hour", "text", "digest")[:HEADS_SHOWN])


def published_log_head_texts() -> list[str]:
    """Return the published text of every head, oldest first."""
    return list(HourlyHead.objects.order_by("number").values_list("text", flat=True))


def check_receipt_mark(etag: str, mark: str) -> ReceiptCheck:
    """Check the code of a receipt or of another document. An unknown E-tag and a wrong code give the same answer.

    A receipt has the code of the complaint's first event. A petition or a dossier has that of a later one, and with it
    of the whole history up to there, because each link covers the one before.
    """
    event = _event_of_code(etag, mark)
    if event is None:
        return ReceiptCheck(ReceiptStatus.UNKNOWN)
    is_receipt = event.seq == 1
    position = log_positions([event]).get(event.pk)
    if position is None:
        return ReceiptCheck(ReceiptStatus.WAITING, is_receipt=is_receipt)
    head, steps = position.head, position.steps
    leaf = event_leaf(bytes(event.mac), event.body, etag, event.key_id, signing_keys.all_signing_keys())
    agrees = merkle.root_from_proof(merkle.leaf_hash(leaf), steps).hex() == json.loads(head.text)["root"]
    status = ReceiptStatus.IN_THE_LOG if agrees else ReceiptStatus.DISAGREES
    return ReceiptCheck(status, head, leaf, steps, is_receipt=is_receipt)


def _event_of_code(etag: str, mark: str) -> Event | None:
    """Return the event of this complaint that has this code. One query, however long the history."""
    found = None
    for event in Event.objects.filter(complaint__etag=etag).only("mac", "seq", "body", "key_id"):
        code = receipt_verification_code.verification_code_of(bytes(event.mac))
        if hmac.compare_digest(code.encode(), mark.encode()):
            found = event
    return found
