"""What the demo's board needs besides complaints: how many were overdue in the last weeks, and sample targets."""

from datetime import datetime, timedelta

from monitoring.models import BoardTarget
from monitoring.rules.board_targets import TargetFigure
from monitoring.tallies import overdue_history

SAMPLE_TARGETS = {
    TargetFigure.OVERDUE: 10,
    TargetFigure.CONTACTED: 95,
    TargetFigure.REPORTED: 90,
    TargetFigure.MEDIAN: 72,
    TargetFigure.DENIED: 10,
}
"""Percentages, and hours for the median. SAMPLE: Punjab Police have published no targets."""
SOURCE = "SAMPLE: no target is published"


def create_board_samples(*, at: datetime) -> None:
    """Derive the overdue complaints of the last weeks from the ledgers, and set targets, unless they exist."""
    overdue_history.derive_missing_days(at=at)
    if not BoardTarget.objects.exists():
        for figure, value in SAMPLE_TARGETS.items():
            BoardTarget.objects.create(figure=figure, value=value, since=at - timedelta(days=100), source=SOURCE)
