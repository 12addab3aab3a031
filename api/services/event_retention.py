"""Delete events for partners after a set period, delivered or not."""

from datetime import datetime, timedelta

from django.conf import settings

from api.models import EventDelivery
from notifications.services.message_retention import delete_finished_rows

MOST_ENDED = 50_000  # rows in one run


def delete_old_events(*, at: datetime) -> int:
    """Delete events that are older than EVENTS_KEPT_DAYS. Return how many.

    An event that still waits then, because its endpoint is paused or gone, is given up first.
    """
    before = at - timedelta(days=settings.EVENTS_KEPT_DAYS)
    old = EventDelivery.objects.waiting().filter(created_at__lt=before).order_by("pk").values("pk")[:MOST_ENDED]
    EventDelivery.objects.filter(pk__in=old).update(given_up_at=at, problem="expired")
    return delete_finished_rows(EventDelivery, at=at, days=settings.EVENTS_KEPT_DAYS)
