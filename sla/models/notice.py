"""Notices to postings that are collected during a sweep, so that many overdue complaints become one message."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.Model):
    """A number of complaints of which a posting has to be notified. Deleted once the message is in the outbox.

    It is written in the same transaction as its breaches. A sweep has several transactions, so its notices wait here
    until all are done. If a sweep is killed, the next one sends its notices.
    """

    recipient = models.CharField(max_length=80)
    template = models.CharField(max_length=80)
    count = models.PositiveIntegerField()
    etags = ArrayField(models.CharField(max_length=12))

    class Meta:
        verbose_name = _("notice")
