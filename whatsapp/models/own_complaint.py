"""Which complaints are a chat's own."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OwnComplaint(models.Model):
    """A complaint that this chat has lodged, with or without a telephone number: from here it can always be opened.

    `wants_news`: the complainant agreed, for this complaint, to be told of it here.
    """

    chat = models.ForeignKey("whatsapp.Chat", models.CASCADE, related_name="own")
    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, related_name="+")
    wants_news = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("complaint made by WhatsApp")

    def __str__(self):
        return f"{self.pk}"
