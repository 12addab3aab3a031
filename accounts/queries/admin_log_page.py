"""The admin log, page by page."""

from dataclasses import dataclass

from accounts.models import StaffAct

PAGE_SIZE = 50


@dataclass(frozen=True)
class AdminLogPage:
    """One page of the admin log. `older`: the `before` of the next page, or None on the last page."""

    rows: list[StaffAct]
    older: int | None


def load_admin_log_page(*, before: int | None) -> AdminLogPage:
    """Return the entries with an id below `before`, or the newest. Ids follow the order of writing. One query."""
    entries = StaffAct.objects.select_related("officer", "by").order_by("-pk")
    rows = list((entries.filter(pk__lt=before) if before else entries)[: PAGE_SIZE + 1])
    return AdminLogPage(rows[:PAGE_SIZE], rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None)
