"""Which events the seals hold."""

from datetime import timedelta

from django.db.models import Max

from complaints.models import Seal

LONGEST_TRANSACTION = timedelta(hours=1)


def all_sealed_up_to(last: Seal | None) -> int:
    """An id below which no event is unsealed, so that the search need not go through the whole history.

    The highest id of the latest seal that is an hour older than the last one: whatever had drawn a lower id by then
    had committed by the time of the last seal, which took the lowest first. No writer's transaction lasts an hour.
    """
    if last is None:
        return 0
    settled = Seal.objects.filter(at__lte=last.at - LONGEST_TRANSACTION, events__gt=0).order_by("pk").last()
    return settled.sealed_events.aggregate(top=Max("event"))["top"] or 0 if settled else 0
