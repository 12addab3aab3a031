"""Requests to end exclusions: who approved them, and whether the complainant objected (docs/decisions/0015)."""

from datetime import datetime

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from complaints.rules.exclusion.narrowing import NarrowingState, narrowing_state, takes_effect_at

FIXED_COLUMNS_EXCEPT = [
    *("first_approver", "first_approved_at", "second_approver", "second_approved_at"),
    *("objected_at", "ended_at", "is_granted"),
]


class NarrowingRequestQuerySet(models.QuerySet):
    def waiting(self):
        """Return the requests that are not decided yet."""
        return self.filter(ended_at=None)

    def awaiting_approval(self):
        """Return the requests that two operators have not approved yet."""
        return self.waiting().filter(second_approved_at=None)

    def awaiting_complainant(self):
        """Return the twice approved requests that the complainant may still object to."""
        return self.waiting().filter(second_approved_at__isnull=False, objected_at=None)

    def objected(self):
        """Return the requests that the complainant objected to and on which nobody has decided."""
        return self.waiting().filter(objected_at__isnull=False)


class NarrowingRequest(models.Model):
    """A request to end exclusions of a complaint.

    `asked`: the event of the request. Its text is the reason, which the complainant reads. `exclusion_ids`: the rows of
    `Exclusion` that it would end; the events of the request and of the end hold them too. `naming`: the name that is
    withdrawn if the request is granted. `is_granted`: whether the exclusions ended.
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="narrowings", db_index=False)
    asked = models.OneToOneField("complaints.Event", models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    exclusion_ids = ArrayField(models.BigIntegerField())
    naming = models.ForeignKey("complaints.Naming", models.PROTECT, null=True, related_name="+", db_index=False)
    first_approver = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    first_approved_at = models.DateTimeField(null=True)
    second_approver = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    second_approved_at = models.DateTimeField(null=True)
    objected_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    is_granted = models.BooleanField(null=True)

    objects = NarrowingRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to end an exclusion")
        constraints = [
            UniqueConstraint(name="narrowing_one_waiting", fields=["complaint"], condition=Q(ended_at=None)),
            CheckConstraint(
                name="narrowing_approved_by_two",
                condition=Q(second_approved_at=None, second_approver=None)
                | (
                    Q(first_approver__isnull=False, first_approved_at__isnull=False, second_approver__isnull=False)
                    & Q(second_approved_at__gte=F("first_approved_at"))
                    & ~Q(first_approver=F("second_approver"))
                ),
            ),
            CheckConstraint(
                name="narrowing_granted_only_after_two_approvals",
                condition=Q(ended_at=None, is_granted=None)
                | Q(ended_at__isnull=False, is_granted=False)
                | Q(ended_at__isnull=False, is_granted=True, second_approved_at__isnull=False),
            ),
        ]
        indexes = [
            # For the pages that list what waits, and for the job that ends exclusions. Nearly always small.
            Index(name="narrowing_waiting", fields=["second_approved_at"], condition=Q(ended_at=None)),
        ]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="what_was_asked_stays", exclude=FIXED_COLUMNS_EXCEPT),
            pgtrigger.Protect(
                name="ended_once", operation=pgtrigger.Update, condition=pgtrigger.Q(old__ended_at__isnull=False)
            ),
        ]

    @property
    def state(self) -> NarrowingState:
        return narrowing_state(
            approved_at=self.second_approved_at, objected_at=self.objected_at, ended_at=self.ended_at
        )

    @property
    def takes_effect_at(self) -> datetime | None:
        """Return until when the complainant may object; None before the second approval."""
        return None if self.second_approved_at is None else takes_effect_at(self.second_approved_at)

    @property
    def approver_ids(self) -> list[int]:
        """Return the officers who approved it. The approvers should be loaded."""
        return [posting.officer_id for posting in (self.first_approver, self.second_approver) if posting]
