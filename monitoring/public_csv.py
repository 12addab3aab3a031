"""The public figures as a file, for whoever reckons with them: what the pages show, and nothing that they leave out."""

from collections.abc import Iterator
from datetime import date

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from accounts.replica_reads import from_the_replica
from documents import sheets
from monitoring.models import Publication, PublicFigure
from monitoring.queries import public_figures as published

NUMBERS = (
    *("received", "contact_known", "contact_in_time", "report_known", "report_in_time"),
    *("word_known", "confirmed", "objected", "hours_to_report"),
)
HEADS = ("district", "name_en", "name_ur", "first_day", "last_day", "month", "as_of", *NUMBERS)
PUNJAB = ["punjab", "Punjab", "پنجاب"]
ELSEWHERE = ["not_counted_by_district", "Not counted by district", "کسی ضلع میں شمار نہیں"]
REVIEW_HEADS = ("quarter", "outcome", "closed_reviews")
"""English, as programs read them; the same in both languages."""


@require_safe
@from_the_replica
def figures_csv(request: HttpRequest) -> StreamingHttpResponse:
    """One line for the province, a district or what no district counts, in the window or a month.

    An empty number is too small to show. 404 before the first publication.
    """
    publication = published.newest()
    if publication is None:
        raise Http404
    lines = (_line(publication, figure) for figure in published.all_of(publication))
    answer = StreamingHttpResponse(sheets.as_csv(HEADS, lines), content_type=sheets.CSV_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="police-complaints-punjab-{publication.last}.csv"'
    return answer


@require_safe
@from_the_replica
def reviews_csv(request: HttpRequest) -> StreamingHttpResponse:
    """A line for each outcome of each quarter's closed reviews, and for all of them. An empty number is too small to
    show. 404 before the first quarter was counted."""
    rows = published.reviews()
    if not rows:
        raise Http404
    lines = ([_quarter(row.first), row.decision or "all", _number(row.number)] for row in rows)
    answer = StreamingHttpResponse(sheets.as_csv(REVIEW_HEADS, lines), content_type=sheets.CSV_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="police-complaints-punjab-reviews.csv"'
    return answer


def _quarter(first: date) -> str:
    """`2026-Q3`."""
    return f"{first.year}-Q{(first.month + 2) // 3}"


def _line(publication: Publication, figure: PublicFigure) -> list[str]:
    office = figure.office
    of_none = ELSEWHERE if figure.is_elsewhere else PUNJAB
    names = [office.code, office.name_en, office.name_ur] if office else of_none
    window = ["", ""] if figure.month else [publication.first.isoformat(), publication.last.isoformat()]
    month = f"{figure.month:%Y-%m}" if figure.month else ""
    return [*names, *window, month, publication.made_at.date().isoformat(), *map(_number, _numbers(figure))]


def _numbers(figure: PublicFigure) -> Iterator[float | None]:
    return (getattr(figure, name) for name in NUMBERS)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.1f}" if isinstance(value, float) else str(value)
