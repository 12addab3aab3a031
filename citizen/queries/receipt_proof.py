"""Check whether a receipt is part of the published log, and list the published hourly heads."""

import base64
import hmac
import json
from dataclasses import dataclass
from enum import StrEnum

from complaints.models import Event, HourlyHead, Seal, SealedEvent
from complaints.queries import public_log
from complaints.rules.log import receipt_verification_code
from ledger import merkle
from ledger.merkle import ProofStep

HEADS_SHOWN = 24
PROOF_FORMAT = "c2sp.org/tlog-proof@v1"
HASH_LENGTH = 32  # bytes


class ReceiptStatus(StrEnum):
    """The result of checking a receipt."""

    UNKNOWN = "unknown"
    WAITING = "waiting"
    IN_THE_LOG = "in_the_log"
    DISAGREES = "disagrees"


@dataclass(frozen=True)
class ReceiptCheck:
    """The result with its proof.

    `head`: the hourly head that contains the receipt. `leaf`: the link from which the receipt's code is derived.
    `steps` lead from the leaf to the head's root. `is_receipt`: the code is that of the registration, not of a later
    record.
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
    sealed = SealedEvent.objects.filter(event=event).first()
    head = HourlyHead.objects.filter(seal__gte=sealed.seal_id).order_by("number").first() if sealed else None
    if head is None:
        return ReceiptCheck(ReceiptStatus.WAITING, is_receipt=is_receipt)
    leaf = bytes(event.mac)
    steps = _steps_to_seal(event.pk, sealed.seal_id) + _steps_to_head(sealed.seal_id, head)
    agrees = merkle.root_from_proof(merkle.leaf_hash(leaf), steps).hex() == json.loads(head.text)["root"]
    status = ReceiptStatus.IN_THE_LOG if agrees else ReceiptStatus.DISAGREES
    return ReceiptCheck(status, head, leaf, tuple(steps), is_receipt=is_receipt)


def _event_of_code(etag: str, mark: str) -> Event | None:
    """Return the event of this complaint that has this code. One query, however long the history."""
    found = None
    for event in Event.objects.filter(complaint__etag=etag).only("mac", "seq"):
        code = receipt_verification_code.verification_code_of(bytes(event.mac))
        if hmac.compare_digest(code.encode(), mark.encode()):
            found = event
    return found


def _steps_to_seal(event: int, seal: int) -> list[ProofStep]:
    """Return the steps from the event to the root of its seal. A seal has a few thousand events at most."""
    rows = SealedEvent.objects.filter(seal=seal).order_by("event").values_list("event", "event__mac")
    ids, macs = zip(*rows, strict=True)
    return merkle.inclusion_proof([merkle.leaf_hash(bytes(mac)) for mac in macs], ids.index(event))


def _steps_to_head(seal: int, head: HourlyHead) -> list[ProofStep]:
    """Return the steps from the seal's root to the head's root."""
    previous_seal = HourlyHead.objects.filter(number=head.number - 1).values_list("seal", flat=True).first() or 0
    index = Seal.objects.filter(pk__gt=previous_seal, pk__lt=seal).count()
    roots = bytes(head.roots)
    return merkle.inclusion_proof(
        [roots[start : start + HASH_LENGTH] for start in range(0, len(roots), HASH_LENGTH)], index
    )
