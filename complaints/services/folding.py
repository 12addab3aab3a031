"""What was told before the desk could search it, or while an older portal still served, is made to be found."""

from collections.abc import Iterator

from django.db import transaction

from complaints.models import Statement
from complaints.rules import full_text

BATCH = 1_000


def fold_statements() -> Iterator[int]:
    """Fold every statement that is not yet, oldest first; how many more, batch after batch, each its own transaction.

    Harmless to repeat and to break off. Whoever writes a statement meanwhile folds it themselves.
    """
    last = 0
    while numbers := list(
        Statement.objects.filter(complaint__gt=last).order_by("complaint").values_list("complaint", flat=True)[:BATCH]
    ):
        last = numbers[-1]
        yield _fold(numbers)


@transaction.atomic
def _fold(numbers: list[int]) -> int:
    rows = Statement.objects.filter(complaint__in=numbers, folded="").only("text", "landmark", "concerns")
    rows = list(rows.select_for_update().order_by("complaint"))
    for row in rows:
        row.folded = full_text.stored(row.text, row.landmark, row.concerns)
    return Statement.objects.bulk_update(rows, ["folded"])
