"""The public figures as CSV files, for analysis. They contain what the pages show, and nothing that those leave out."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from accounts.replica_reads import read_from_replica
from documents import spreadsheets
from monitoring.models import Publication, PublicFigure
from monitoring.queries import public_figures

NUMBERS = (
    *("received", "contact_known", "contact_in_time", "report_known", "report_in_time"),
    *("word_known", "confirmed", "objected", "hours_to_report"),
)
HEADS = ("district", "name_en", "name_ur", "first_day", "last_day", "month", "as_of", *NUMBERS)
PUNJAB = ["punjab", "Punjab", "پنجاب"]
ELSEWHERE = ["not_counted_by_district", "Not counted by district", "کسی ضلع میں شمار نہیں"]
REVIEW_HEADS = ("quarter", "outcome", "closed_reviews")
"""Headings are in English in both languages, because programs read them."""


@require_safe
@read_from_replica
def download_figures_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return a line for the province, each district and ELSEWHERE, in the window and in each month.

    A number that is too small to show is empty. 404 before the first publication.
    """
    publication = public_figures.latest_publication()
    if publication is None:
        raise Http404
    lines = (_csv_row_of_figure(publication, figure) for figure in public_figures.load_all_figures(publication))
    response = StreamingHttpResponse(spreadsheets.csv_chunks(HEADS, lines), content_type=spreadsheets.CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="police-complaints-punjab-{publication.last}.csv"'
    return response


@require_safe
@read_from_replica
def download_reviews_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return a line for each decision of the reviews closed in each quarter, and one for their total.

    A number that is too small to show is empty. 404 before the first quarter is counted.
    """
    rows = public_figures.load_review_figures()
    if not rows:
        raise Http404
    lines = (
        [f"{row.first.year}-Q{(row.first.month + 2) // 3}", row.decision or "all", _csv_number_or_empty(row.number)]
        for row in rows
    )
    response = StreamingHttpResponse(spreadsheets.csv_chunks(REVIEW_HEADS, lines), content_type=spreadsheets.CSV_TYPE)
    response["Content-Disposition"] = 'attachment; filename="police-complaints-punjab-reviews.csv"'
    return response


def _csv_row_of_figure(publication: Publication, figure: PublicFigure) -> list[str]:
    office = figure.office
    without_office = ELSEWHERE if figure.is_elsewhere else PUNJAB
    names = [office.code, office.name_en, office.name_ur] if office else without_office
    window = ["", ""] if figure.month else [publication.first.isoformat(), publication.last.isoformat()]
    month = f"{figure.month:%Y-%m}" if figure.month else ""
    return [
        *names,
        *window,
        month,
        publication.made_at.date().isoformat(),
        *(_csv_number_or_empty(getattr(figure, name)) for name in NUMBERS),
    ]


def _csv_number_or_empty(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:.1f}" if isinstance(value, float) else str(value)
