"""Public figures, computed once a week. Numbers that are too small to show are not stored."""

from datetime import date

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.append_only_triggers import APPEND_ONLY
from reviews.models.labels import DECISIONS


class ReviewsOfQuarter(models.Model):
    """How many reviews that were closed in a quarter ended with a decision, in the whole province.

    A quarter is counted once. A second count would leave out complaints that name an officer by then, and the
    difference would reveal them.

    `first`: the first day of the quarter. `decision`: empty for the total. `number`: null if it is too small to show,
    or if it would reveal one that is.
    """

    first = models.DateField()
    decision = models.CharField(max_length=16, choices=DECISIONS, blank=True)
    number = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("quarterly review figures")
        constraints = [
            UniqueConstraint(name="reviews_of_quarter_once", fields=["first", "decision"]),
            CheckConstraint(name="reviews_of_quarter_not_small", condition=~Q(number__lt=10)),
        ]
        triggers = APPEND_ONLY


class Publication(models.Model):
    """One weekly publication: figures of the days from `first` to `last` and of whole months, as of `made_at`.

    `protecting`: the cells of months that are hidden only because they would reveal a smaller one, each as [number,
    district or "" or "(elsewhere)", first day of the month]. They stay hidden in the weeks that follow. Otherwise a
    smaller number that has not changed could be computed from two weeks, each of which hides it beside another cell.
    """

    first = models.DateField()
    last = models.DateField(unique=True)
    protecting = models.JSONField(default=list, db_default=[])
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("publication of figures")
        constraints = [CheckConstraint(name="publication_in_order", condition=Q(first__lte=F("last")))]

    @property
    def protecting_cells(self) -> dict[str, set[tuple[str, date]]]:
        """Return `protecting` by the name of the number."""
        cells: dict[str, set[tuple[str, date]]] = {}
        for name, district, month in self.protecting:
            cells.setdefault(name, set()).add((district, date.fromisoformat(month)))
        return cells


class PublicFigure(models.Model):
    """The published figures of a district, or of the province (no office), for the window or for a `month`.

    A number is null if it is too small to show, or if it would reveal one that is. Districts leave out complaints that
    are about the police, name an officer or are confidential. The row `is_elsewhere` counts those; it has no office
    either. For every number, the districts and that row add up to the province.
    A share is stored as two numbers: the complaints whose result is known, and those of them with the result.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="figures")
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+", db_index=False)
    is_elsewhere = models.BooleanField(default=False)
    month = models.DateField(null=True)
    received = models.PositiveIntegerField(null=True)
    contact_known = models.PositiveIntegerField(null=True)
    contact_in_time = models.PositiveIntegerField(null=True)
    report_known = models.PositiveIntegerField(null=True)
    report_in_time = models.PositiveIntegerField(null=True)
    word_known = models.PositiveIntegerField(null=True)
    confirmed = models.PositiveIntegerField(null=True)
    objected = models.PositiveIntegerField(null=True)
    hours_to_report = models.FloatField(null=True)

    class Meta:
        verbose_name = _("published figure")
        constraints = [
            UniqueConstraint(
                name="public_figure_once",
                fields=["publication", "office", "is_elsewhere", "month"],
                nulls_distinct=False,
            ),
            CheckConstraint(name="public_figure_of_one_place", condition=Q(office=None) | Q(is_elsewhere=False)),
            CheckConstraint(
                name="public_figure_is_not_small",
                condition=~Q(received__lt=10)
                & ~Q(contact_known__lt=10)
                & ~Q(report_known__lt=10)
                & ~Q(word_known__lt=10),
            ),
        ]
