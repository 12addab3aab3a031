"""The public figures as they were last published."""

from django.db.models import F

from accounts.models import Office
from monitoring.models import Publication, PublicFigure, ReviewsOfQuarter


def newest() -> Publication | None:
    """The last publication; None before the first. One query."""
    return Publication.objects.order_by("-last").first()


def of_province(publication: Publication) -> list[PublicFigure]:
    """Every district in the window; the province, and what no district counts, in the window and in each month. One
    query."""
    figures = publication.figures.select_related("office")
    return list((figures.filter(month=None) | figures.filter(office=None)).order_by("month"))


def of_district(publication: Publication, office: Office) -> list[PublicFigure]:
    """A district in the window, then in each month, the oldest first. One query."""
    return list(publication.figures.filter(office=office).order_by("month"))


def all_of(publication: Publication) -> list[PublicFigure]:
    """The province, what no district counts, then district by district; each in the window, then in each month. One
    query."""
    return list(
        publication.figures.select_related("office").order_by(
            F("office__code").asc(nulls_first=True), "is_elsewhere", F("month").asc(nulls_first=True)
        )
    )


def reviews() -> list[ReviewsOfQuarter]:
    """Of every quarter that was counted, the newest first; all together first, then by decision. One query."""
    return list(ReviewsOfQuarter.objects.order_by("-first", "decision"))
