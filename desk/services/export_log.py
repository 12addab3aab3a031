"""Records exports of a queue: the export before its first row is sent, and the number of rows at the end."""

from datetime import datetime

from accounts.actors import Actor
from complaints.models import Export


def record_export(kind: Export.Kind, filters: str, *, by: Actor, at: datetime) -> Export:
    """Record that this posting exports the rows of these filters. `filters`: as a query string."""
    return Export.objects.create(posting_id=by.posting_id, office_id=by.office_id, at=at, kind=kind, asked=filters)


def record_exported_rows(export: Export, *, rows: int) -> None:
    """Record how many rows were sent, even if the export was not completed."""
    Export.objects.filter(pk=export.pk, rows=None).update(rows=rows)
