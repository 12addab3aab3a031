"""Who answers for a clock, who is told when it runs out, and who is told when it stays out.

Everything is decided from one list: the heads of the offices in the complaint's line. A vacant post is simply not in
it, so whatever would have reached it goes up to the nearest head (domain.md, *SLA, escalation, review*).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.rules.offices import OfficeKind, is_within, lineage
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion

BREACH = 0
"""The level of the deadline itself; each escalation is one level more."""

RUNGS = frozenset({OfficeKind.DISTRICT, OfficeKind.REGION, OfficeKind.CENTRAL})
"""The offices that escalation climbs."""


@dataclass(frozen=True)
class Post:
    """A posting, by the ids that are written down and the path that decides."""

    posting_id: int
    officer_id: int
    office_id: int
    path: str
    kind: OfficeKind


def line_of(path: str, heads: Mapping[str, Post]) -> list[Post]:
    """The heads of an office and of those above it, the nearest first. `heads` by the path of their office."""
    return [heads[step] for step in reversed(lineage(path)) if step in heads]


def outside(wall: ConflictExclusion, line: Sequence[Post]) -> list[Post]:
    """Those of a line whom the firewall lets hear of the complaint."""
    return [head for head in line if not wall.keeps_from(head.posting_id, head.officer_id, head.path)]


def answerable(line: Sequence[Post], *, holder: Post | None, path: str, is_decision: bool) -> Post | None:
    """Who answers for a clock now. None where nobody is posted.

    The holder; before marking, the head of the office whose cell has it; for a decision, the holder's superior: the
    first head strictly above who doesn't also head the holder's office, `path`. Without one, the office's own head.
    """
    own = next(iter(line), None)
    if is_decision:
        heading = own.officer_id if own and own.path == path else None
        return next((head for head in line if head.path != path and head.officer_id != heading), own)
    return holder or own


def acting_for(head: Post, covers: Mapping[int, tuple[int, int]]) -> Post:
    """Whoever sits in a head's seat now, as the breach names them. `covers`: posting and officer by the head's posting.

    The seat stays where it is: who stands over it, and which office was late, do not change with the leave.
    """
    posting_id, officer_id = covers.get(head.posting_id, (head.posting_id, head.officer_id))
    return replace(head, posting_id=posting_id, officer_id=officer_id)


def superiors(late: Post, line: Sequence[Post], acting: Post | None = None) -> list[Post]:
    """The heads over somebody, the nearest first. A person is met once: Lahore's CCPO heads district and region.

    `acting`: who sits in their seat now. Nobody is told as a superior of what they are late with in another's place.
    """
    met, above = {late.officer_id, (acting or late).officer_id}, []
    for head in line:
        if is_within(late.path, head.path) and head.officer_id not in met:
            above.append(head)
            met.add(head.officer_id)
    return above


def told(level: int, above: Sequence[Post]) -> Post | None:
    """Who hears of it beside the late officer. At the breach: the nearest superior.

    Each level after it climbs one rung: district, region, Central Police Office. Who has been told on the way is not
    told again; when nobody higher is left, the highest is reminded.
    """
    if not above:
        return None
    rungs = [above[0], *(head for head in above[1:] if head.kind in RUNGS)]
    return rungs[min(level, len(rungs) - 1)]
