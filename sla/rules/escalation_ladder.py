"""Decide who is responsible for a clock, and who is notified at its breach and at each escalation.

All decisions use one list: the heads of the offices in the complaint's line. A vacant post is not in the list, so its
notices go to the nearest head above (docs/rules.md, *SLA*).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from accounts.rules.office_tree import OfficeKind, is_within, paths_from_root
from complaints.rules.exclusion.conflict_exclusion import ConflictExclusion

BREACH = 0
"""The level of the breach. The first escalation has level 1, each further one a level more."""

ESCALATION_LEVELS = frozenset({OfficeKind.DISTRICT, OfficeKind.REGION, OfficeKind.CENTRAL})
"""The kinds of office that an escalation goes through."""


@dataclass(frozen=True)
class CommandPost:
    """A posting: the ids to record, and the office's path, which decides who is above."""

    posting_id: int
    officer_id: int
    office_id: int
    path: str
    kind: OfficeKind


def heads_at_and_above(path: str, heads: Mapping[str, CommandPost]) -> list[CommandPost]:
    """Return the heads of an office and of those above it, the nearest first. `heads`: by the path of their office."""
    return [heads[step] for step in reversed(paths_from_root(path)) if step in heads]


def remove_excluded_heads(exclusion: ConflictExclusion, line: Sequence[CommandPost]) -> list[CommandPost]:
    """Return the heads of a line from whom conflict exclusion does not hide the complaint."""
    return [head for head in line if not exclusion.excludes_posting(head.posting_id, head.officer_id, head.path)]


def responsible_post(
    line: Sequence[CommandPost], *, holder: CommandPost | None, path: str, is_decision: bool
) -> CommandPost | None:
    """Return who is responsible for a clock, or None if nobody is posted.

    Usually the holder; before marking, the head of the office whose cell has the complaint. For a decision, the
    holder's superior: the first head above the office `path` who does not also head that office, or else its own head.
    """
    nearest_head = next(iter(line), None)
    if is_decision:
        own_head = nearest_head.officer_id if nearest_head and nearest_head.path == path else None
        return next((head for head in line if head.path != path and head.officer_id != own_head), nearest_head)
    return holder or nearest_head


def head_or_acting_head(head: CommandPost, covers: Mapping[int, tuple[int, int]]) -> CommandPost:
    """Return the head, or the acting head during leave, to be recorded with the breach.

    `covers`: posting and officer of the acting head, by the posting of the head. The office stays that of the head: who
    is above, and which office was late, do not depend on the leave.
    """
    posting_id, officer_id = covers.get(head.posting_id, (head.posting_id, head.officer_id))
    return replace(head, posting_id=posting_id, officer_id=officer_id)


def superiors_of(
    late: CommandPost, line: Sequence[CommandPost], acting: CommandPost | None = None
) -> list[CommandPost]:
    """Return the heads above the late officer, the nearest first, each person once: Lahore's CCPO heads two offices.

    `acting`: who acts for the late officer. An acting head is not notified as a superior of their own delay.
    """
    listed_officers, above = {late.officer_id, (acting or late).officer_id}, []
    for head in line:
        if is_within(late.path, head.path) and head.officer_id not in listed_officers:
            above.append(head)
            listed_officers.add(head.officer_id)
    return above


def superior_to_notify(level: int, above: Sequence[CommandPost]) -> CommandPost | None:
    """Return who is notified besides the late officer, or None if nobody is above.

    At the breach, that is the nearest superior. Each escalation goes one step up: district, region, Central Police
    Office. Nobody is notified twice on the way; when nobody higher is left, the highest is notified again.
    """
    if not above:
        return None
    rungs = [above[0], *(head for head in above[1:] if head.kind in ESCALATION_LEVELS)]
    return rungs[min(level, len(rungs) - 1)]
