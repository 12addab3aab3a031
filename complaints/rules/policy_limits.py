"""Which limits an administrator sets for a category, and what another version of them changes."""

NAMES = (
    *("contact_hours", "report_hours", "decision_hours", "reminder_share", "pause_share"),
    *("escalation_hours", "escalations", "rank_floor", "calendar_id"),
)


def changed(old: object | None, new: object) -> dict[str, tuple]:
    """The limits that differ between two versions: name → (old, new). Without an old one, all that are given."""
    pairs = {name: (getattr(old, name, None), getattr(new, name)) for name in NAMES}
    return {name: (was, will) for name, (was, will) in pairs.items() if was != will}
