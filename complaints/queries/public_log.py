"""The public log as its readers get it: tiles, checkpoints with the witnesses' signatures, and proofs."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count

from complaints.models import HourlyHead, LogCheckpoint, MonitorReport
from complaints.rules.log.monitor_statement import MonitorStatement
from ledger import log_tiles, merkle
from ledger.log_keys import configured_monitors, configured_witnesses
from ledger.log_tiles import NoSuchTile
from ledger.signed_notes import SignedNote, parse_signatures


def leaf_hashes(size: int | None = None, *, start: int = 0) -> list[bytes]:
    """Return the hash of each entry, the oldest first. `size`: only up to the entry so many. `start`: without those."""
    texts = HourlyHead.objects.filter(number__gt=start).order_by("number")
    if size is not None:
        texts = texts.filter(number__lte=size)
    return [merkle.leaf_hash(text.encode()) for text in texts.values_list("text", flat=True).iterator()]


def hash_tile(level: int, number: int, width: int) -> bytes:
    """Return a tile of hashes. Raises NoSuchTile."""
    if not 0 <= level <= log_tiles.HIGHEST_LEVEL:
        raise NoSuchTile(level)
    first = number * log_tiles.TILE_WIDTH ** (level + 1)
    last = first + width * log_tiles.TILE_WIDTH**level
    if last > HourlyHead.objects.count():
        raise NoSuchTile(number)
    return log_tiles.tile_of(leaf_hashes(last, start=first), level, 0, width)


def entry_tile(number: int, width: int) -> bytes:
    """Return a bundle of entries. Raises NoSuchTile."""
    first = number * log_tiles.TILE_WIDTH
    texts = HourlyHead.objects.filter(number__gt=first, number__lte=first + width).order_by("number")
    entries = [text.encode() for text in texts.values_list("text", flat=True)]
    if len(entries) < width or not entries:
        raise NoSuchTile(number)
    return log_tiles.entry_bundle(entries)


def newest_checkpoint() -> LogCheckpoint | None:
    """Return the newest checkpoint, whether a witness has seen it or not."""
    return LogCheckpoint.objects.order_by("size").last()


def newest_witnessed_checkpoint() -> LogCheckpoint | None:
    """Return the newest checkpoint that enough of the configured witnesses have signed."""
    return _witnessed().order_by("size").last()


def is_behind(hours: int) -> bool:
    """Return whether more than so many of the newest entries have no witnessed checkpoint, signed or not."""
    witnessed = newest_witnessed_checkpoint()
    return HourlyHead.objects.count() - (witnessed.size if witnessed else 0) > hours


def checkpoint_for(head: HourlyHead) -> LogCheckpoint | None:
    """Return the checkpoint for the proof of a head: the first witnessed one with it, else the newest with it."""
    first = _witnessed().filter(size__gte=head.number).order_by("size").first()
    return first or LogCheckpoint.objects.filter(size__gte=head.number).order_by("size").last()


def _witnessed():
    names = [witness.key.name for witness in configured_witnesses()]
    needed = max(settings.LOG_WITNESSES_NEEDED, 1)
    signed = LogCheckpoint.objects.filter(cosignatures__witness__in=names)
    return signed.annotate(witnesses=Count("cosignatures")).filter(witnesses__gte=needed)


def note_of(checkpoint: LogCheckpoint) -> SignedNote:
    """Return a checkpoint with all its signatures."""
    lines = checkpoint.cosignatures.order_by("witness").values_list("line", flat=True)
    return SignedNote.parse(checkpoint.note).with_signatures(parse_signatures("".join(lines)))


def inclusion_hashes(head: HourlyHead, size: int) -> list[bytes]:
    """Return the proof that a head is an entry of the tree of this size."""
    return [step.hash for step in merkle.inclusion_proof(leaf_hashes(size), head.number - 1)]


@dataclass(frozen=True)
class WitnessReport:
    """What the public page says about a witness: its name, and the last checkpoint that it signed (None: none yet)."""

    name: str
    size: int | None
    at: datetime | None


def witness_reports() -> list[WitnessReport]:
    """Return a report on each configured witness."""
    reports = []
    for witness in configured_witnesses():
        signed = LogCheckpoint.objects.filter(cosignatures__witness=witness.key.name).order_by("size").last()
        at = signed and signed.cosignatures.get(witness=witness.key.name).at
        reports.append(WitnessReport(witness.key.name, signed and signed.size, at))
    return reports


@dataclass(frozen=True)
class MonitorLine:
    """What the public page says about a monitor. `statement`: its latest one, None if none was read yet."""

    name: str
    statement: MonitorStatement | None
    contradicts: bool


def monitor_lines() -> list[MonitorLine]:
    """Return a line for each configured monitor."""
    reports = {report.monitor: report for report in MonitorReport.objects.all()}
    lines = []
    for monitor in configured_monitors():
        report = reports.get(monitor.key.name)
        note = SignedNote.parse(report.note) if report and report.note else None
        statement = MonitorStatement.parse(note.text) if note else None
        lines.append(MonitorLine(monitor.key.name, statement, bool(report and report.contradicts)))
    return lines
