"""Verify hourly heads against the log. The log must still contain everything that they state."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import accumulate, pairwise
from pathlib import Path

from complaints.models import HourlyHead, Seal
from complaints.queries.verification.seal_check import CheckedSeal
from complaints.rules.log.hourly_head import NO_PREDECESSOR, InvalidHead, LogHead, head_from_file
from ledger import merkle, signing_keys

FILES = "head-*.json"


@dataclass(frozen=True)
class SourcedHead:
    """A head, and where it comes from as text."""

    head: LogHead
    where: str


def head_of_row(row: HourlyHead) -> LogHead:
    """Return the head of a row of the archive in the form in which it was sent out."""
    return LogHead(
        text=row.text,
        events=row.events,
        complaints=row.complaints,
        seal=row.seal_id,
        roots=hashlib.sha256(bytes(row.roots)).hexdigest(),
        blind=bytes(row.roots)[-32:].hex(),
        key_id=row.key_id,
        mac=bytes(row.mac).hex(),
    )


def read_head_file(path: Path) -> SourcedHead:
    """Return the head of a file. Raises InvalidHead or OSError."""
    return SourcedHead(head_from_file(path.read_text(errors="replace")), path.name)


def read_head_folder(folder: str) -> tuple[list[SourcedHead], list[str]]:
    """Return the heads of a folder and the errors of its files. `folder`: empty for no folder."""
    heads, errors = [], []
    for path in sorted(Path(folder).glob(FILES)) if folder else []:
        try:
            heads.append(read_head_file(path))
        except (InvalidHead, OSError):
            errors.append(f"{path.name} is not the head that was written")
    return heads, errors


def check_heads(sent: Sequence[SourcedHead], sealed: Iterable[CheckedSeal] = ()) -> Iterator[str]:
    """Yield the errors of the archived heads and of the log that they describe.

    `sent`: heads from outside the database. `sealed`: the checked seals, all seals from some seal on.
    """
    archive = list(HourlyHead.objects.order_by("number").iterator())
    rows = {row.number: row for row in archive}
    totals = _CheckedSealTotals(sealed)
    seals = Seal.objects.in_bulk({row.seal_id for row in archive} | {sourced.head.seal for sourced in sent})
    yield from _check_archive_continuity(archive)
    for before, row in pairwise([None, *archive]):
        yield from _check_head_against_log(SourcedHead(head_of_row(row), "in the archive"), totals, seals)
        yield from _check_merkle_roots(before, row, totals)
    for sourced in sent:
        row = rows.get(sourced.head.published_facts.get("number"))
        if row is None:
            yield f"{_describe_head(sourced)} is no longer in the archive"
        elif row.text != sourced.head.text:
            yield f"{_describe_head(sourced)} is another one in the archive"
        if row is None or head_of_row(row) != sourced.head:
            yield from _check_head_against_log(sourced, totals, seals)


class _CheckedSealTotals:
    """The numbers of events and complaints up to each checked seal."""

    def __init__(self, sealed: Iterable[CheckedSeal]):
        ordered = sorted(sealed, key=lambda checked: checked.seal)
        self.first = ordered[0].seal if ordered else None
        self.roots = {checked.seal: checked.root for checked in ordered}
        counts = ((checked.events, checked.begun) for checked in ordered)
        totals = accumulate(counts, lambda total, count: (total[0] + count[0], total[1] + count[1]))
        self.totals = dict(zip(self.roots, totals, strict=True))
        self.is_whole = not Seal.objects.filter(pk__lt=self.first).exists() if ordered else False

    def covers(self, since: int) -> bool:
        """Return whether all seals after this one were checked."""
        return self.first is not None and (self.is_whole or self.first <= since + 1)

    def up_to(self, seal: int | None) -> tuple[int, int] | None:
        """Return the numbers of events and complaints up to a seal, or None if earlier seals were not checked."""
        return self.totals.get(seal) if self.is_whole else None


def _check_archive_continuity(archive: Sequence[HourlyHead]) -> Iterator[str]:
    """Check that no head is missing, that each continues the one before it, and that columns equal the text."""
    for before, row in pairwise([None, *archive]):
        head, stated = head_of_row(row), head_of_row(row).published_facts
        if row.number != (before.number + 1 if before else 1):
            yield f"before the head of {_hour(row)} one is gone from the archive"
        elif stated.get("prev") != (head_of_row(before).digest if before else NO_PREDECESSOR).hex():
            yield f"the head of {_hour(row)} in the archive does not continue the one before it"
        stated_columns = stated.get("number"), stated.get("hour"), stated.get("at")
        if stated_columns != (row.number, row.hour.astimezone(UTC).isoformat(), row.at.astimezone(UTC).isoformat()):
            yield f"the head of {_hour(row)} in the archive is not what its text says"
        if bytes(row.digest) != head.digest:
            yield f"the head of {_hour(row)} in the archive has another digest than its text"


def _check_head_against_log(
    sourced: SourcedHead, totals: _CheckedSealTotals, seals: Mapping[int, Seal]
) -> Iterator[str]:
    head = sourced.head
    key = signing_keys.all_signing_keys().get(head.key_id)
    if key is None or not head.has_valid_mac(key):
        yield f"{_describe_head(sourced)} was changed: it does not bear its mark"
        return
    if head.seal is None:
        return
    seal = seals.get(head.seal)
    if seal is None or not head.states_seal(bytes(seal.mac)):
        yield (
            f"the log no longer reaches {_describe_head(sourced)}: its last seal is gone or another one. "
            f"Up to then there were {head.events} events and {head.complaints} complaints"
        )
        return
    present = totals.up_to(head.seal)
    if present is not None and present != (head.events, head.complaints):
        yield (
            f"{_describe_head(sourced)} had {head.events} events and {head.complaints} complaints; "
            f"of these {present[0]} events and {present[1]} complaints are there"
        )


def _check_merkle_roots(before: HourlyHead | None, row: HourlyHead, totals: _CheckedSealTotals) -> Iterator[str]:
    """Check the stored roots of a head against its seals and against the published root."""
    raw, since = bytes(row.roots), (before and before.seal_id) or 0
    stored = [raw[start : start + 32] for start in range(0, len(raw), 32)]
    if merkle.tree_root(stored).hex() != head_of_row(row).published_facts.get("root"):
        yield f"the roots of the head of {_hour(row)} are not those that were published"
    if not totals.covers(since):
        return
    if [root for seal, root in totals.roots.items() if since < seal <= (row.seal_id or 0)] != stored[:-1]:
        yield f"what was sealed before the head of {_hour(row)} has another root than was published"


def _hour(row: HourlyHead) -> str:
    return row.hour.astimezone(UTC).isoformat()


def _describe_head(sourced: SourcedHead) -> str:
    return f"the head of {sourced.head.published_facts.get('hour')} ({sourced.where})"
