"""Published months of districts by category. The reporting schema shows them (docs/data-out.md)."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from monitoring.models.publication import Publication


class CategoryFigure(models.Model):
    """The figures of a district, a month and a category; without a category, of all that are too small for a row.

    A number is null if it is too small to show, or if it would reveal one that is.
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="category_figures")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    category = models.ForeignKey("complaints.Category", models.PROTECT, null=True, related_name="+", db_index=False)
    received = models.PositiveIntegerField()
    contact_known = models.PositiveIntegerField(null=True)
    contact_in_time = models.PositiveIntegerField(null=True)
    report_known = models.PositiveIntegerField(null=True)
    report_in_time = models.PositiveIntegerField(null=True)
    hours_to_report = models.FloatField(null=True)

    class Meta:
        verbose_name = _("figure by category")
        constraints = [
            UniqueConstraint(
                name="category_figure_once",
                fields=["publication", "office", "month", "category"],
                nulls_distinct=False,
            ),
            CheckConstraint(
                name="category_figure_is_not_small",
                condition=Q(received__gte=10) & ~Q(contact_known__lt=10) & ~Q(report_known__lt=10),
            ),
        ]
