"""Offices and officers that may not see a complaint because of what its complainant reported (domain.md)."""

from datetime import datetime

from django.db import models
from django.db.models import CheckConstraint, Exists, Index, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel, VersionedQuerySet
from accounts.rules.office_tree import paths_from_root
from complaints.models.naming import own_and_superior_officer_ids
from ledger.append_only_triggers import APPEND_ONLY


class ProvisionalExclusionQuerySet(VersionedQuerySet):
    def hiding_from(self, actor, *, at: datetime | None = None):
        """Return the exclusions that hide their complaint from this posting at a moment, by default now.

        They exclude an office at or above the posting's, the posting's officer, or the head of an office at or above
        it. For a single loaded complaint, use ConflictExclusion.
        """
        above = {path for own in actor.paths for path in paths_from_root(own)}
        return self.filter(
            Q(office__path__in=sorted(above)) | Q(officer__in=own_and_superior_officer_ids(actor, at=at))
        )


class ProvisionalExclusion(VersionedModel):
    """The exclusion of an office and all offices below it, or of an officer who heads or headed it, from a complaint.

    It follows from the rank, post and place that the complainant gave (rules.exclusion.stated_posts). Rows are
    only added, so a correction never opens the complaint to a person who was excluded (docs/decisions/0015).
    """

    complaint = models.ForeignKey("complaints.Complaint", models.PROTECT, related_name="exclusions", db_index=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    officer = models.ForeignKey("accounts.Officer", models.PROTECT, null=True, related_name="+", db_index=False)
    since = models.DateTimeField()

    objects = ProvisionalExclusionQuerySet.as_manager()

    class Meta:
        verbose_name = _("provisional exclusion")
        constraints = [
            CheckConstraint(
                name="exclusion_of_an_office_or_an_officer",
                condition=Q(office=None, officer__isnull=False) | Q(office__isnull=False, officer=None),
            ),
            models.UniqueConstraint(
                name="exclusion_once_an_office", fields=["office", "complaint"], condition=Q(officer=None)
            ),
            models.UniqueConstraint(
                name="exclusion_once_an_officer", fields=["officer", "complaint"], condition=Q(office=None)
            ),
        ]
        indexes = [Index(name="exclusion_of_complaint", fields=["complaint"])]
        triggers = APPEND_ONLY


def provisional_exclusion_condition(actor, *, at: datetime | None = None) -> Exists:
    """Return the condition that a provisional exclusion hides a queried complaint from this posting."""
    return Exists(ProvisionalExclusion.objects.hiding_from(actor, at=at).filter(complaint=OuterRef("pk")))
