"""The acts of administration, a page at a time."""

from dataclasses import dataclass

from accounts.models import StaffAct

LENGTH = 50


@dataclass(frozen=True)
class ActsPage:
    """`older`: the id that the next page begins below; None on the last one."""

    rows: list[StaffAct]
    older: int | None


def acts(*, before: int | None) -> ActsPage:
    """One query; an id follows the order in which they were written down."""
    found = StaffAct.objects.select_related("officer", "by").order_by("-pk")
    rows = list((found.filter(pk__lt=before) if before else found)[: LENGTH + 1])
    return ActsPage(rows[:LENGTH], rows[LENGTH - 1].pk if len(rows) > LENGTH else None)
