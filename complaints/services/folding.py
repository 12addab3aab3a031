"""What was told before the desk could search it as it does now is made to be found."""

from collections.abc import Iterator

from django.db import transaction

from complaints.models import Statement
from complaints.rules import full_text

BATCH = 1_000


def fold_statements() -> Iterator[int]:
    """Fold every statement that is not as rules.full_text folds it now, oldest first, batch after batch.

    Yields how many more; each batch is its own transaction. Harmless to repeat and to break off. Whoever writes a
    statement meanwhile folds it themselves.
    """
    last = 0
    while numbers := list(
        Statement.objects.filter(complaint__gt=last).order_by("complaint").values_list("complaint", flat=True)[:BATCH]
    ):
        last = numbers[-1]
        yield _fold(numbers)


@transaction.atomic
def _fold(numbers: list[int]) -> int:
    rows = Statement.objects.filter(complaint__in=numbers).only("text", "landmark", "concerns", "folded")
    stale = []
    for row in rows.select_for_update().order_by("complaint"):
        was, row.folded = row.folded, full_text.stored(row.text, row.landmark, row.concerns)
        if row.folded != was:
            stale.append(row)
    return Statement.objects.bulk_update(stale, ["folded"])
