"""Model of the complaints that a chat filed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.field_encryption import blind_index

MARK_DOMAIN = "own_complaint"


def own_complaint_mark(chat_id: int, complaint_id: int) -> bytes:
    """Return the digest that proves that the portal linked this complaint to this chat."""
    return blind_index(MARK_DOMAIN, f"{chat_id}:{complaint_id}")


class OwnComplaint(models.Model):
    """A complaint that this chat filed, with or without a phone number. The chat can always open it.

    `wants_news`: the complainant agreed to news of this complaint here. `news_stopped_at`: the person sent STOP, which
    START takes back, so that a *no* to one complaint's news stays a *no*. `mark`: a keyed digest of chat and complaint,
    so that a row that somebody else writes opens nothing.
    """

    chat = models.ForeignKey("whatsapp.Chat", models.CASCADE, related_name="own")
    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, related_name="+")
    wants_news = models.BooleanField(default=False)
    news_stopped_at = models.DateTimeField(null=True)
    mark = models.BinaryField(max_length=16, default=b"", db_default=b"")

    class Meta:
        verbose_name = _("complaint made by WhatsApp")

    def save(self, *args, **kwargs):
        """Save with the mark of the present chat."""
        self.mark = own_complaint_mark(self.chat_id, self.complaint_id)
        super().save(*args, **kwargs)

    def __str__(self):
        return f"{self.pk}"
