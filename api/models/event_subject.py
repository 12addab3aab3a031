"""What a partner follows, and what it was told last."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventSubject(models.Model):
    """A complaint that a partner registered or that was referred to it.

    `referred_at`: when it was referred to this partner; empty if it was not, or if that was withdrawn.
    `is_closed`: the state that the API last showed when an event was due. `events`: how many events were written for
    this partner about this complaint. `ended_at`: the referral was withdrawn, so no more events follow.
    """

    client = models.ForeignKey("api.ApiClient", models.PROTECT, related_name="+", db_index=False)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="+")
    is_closed = models.BooleanField(default=False)
    referred_at = models.DateTimeField(null=True)
    events = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("complaint that a partner follows")
        constraints = [models.UniqueConstraint(name="event_subject_once", fields=["client", "complaint"])]
        indexes = [
            models.Index(
                name="event_subject_referred",
                fields=["client", "-id"],
                condition=models.Q(referred_at__isnull=False),
            )  # api.partners.partner_routes
        ]
