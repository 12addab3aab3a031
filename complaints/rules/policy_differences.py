"""The limits of a category that administrators set, and the differences between two versions."""

LIMIT_NAMES = (
    *("contact_hours", "report_hours", "decision_hours", "reminder_share", "pause_share"),
    *("escalation_hours", "escalations", "rank_floor", "calendar_id"),
)


def changed_limits(old: object | None, new: object) -> dict[str, tuple]:
    """Return the limits that differ between two versions, as {name: (old, new)}.

    Without an old version, return all limits that are set.
    """
    pairs = {name: (getattr(old, name, None), getattr(new, name)) for name in LIMIT_NAMES}
    return {name: (before, after) for name, (before, after) in pairs.items() if before != after}
