"""Notifications of officers at the desk, and their choice of an e-mail that counts them."""

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from complaints.models.complaint import visible_condition

FIRST_HOUR, LAST_HOUR = 6, 15
"""The hours of the day in Pakistan that can be chosen. The second digest of the latest choice is sent at 23:00."""
UNREAD = Q(read_at__isnull=True)  # a literal, so that PostgreSQL uses the partial index


class NotificationQuerySet(models.QuerySet):
    def of_officer(self, officer_id: int):
        return self.filter(officer=officer_id)

    def unread(self):
        return self.filter(UNREAD)

    def available_to(self, actors: Iterable[Actor], *, at: datetime):
        """Return the notifications about no complaint, or about one that any of these actors may see now.

        The others tell nothing, for whatever reason: the complaint was transferred, or it excludes the officer.
        """
        conditions = (visible_condition(actor, at=at, prefix="complaint__") for actor in actors)
        return self.filter(reduce(or_, (one for one in conditions if one is not None), Q(complaint=None)))


class Notification(models.Model):
    """One thing that an officer is notified of at the desk. It holds no text: the page words it.

    `complaint`: what it is about, if the officer may need to see it; every page asks again whether they may
    (`available_to`). `event`: the event that caused it; None for a step of the sweep or a prepared text. `leave`:
    during which the officer acts for a colleague.
    """

    class Kind(models.TextChoices):
        MENTION = "mention", _("You were mentioned in a note")
        REPORT_RETURNED = "report_returned", _("A report was returned")
        REPORT_WENT_UP = "report_went_up", _("Your report was returned again, and a superior now has the complaint")
        ANSWER = "answer", _("An answer came")
        ESCALATION = "escalation", _("A delay was escalated to you")
        ORDER = "order", _("You received an order")
        ORDER_ANSWERED = "order_answered", _("Your order was answered")
        ORDER_LATE = "order_late", _("An order is late")
        LEAVE = "leave", _("You act for a colleague on leave")
        MARKING_UNDONE = "marking_undone", _("A marking to you was undone")
        PREPARED_TEXT = "prepared_text", _("A clerk prepared a text for you")

    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=Kind)
    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, null=True, related_name="+", db_index=False)
    event = models.ForeignKey("complaints.Event", models.PROTECT, null=True, related_name="+", db_index=False)
    leave = models.ForeignKey("accounts.Leave", models.PROTECT, null=True, related_name="+", db_index=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = [
            Index(name="notification_of_officer", fields=["officer", "-id"]),
            # For the number on every page of the desk. Small: it holds no read ones.
            Index(name="notification_unread", fields=["officer"], condition=UNREAD),
            # For exclusions, which remove the unread ones, and for the end of a complaint's retention.
            Index(name="notification_of_complaint", fields=["complaint"], condition=Q(complaint__isnull=False)),
            Index(name="notification_to_delete", fields=["created_at"]),
        ]

    def __str__(self):
        return f"{self.kind} to {self.officer_id}"


class NotificationDigest(models.Model):
    """An officer's choice of an e-mail with the number of unread notifications and of what waits for them.

    Without a row the officer gets none. `hour`: of the day in Pakistan. The second e-mail of a day is
    eight hours later.
    """

    class Frequency(models.TextChoices):
        DAILY = "daily", _("Once a day")
        TWICE_DAILY = "twice_daily", _("Twice a day")

    officer = models.OneToOneField("accounts.Officer", models.PROTECT, primary_key=True, related_name="+")
    frequency = models.CharField(max_length=12, choices=Frequency)
    hour = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("e-mail digest")
        verbose_name_plural = _("e-mail digests")
        constraints = [
            CheckConstraint(name="digest_hour_leaves_time", condition=Q(hour__range=(FIRST_HOUR, LAST_HOUR))),
        ]

    def __str__(self):
        return f"{self.officer_id} {self.frequency} {self.hour}"
