"""DEMO only: the messages that phones and mailboxes would have received."""

from django.db import models


class DeliveredMail(models.Model):
    """One message as its recipient would read it. Only the mailbox transport writes it, and only if DEMO is set."""

    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField()
    language = models.CharField(max_length=10)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.channel} to {self.address}"
