"""The admin log, page by page."""

from dataclasses import dataclass

from accounts.models import StaffAct

LENGTH = 50


@dataclass(frozen=True)
class ActsPage:
    """One page of the admin log. `older`: the `before` of the next page, or None on the last page."""

    rows: list[StaffAct]
    older: int | None


def acts(*, before: int | None) -> ActsPage:
    """Return the entries with an id below `before`, or the newest. Ids follow the order of writing. One query."""
    entries = StaffAct.objects.select_related("officer", "by").order_by("-pk")
    rows = list((entries.filter(pk__lt=before) if before else entries)[: LENGTH + 1])
    return ActsPage(rows[:LENGTH], rows[LENGTH - 1].pk if len(rows) > LENGTH else None)
