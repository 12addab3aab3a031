"""Model of the notices that were sent to the people who asked for alerts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeBroadcast(models.Model):
    """One published alert that was queued for the subscribers of its district, once.

    `stopped_at`: the notice has ended; nothing of it waits any more, and those who got it were told.
    """

    notice = models.OneToOneField("notices.Notice", models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    recipients = models.PositiveIntegerField(default=0)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("alert sent by WhatsApp")
        indexes = [
            models.Index(name="wa_broadcast_running", fields=["notice"], condition=models.Q(stopped_at__isnull=True)),
        ]
