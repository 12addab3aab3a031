"""DEMO only: what telephones and mailboxes would have received."""

from django.db import models


class DeliveredMail(models.Model):
    """One message as its recipient would read it. Written by the mailbox transport alone, never outside DEMO."""

    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField()
    language = models.CharField(max_length=10)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.channel} to {self.address}"
