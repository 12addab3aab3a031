"""Who took the rows of a queue as a file: written before the first row leaves, the number of rows at the end."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import Export


def begin(kind: Export.Kind, asked: str, *, by: Actor, at: datetime) -> Export:
    """This posting takes the rows of these filters (as they stand in the address) away."""
    return Export.objects.create(posting_id=by.posting_id, office_id=by.office_id, at=at, kind=kind, asked=asked)


def end(export: Export, *, rows: int) -> None:
    """So many rows have left, whether or not they were all."""
    Export.objects.filter(pk=export.pk, rows=None).update(rows=rows)
