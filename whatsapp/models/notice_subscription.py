"""Model of the consent to alerts about missing children."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoticeSubscription(models.Model):
    """A chat asked for alerts about missing children in a district. Nobody is subscribed unasked.

    `stopped_at`: the person sent STOP; START takes that back. *Stop alerts* deletes the row. It is also deleted with
    the chat, and a year after the person's last message.
    """

    chat = models.ForeignKey("whatsapp.Chat", models.CASCADE, related_name="notice_subscriptions")
    district = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("consent to alerts")
        constraints = [
            models.UniqueConstraint(name="wa_alerts_once_a_district", fields=["chat", "district"]),
        ]
