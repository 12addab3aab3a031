"""Is a receipt part of the published log? The proof for whoever asks, and the heads that everybody may see."""

import hmac
import json
from dataclasses import dataclass
from enum import StrEnum

from complaints.models import DailyHead, Event, Seal, SealedEvent
from complaints.rules import receipt_marks
from ledger import merkle
from ledger.merkle import ProofStep

SHOWN = 30
HASH = 32  # bytes


class ReceiptStatus(StrEnum):
    """What can be said of a receipt."""

    UNKNOWN = "unknown"
    WAITING = "waiting"
    IN_THE_LOG = "in_the_log"
    DISAGREES = "disagrees"


@dataclass(frozen=True)
class Checked:
    """`head`: the daily head that holds it; `leaf`: the link that the receipt's mark comes from; `steps` lead from it
    to the head's root."""

    standing: ReceiptStatus
    head: DailyHead | None = None
    leaf: bytes = b""
    steps: tuple[ProofStep, ...] = ()

    def as_proof(self) -> dict:
        """What a stranger needs to reckon it anew (static/portal/check_receipt.py). It names no complaint."""
        steps = [["left" if step.left else "right", step.hash.hex()] for step in self.steps]
        return {"v": 1, "leaf": self.leaf.hex(), "steps": steps, "head": self.head.text}


def newest() -> list[DailyHead]:
    """The last heads, the newest first, without what is for auditors."""
    return list(DailyHead.objects.order_by("-number").only("number", "day", "text", "digest")[:SHOWN])


def texts() -> list[str]:
    """What was published of every head, the oldest first."""
    return list(DailyHead.objects.order_by("number").values_list("text", flat=True))


def check(etag: str, mark: str) -> Checked:
    """What can be said of a receipt. A number that nobody has and a wrong mark are one answer."""
    event = Event.objects.filter(complaint__etag=etag, seq=1).only("mac").first()
    ours = receipt_marks.of_receipt(bytes(event.mac) if event else b"")
    if not hmac.compare_digest(ours.encode(), mark.encode()) or event is None:
        return Checked(ReceiptStatus.UNKNOWN)
    sealed = SealedEvent.objects.filter(event=event).first()
    head = DailyHead.objects.filter(seal__gte=sealed.seal_id).order_by("number").first() if sealed else None
    if head is None:
        return Checked(ReceiptStatus.WAITING)
    return _proved(event, sealed.seal_id, head)


def _proved(event: Event, seal: int, head: DailyHead) -> Checked:
    leaf = bytes(event.mac)
    steps = _within_seal(event.pk, seal) + _within_day(seal, head)
    agrees = merkle.climb(merkle.leaf(leaf), steps).hex() == json.loads(head.text)["root"]
    return Checked(ReceiptStatus.IN_THE_LOG if agrees else ReceiptStatus.DISAGREES, head, leaf, tuple(steps))


def _within_seal(event: int, seal: int) -> list[ProofStep]:
    """From the event up to the root of its seal; a seal has at most some thousand events."""
    rows = SealedEvent.objects.filter(seal=seal).order_by("event").values_list("event", "event__mac")
    ids, macs = zip(*rows, strict=True)
    return merkle.proof([merkle.leaf(bytes(mac)) for mac in macs], ids.index(event))


def _within_day(seal: int, head: DailyHead) -> list[ProofStep]:
    """From the seal's root up to the head's."""
    before = DailyHead.objects.filter(number=head.number - 1).values_list("seal", flat=True).first() or 0
    place = Seal.objects.filter(pk__gt=before, pk__lt=seal).count()
    raw = bytes(head.roots)
    return merkle.proof([raw[start : start + HASH] for start in range(0, len(raw), HASH)], place)
