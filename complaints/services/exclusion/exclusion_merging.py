"""Unite the exclusions of two complaints that are merged, and pass on later ones when the merge is taken back."""

from datetime import datetime

from complaints.models import Complaint, Exclusion
from complaints.services.exclusion.exclusion_by_description import save_missing_exclusions


def unite_exclusions(first: Complaint, second: Complaint, *, at: datetime) -> None:
    """Give each of the two complaints the current exclusions of the other. The caller has locked both.

    Both get them, because a merged complaint can be reinstated.
    """
    copy_exclusions(second, to=first, at=at)
    copy_exclusions(first, to=second, at=at)


def copy_exclusions(source: Complaint, *, to: Complaint, at: datetime) -> None:
    """Give a complaint the current exclusions of another one. The caller has locked both."""
    copies = [
        Exclusion(
            office_id=each.office_id, officer_id=each.officer_id, ground=each.ground, naming_id=each.naming_id,
            lapses_at=each.lapses_at, confirmed_by_id=each.confirmed_by_id, confirmed_at=each.confirmed_at,
            since=at,
        )
        for each in source.exclusions.current()
    ]  # fmt: skip
    save_missing_exclusions(to, copies)
