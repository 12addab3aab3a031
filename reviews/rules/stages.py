"""Where a review stands, and how long it may stand there."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Stage(StrEnum):
    FLAGGED = "flagged"
    CALLED = "called"  # the officer is asked to explain
    EXPLAINED = "explained"
    SILENT = "silent"  # the day for the explanation passed without one
    DECIDED = "decided"
    APPEALED = "appealed"
    DECIDED_FINALLY = "decided_finally"
    CLOSED = "closed"


UNDECIDED = frozenset({Stage.EXPLAINED, Stage.SILENT, Stage.APPEALED})
"""An authority owes the next step."""

HEARD = frozenset(Stage) - {Stage.FLAGGED, Stage.CALLED}
"""The officer has explained, or let the day for it pass: never before that is anything decided."""


@dataclass(frozen=True)
class Days:
    """How long a review may stand at a stage, in days; what began keeps the day that it was told.

    `explanation` is domain.md's; the others are ours (docs/decisions/0026) until an order says otherwise, so they are
    settings. `appeal`: in which an officer may appeal, or an inquiry's order comes; `final`: for a decision on an
    appeal; `leave`: so much at most the officer's leave moves the day for the explanation.
    """

    explanation: int = 3
    decision: int = 7
    appeal: int = 30
    final: int = 14
    leave: int = 30

    def of(self, stage: Stage | None) -> timedelta | None:
        """None where a stage has no limit: a flag waits for the week's call."""
        days = {
            Stage.CALLED: self.explanation,
            Stage.EXPLAINED: self.decision,
            Stage.SILENT: self.decision,
            Stage.DECIDED: self.appeal,
            Stage.APPEALED: self.final,
            Stage.DECIDED_FINALLY: self.appeal,
        }.get(stage)
        return None if days is None else timedelta(days=days)


TOLD_EVERY = timedelta(days=7)
"""A decision that stays late is told of again each week, an authority higher each time."""
