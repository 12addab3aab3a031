"""Where a review stands, and how long it may stand there."""

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

LIMITS = {
    Stage.CALLED: timedelta(days=3),  # domain.md
    # The design gives a review a clock and no figures for it: docs/decisions/0028.
    Stage.EXPLAINED: timedelta(days=7),
    Stage.SILENT: timedelta(days=7),
    Stage.DECIDED: timedelta(days=30),  # for an appeal, or for the order of an inquiry
    Stage.APPEALED: timedelta(days=14),
    Stage.DECIDED_FINALLY: timedelta(days=30),  # for the order of an inquiry
}
"""How long a review may stand at a stage. A flag waits for the week's call, and has no limit of its own."""

TOLD_EVERY = timedelta(days=7)
"""A decision that stays late is told of again each week, an authority higher each time."""
