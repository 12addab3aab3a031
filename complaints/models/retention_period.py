"""Retention periods, what was destroyed after them, and the guard after a restore (docs/decisions/0006, 0032)."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel, VersionedQuerySet
from accounts.models.two_administrators import TwoAdministrators, two_administrator_constraints
from complaints.rules.retention_limits import LONGEST_MONTHS, SHORTEST_MONTHS
from ledger.append_only_triggers import APPEND_ONLY, fixed_except


class RetentionPeriodQuerySet(VersionedQuerySet):
    def in_force(self):
        """Return the latest period of each category."""
        return self.order_by("category", "-pk").distinct("category")


class RetentionPeriod(VersionedModel):
    """A retention period of a category, which two administrators agreed on.

    The latest one of a category applies. Without one, nothing is destroyed.
    """

    category = models.ForeignKey("complaints.Category", models.PROTECT, related_name="+", verbose_name=_("category"))
    months = models.PositiveSmallIntegerField(_("months after the end"))
    since = models.DateTimeField(_("in force since"))
    source = models.TextField(_("authorising order"))

    objects = RetentionPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        constraints = [
            CheckConstraint(
                name="retention_is_some_time", condition=Q(months__range=(SHORTEST_MONTHS, LONGEST_MONTHS))
            ),
        ]
        triggers = APPEND_ONLY

    def __str__(self):
        return f"{self.category.code} {self.months}"


class RetentionChange(TwoAdministrators):
    """A retention period that one administrator requested and another one must confirm."""

    category = models.ForeignKey("complaints.Category", models.PROTECT, related_name="+", verbose_name=_("category"))
    months = models.PositiveSmallIntegerField(_("months after the end"))
    source = models.TextField(_("authorising order"))
    period = models.OneToOneField(RetentionPeriod, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("pending retention change")
        verbose_name_plural = _("pending retention changes")
        constraints = [
            *two_administrator_constraints("retention_change", created="period"),
            CheckConstraint(
                name="retention_asked_is_some_time", condition=Q(months__range=(SHORTEST_MONTHS, LONGEST_MONTHS))
            ),
            UniqueConstraint(
                name="retention_change_waits_once_a_category", fields=["category"], condition=Q(decided_at=None)
            ),
        ]
        triggers = fixed_except("decided_by_id", "decided_at", "period_id", once="decided_at")

    def __str__(self):
        return f"{self.category} {self.asked_at:%Y-%m-%d}"


class Destruction(models.Model):
    """A complaint whose personal data was destroyed. Written in the transaction that destroys it.

    `entry`: the number of the entry in the file storage that names the complaint too; None until it is written.
    """

    complaint = models.OneToOneField("complaints.Complaint", models.PROTECT, related_name="+")
    entry = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(name="destruction_unwritten", fields=["id"], condition=models.Q(entry__isnull=True)),
            models.Index(name="destruction_by_entry", fields=["entry"], condition=models.Q(entry__isnull=False)),
        ]


class RestoreGuard(models.Model):
    """One row that tells whether this database and the stored files belong together.

    `newest_entry`: the number of the last entry that this database knows in the file storage. `server`: the
    PostgreSQL cluster, when it was started, and its timeline when both were last compared; a restore, a failover or a
    restart changes it.
    `closed_because`: which of the two is older than the other. Nobody is let in until `manage.py destroy_again`.
    """

    class Older(models.TextChoices):
        NEITHER = ""
        DATABASE = "database"
        FILES = "files"

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    newest_entry = models.PositiveBigIntegerField(default=0)
    server = models.CharField(max_length=60, blank=True)
    closed_because = models.CharField(max_length=8, blank=True, choices=Older)

    class Meta:
        constraints = [models.CheckConstraint(name="one_restore_guard", condition=models.Q(id=1))]
