"""Daily heads, held against the log: what was sent out once, the log must still reach."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from itertools import accumulate, pairwise
from pathlib import Path

from complaints.models import DailyHead, Seal
from complaints.queries.verification.seals import Sealed
from complaints.rules.log_checkpoint import NOTHING, Head, NotAHead, from_file
from ledger import merkle, signing_keys

FILES = "head-*.json"


@dataclass(frozen=True)
class Kept:
    """A head and where it comes from, in words."""

    head: Head
    where: str


def of_row(row: DailyHead) -> Head:
    """A row of the archive, as it was sent out."""
    return Head(
        text=row.text,
        events=row.events,
        complaints=row.complaints,
        seal=row.seal_id,
        roots=hashlib.sha256(bytes(row.roots)).hexdigest(),
        key_id=row.key_id,
        mac=bytes(row.mac).hex(),
    )


def read(path: Path) -> Kept:
    """The head of a file. Raises NotAHead, OSError."""
    return Kept(from_file(path.read_text(errors="replace")), path.name)


def in_folder(folder: str) -> tuple[list[Kept], list[str]]:
    """The heads of a folder (settings.HEADS_FOLDER; none where it is empty), and what is wrong with its files."""
    found, wrong = [], []
    for path in sorted(Path(folder).glob(FILES)) if folder else []:
        try:
            found.append(read(path))
        except (NotAHead, OSError):
            wrong.append(f"{path.name} is not the head that was written")
    return found, wrong


def check(sent: Sequence[Kept], sealed: Iterable[Sealed] = ()) -> Iterator[str]:
    """What the log no longer has of what it had. `sent`: heads from outside the database; `sealed`: the seals that were
    looked at, all from some seal on."""
    archive = list(DailyHead.objects.order_by("number").iterator())
    rows = {row.number: row for row in archive}
    sums = _Sums(sealed)
    seals = Seal.objects.in_bulk({row.seal_id for row in archive} | {kept.head.seal for kept in sent})
    yield from _archive(archive)
    for before, row in pairwise([None, *archive]):
        yield from _one(Kept(of_row(row), "in the archive"), sums, seals)
        yield from _roots(before, row, sums)
    for kept in sent:
        row = rows.get(kept.head.told.get("number"))
        if row is None:
            yield f"{_name(kept)} is no longer in the archive"
        elif row.text != kept.head.text:
            yield f"{_name(kept)} is another one in the archive"
        if row is None or of_row(row) != kept.head:
            yield from _one(kept, sums, seals)


class _Sums:
    """How many events and complaints there are from one seal up to another, of those that were looked at."""

    def __init__(self, sealed: Iterable[Sealed]):
        ordered = sorted(sealed, key=lambda one: one.seal)
        self.first = ordered[0].seal if ordered else None
        self.roots = {one.seal: one.root for one in ordered}
        ends = accumulate(((one.events, one.begun) for one in ordered), lambda a, b: (a[0] + b[0], a[1] + b[1]))
        self.ends = dict(zip(self.roots, ends, strict=True))
        self.is_whole = not Seal.objects.filter(pk__lt=self.first).exists() if ordered else False

    def covers(self, since: int) -> bool:
        """Whether all seals after that one were looked at."""
        return self.first is not None and (self.is_whole or self.first <= since + 1)

    def up_to(self, seal: int | None) -> tuple[int, int] | None:
        """Events and complaints up to a seal; None where not all before it were looked at."""
        return self.ends.get(seal) if self.is_whole else None


def _archive(archive: Sequence[DailyHead]) -> Iterator[str]:
    """Each head names the one before it, none is missing in between, and each says what its text says."""
    for before, row in pairwise([None, *archive]):
        head, told = of_row(row), of_row(row).told
        if row.number != (before.number + 1 if before else 1):
            yield f"before the head of {row.day} one is gone from the archive"
        elif told.get("prev") != (of_row(before).digest if before else NOTHING).hex():
            yield f"the head of {row.day} in the archive does not continue the one before it"
        stated = told.get("number"), told.get("day"), told.get("at")
        if stated != (row.number, row.day.isoformat(), row.at.astimezone(UTC).isoformat()):
            yield f"the head of {row.day} in the archive is not what its text says"
        if bytes(row.digest) != head.digest:
            yield f"the head of {row.day} in the archive has another digest than its text"


def _one(kept: Kept, sums: _Sums, seals: Mapping[int, Seal]) -> Iterator[str]:
    head = kept.head
    key = signing_keys.ring().get(head.key_id)
    if key is None or not head.bears(key):
        yield f"{_name(kept)} was changed: it does not bear its mark"
        return
    if head.seal is None:
        return
    seal = seals.get(head.seal)
    if seal is None or bytes(seal.mac).hex() != head.told.get("seal"):
        yield (
            f"the log no longer reaches {_name(kept)}: its last seal is gone or another one. "
            f"Up to then there were {head.events} events and {head.complaints} complaints"
        )
        return
    there = sums.up_to(head.seal)
    if there is not None and there != (head.events, head.complaints):
        yield (
            f"{_name(kept)} had {head.events} events and {head.complaints} complaints; "
            f"of these {there[0]} events and {there[1]} complaints are there"
        )


def _roots(before: DailyHead | None, row: DailyHead, sums: _Sums) -> Iterator[str]:
    """The roots that are kept are those of its seals, and the published one is theirs."""
    raw, since = bytes(row.roots), (before and before.seal_id) or 0
    kept = [raw[place : place + 32] for place in range(0, len(raw), 32)]
    if merkle.root(kept).hex() != of_row(row).told.get("root"):
        yield f"the roots of the head of {row.day} are not those that were published"
    if not sums.covers(since):
        return
    if [root for seal, root in sums.roots.items() if since < seal <= (row.seal_id or 0)] != kept:
        yield f"what was sealed before the head of {row.day} has another root than was published"


def _name(kept: Kept) -> str:
    return f"the head of {kept.head.told.get('day')} ({kept.where})"
