"""Remember which columns of the queue an officer wants to see."""

from collections.abc import Sequence
from datetime import datetime

from accounts.actors import Actor
from complaints.models import QueueColumns


def save_queue_columns(columns: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Save the officer's choice. The last one counts; it holds under all of their postings."""
    values = {"columns": list(columns), "changed_at": at}
    QueueColumns.objects.update_or_create(officer_id=by.officer_id, defaults=values)


def forget_queue_columns(*, by: Actor) -> None:
    """Delete the officer's choice, so that the default applies again."""
    QueueColumns.objects.filter(officer=by.officer_id).delete()
