"""Model of the complaints that a chat filed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnComplaint(models.Model):
    """A complaint that this chat filed, with or without a phone number. The chat can always open it.

    `wants_news`: the complainant agreed to news of this complaint here.
    """

    chat = models.ForeignKey("whatsapp.Chat", models.CASCADE, related_name="own")
    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, related_name="+")
    wants_news = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("complaint made by WhatsApp")

    def __str__(self):
        return f"{self.pk}"
