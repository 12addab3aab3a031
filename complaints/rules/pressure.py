"""A complainant says that somebody presses them: what that is, and from whom it is kept (domain.md, *Pressure*)."""

from datetime import timedelta

from accounts.rules.offices import Kind

ACT_WITHIN = timedelta(hours=2)

PAST_THE_DISTRICT = frozenset({"report_pressure", "ask_after", "all_well"})
"""What happens between the complainant and the Central Police Office alone: for everybody below, it never happened."""


def is_told(kind: Kind) -> bool:
    """Whether who sits at an office of this kind may read of it."""
    return kind is Kind.CENTRAL
