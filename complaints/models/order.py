"""Orders of superiors to the holder of a complaint, each with a date."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _


class OrderQuerySet(models.QuerySet):
    def waiting(self):
        """Return the orders that are not answered yet."""
        return self.filter(done=None)


class Order(models.Model):
    """An order that a superior gave to the holder. Its text is in the history.

    `to`: the holder at that time, who is responsible for a delay. A later holder may answer. `given`, `done`: the
    events of the order and of its answer.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="orders", db_index=False)
    to = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    given = models.OneToOneField("complaints.Event", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done = models.OneToOneField("complaints.Event", models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order")
        constraints = [
            CheckConstraint(name="order_is_due_after_it_is_given", condition=Q(due_at__gt=F("given_at"))),
            CheckConstraint(
                name="order_done_says_when",
                condition=Q(done=None, done_at=None) | Q(done__isnull=False, done_at__isnull=False),
            ),
            UniqueConstraint(name="order_one_waiting", fields=["complaint"], condition=Q(done=None)),
        ]
        indexes = [
            Index(name="order_of_a_complaint", fields=["complaint", "given_at"]),
            Index(name="order_waiting_for", fields=["to", "due_at"], condition=Q(done=None)),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="what_was_ordered_stays", exclude=["done", "done_at"]),
            pgtrigger.Protect(
                name="answered_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__done__isnull=False)
            ),
        ]
