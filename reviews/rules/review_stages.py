"""The stages of a review, and how long a review may stay in each."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Stage(StrEnum):
    """The stages of a review, in the order of the process."""

    FLAGGED = "flagged"
    CALLED = "called"  # the officer is asked to explain
    EXPLAINED = "explained"
    SILENT = "silent"  # the deadline passed without an explanation
    DECIDED = "decided"
    APPEALED = "appealed"
    REMANDED = "remanded"  # the government sent it back to be decided again
    DECIDED_FINALLY = "decided_finally"
    CLOSED = "closed"


UNDECIDED = frozenset({Stage.EXPLAINED, Stage.SILENT, Stage.APPEALED, Stage.REMANDED})
"""The stages in which an authority must make the next move."""

AFTER_EXPLANATION = frozenset(Stage) - {Stage.FLAGGED, Stage.CALLED}
"""The officer has explained, or the deadline has passed. Nothing is decided before that."""


@dataclass(frozen=True)
class StageLimits:
    """The time limits of the stages, in days. A change does not move deadlines that were already set.

    `explanation` comes from docs/rules.md. The others are our own (docs/decisions/0026) until an order sets them, so
    they are settings. `appeal`: for the officer's appeal, or for the order of an inquiry. `final`: for the decision on
    an appeal. `leave`: the most by which an officer's leave extends the deadline for the explanation.
    """

    explanation: int = 3
    decision: int = 7
    appeal: int = 30
    final: int = 14
    leave: int = 30

    def limit_of(self, stage: Stage | None) -> timedelta | None:
        """Return the time limit of a stage; None if it has none: a flag waits for the weekly request."""
        days = {
            Stage.CALLED: self.explanation,
            Stage.EXPLAINED: self.decision,
            Stage.SILENT: self.decision,
            Stage.DECIDED: self.appeal,
            Stage.APPEALED: self.final,
            Stage.REMANDED: self.decision,
            Stage.DECIDED_FINALLY: self.appeal,
        }.get(stage)
        return None if days is None else timedelta(days=days)


ESCALATION_INTERVAL = timedelta(days=7)
"""While a decision is late, the next higher authority is notified once in this interval."""
