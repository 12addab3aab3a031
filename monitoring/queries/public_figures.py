"""Load the figures of the last publication."""

from django.db.models import F

from accounts.models import Office
from monitoring.models import Publication, PublicFigure, ReviewsOfQuarter


def latest_publication() -> Publication | None:
    """Return the last publication, or None before the first. One query."""
    return Publication.objects.order_by("-last").first()


def load_province_figures(publication: Publication) -> list[PublicFigure]:
    """Return every district in the window, and the province and ELSEWHERE in the window and each month. One query."""
    figures = publication.figures.select_related("office")
    return list((figures.filter(month=None) | figures.filter(office=None)).order_by("month"))


def load_district_figures(publication: Publication, office: Office) -> list[PublicFigure]:
    """Return a district in the window, then in each month, the oldest first. One query."""
    return list(publication.figures.filter(office=office).order_by("month"))


def load_all_figures(publication: Publication) -> list[PublicFigure]:
    """Return the province, ELSEWHERE, then each district; each in the window, then in each month. One query."""
    return list(
        publication.figures.select_related("office").order_by(
            F("office__code").asc(nulls_first=True), "is_elsewhere", F("month").asc(nulls_first=True)
        )
    )


def load_review_figures() -> list[ReviewsOfQuarter]:
    """Return the review figures of every quarter, the newest first: the total, then each decision. One query."""
    return list(ReviewsOfQuarter.objects.order_by("-first", "decision"))
