"""Namings: who named an officer in a complaint, and why. An exclusion of the officer follows (models/exclusion.py)."""

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel, VersionedQuerySet
from ledger.append_only_triggers import fixed_except


class NamingQuerySet(VersionedQuerySet):
    def standing(self):
        """Return the namings that were not taken back."""
        return self.filter(taken_back_at=None)


class Naming(VersionedModel):
    """The record that a complaint is against an officer. It is taken back if the name was wrong.

    `by`: the posting that recorded it. `why`: their reason. It is stored here and not in the history, because some
    readers of the history may not know the names.
    """

    class Source(models.TextChoices):
        CELL = "cell", _("Recorded by the complaint cell")
        HOLDER = "holder", _("Found in the inquiry")
        CITIZEN = "citizen", _("In the complainant's own words")

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="namings", db_index=False)
    officer = models.ForeignKey("accounts.Officer", models.PROTECT, related_name="namings", db_index=False)
    source = models.CharField(max_length=8, choices=Source)
    named_at = models.DateTimeField()
    by = models.ForeignKey("accounts.Posting", models.PROTECT, related_name="+", db_index=False)
    why = models.TextField(_("reason"))
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey("accounts.Posting", models.PROTECT, null=True, related_name="+", db_index=False)
    taken_back_why = models.TextField(_("why the name was wrong"), blank=True)

    objects = NamingQuerySet.as_manager()

    class Meta:
        verbose_name = _("named officer")
        verbose_name_plural = _("named officers")
        constraints = [
            UniqueConstraint(
                name="naming_one_standing_a_pair", fields=["complaint", "officer"], condition=Q(taken_back_at=None)
            ),
            CheckConstraint(
                name="naming_taken_back_by_somebody_with_reasons",
                condition=Q(taken_back_at=None, taken_back_by=None, taken_back_why="")
                | (Q(taken_back_at__isnull=False, taken_back_by__isnull=False) & ~Q(taken_back_why="")),
            ),
        ]
        indexes = [Index(name="naming_by_officer", fields=["officer", "complaint"], condition=Q(taken_back_at=None))]
        triggers = [
            *fixed_except("why", "taken_back_at", "taken_back_by_id", "taken_back_why"),
            pgtrigger.Protect(
                name="taken_back_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.taken_back_at IS NOT NULL AND (OLD.taken_back_at, OLD.taken_back_by_id) "
                    "IS DISTINCT FROM (NEW.taken_back_at, NEW.taken_back_by_id)"
                ),
            ),
        ]
