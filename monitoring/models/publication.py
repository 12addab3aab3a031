"""Figures for everybody, made once a week. What is too small to show is not kept here at all."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from complaints.models.event import APPEND_ONLY
from reviews.models.labels import DECISIONS


class ReviewsOfQuarter(models.Model):
    """How reviews of officers ended that were closed in a quarter, in the province. Counted once and never again: a
    complaint that names somebody later would leave the number by itself, and be told of by that.

    `first`: the quarter's first day. `decision`: empty for all together. An empty number is too small to show, or would
    give away one that is.
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
    """The figures of one week: of the days from `first` to `last`, and of whole months, as all stood at `made_at`."""

    first = models.DateField()
    last = models.DateField(unique=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("publication of figures")
        constraints = [CheckConstraint(name="publication_in_order", condition=Q(first__lte=F("last")))]


class PublicFigure(models.Model):
    """What is published of one district, or (without an office) of the province, for the window or a `month`.

    An empty number is too small to show, or would give away one that is. Districts count no complaint that is about the
    police, names an officer or is confidential: these are counted in the row `is_elsewhere`, which has no office
    either. The districts and that row add up to the province, for every number.
    Of each share stand both numbers: how many are known, and how many of them did.
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
