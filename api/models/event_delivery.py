"""The outbox of events for partners: a row in the transaction of what it announces, sent afterwards."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

WAITING = Q(sent_at__isnull=True, given_up_at__isnull=True)


class EventDeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """Return events that are neither delivered nor given up."""
        return self.filter(WAITING)

    def in_turn(self):
        """Exclude events that wait for an earlier one about the same complaint."""
        earlier = self.model.objects.waiting().filter(subject=OuterRef("subject"), pk__lt=OuterRef("pk"))
        return self.filter(~Exists(earlier))

    def due(self, *, at: datetime):
        """Return waiting events whose time has come, the oldest first, at most one about each complaint."""
        return self.waiting().filter(not_before__lte=at).in_turn().order_by("pk")


class EventDelivery(models.Model):
    """One event for one partner. A replay sends the same row again, so its `event_id` stays.

    `body`: the JSON that is signed and sent. `subject`: empty for a test event. `attempts`: since it was written or
    last replayed. `status`: HTTP status of the last answer. `problem`: why the last attempt failed, a code.
    """

    endpoint = models.ForeignKey("api.EventEndpoint", models.PROTECT, related_name="deliveries", db_index=False)
    subject = models.ForeignKey("api.EventSubject", models.PROTECT, null=True, related_name="+", db_index=False)
    event_id = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=24)
    body = models.TextField()
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    problem = models.CharField(max_length=24, blank=True, default="")

    objects = EventDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("event for a partner")
        constraints = [
            models.CheckConstraint(
                name="event_not_both_sent_and_given_up",
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(name="event_delivery_waiting", fields=["endpoint", "id"], condition=WAITING),
            models.Index(name="event_delivery_turn", fields=["subject", "id"], condition=WAITING),
            models.Index(name="event_delivery_list", fields=["endpoint", "-id"]),
        ]
