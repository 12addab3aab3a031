"""Targets of the board's figures, which two administrators agree on (docs/rules.md, *Roles*)."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models.row_version import VersionedModel, VersionedQuerySet
from accounts.models.two_administrators import TwoAdministrators, two_administrator_constraints
from ledger.append_only_triggers import APPEND_ONLY, fixed_except
from monitoring.rules.board_targets import HIGHEST_TARGET, TargetFigure

TARGET_FIGURE_CHOICES = [
    (TargetFigure.OVERDUE, _("Overdue, at most this percentage of open complaints")),
    (TargetFigure.CONTACTED, _("Contacted on time, at least this percentage")),
    (TargetFigure.REPORTED, _("Reported on time, at least this percentage")),
    (TargetFigure.MEDIAN, _("Median time to report, at most this many hours")),
    (TargetFigure.DENIED, _("Citizen says not solved, at most this percentage")),
]


def _possible_target() -> Q:
    """Return the condition that a target's value is possible (rules.board_targets)."""
    hours = str(TargetFigure.MEDIAN)
    return Q(figure=hours, value__lte=HIGHEST_TARGET[TargetFigure.MEDIAN]) | (~Q(figure=hours) & Q(value__lte=100))


class BoardTargetQuerySet(VersionedQuerySet):
    def in_force(self):
        """Return the latest target of each figure."""
        return self.order_by("figure", "-pk").distinct("figure")


class BoardTarget(VersionedModel):
    """A target of a figure of the board. The latest one of a figure applies. Without one, the board shows none."""

    figure = models.CharField(_("figure"), max_length=9, choices=TARGET_FIGURE_CHOICES)
    value = models.PositiveSmallIntegerField(_("target"))
    since = models.DateTimeField(_("in force since"))
    source = models.TextField(_("authorising order"))

    objects = BoardTargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target of the board")
        verbose_name_plural = _("targets of the board")
        constraints = [CheckConstraint(name="board_target_is_possible", condition=_possible_target())]
        triggers = APPEND_ONLY

    def __str__(self):
        return f"{self.figure} {self.value}"


class BoardTargetChange(TwoAdministrators):
    """A target that one administrator requested and another one must confirm."""

    figure = models.CharField(_("figure"), max_length=9, choices=TARGET_FIGURE_CHOICES)
    value = models.PositiveSmallIntegerField(_("target"))
    source = models.TextField(_("authorising order"))
    target = models.OneToOneField(BoardTarget, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("pending target")
        verbose_name_plural = _("pending targets")
        constraints = [
            *two_administrator_constraints("board_target_change", created="target"),
            CheckConstraint(name="board_target_asked_is_possible", condition=_possible_target()),
            UniqueConstraint(name="board_target_change_waits_once", fields=["figure"], condition=Q(decided_at=None)),
        ]
        triggers = fixed_except("decided_by_id", "decided_at", "target_id", once="decided_at")

    def __str__(self):
        return f"{self.figure} {self.asked_at:%Y-%m-%d}"
