"""Missed deadlines of which the complainant has not been notified yet."""

from django.db import models

from sla.models.breach import Breach


class Untold(models.Model):
    """A breach whose message to the complainant is due. Deleted once the message is in the outbox.

    A separate job writes the message, so that the sweep stays fast.
    """

    breach = models.OneToOneField(Breach, models.CASCADE, primary_key=True, related_name="+")
