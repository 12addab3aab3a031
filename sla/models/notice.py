"""What a sweep has still to tell, added up: many overdue complaints are one message to a posting."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """Written with the breaches that it counts; gone once the message that adds it up is in the outbox.

    A sweep works in several transactions, so its messages wait here until all of them are done. What a killed sweep
    leaves is told by the next one.
    """

    recipient = models.CharField(max_length=80)
    template = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    etags = ArrayField(models.CharField(max_length=12))

    class Meta:
        verbose_name = _("notice")
