"""Find which events are certainly sealed."""

from datetime import timedelta

from django.db.models import Max

from complaints.models import Seal

LONGEST_TRANSACTION = timedelta(hours=1)


def last_id_surely_sealed(last: Seal | None) -> int:
    """Return an event id up to which all events are sealed, so that a search can skip the older history.

    It is the highest event id in the latest seal that is at least an hour older than the last seal. Every event with a
    lower id had committed before the last seal, because no writer's transaction lasts an hour, and seals take the
    lowest ids first.
    """
    if last is None:
        return 0
    older = Seal.objects.filter(at__lte=last.at - LONGEST_TRANSACTION, events__gt=0).order_by("pk").last()
    if older is None:
        return 0
    return older.sealed_events.aggregate(top=Max("event"))["top"] or 0
