"""The public figures as CSV files, for analysis. They contain what the pages show, and nothing that those leave out."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from accounts.replica_reads import read_from_replica
from documents import spreadsheets
from monitoring.open_data_fields import FIGURE_FIELDS, REVIEW_FIELDS
from monitoring.queries import public_figures
from monitoring.queries.open_data import csv_cells, figure_row, review_row

NUMBERS = tuple(one.name for one in FIGURE_FIELDS if one.is_number)
HEADS = tuple(one.name for one in FIGURE_FIELDS)
REVIEW_HEADS = tuple(one.name for one in REVIEW_FIELDS)
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
    figures = public_figures.load_all_figures(publication)
    lines = (csv_cells(figure_row(publication, figure)) for figure in figures)
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
    lines = (csv_cells(review_row(row)) for row in rows)
    response = StreamingHttpResponse(spreadsheets.csv_chunks(REVIEW_HEADS, lines), content_type=spreadsheets.CSV_TYPE)
    response["Content-Disposition"] = 'attachment; filename="police-complaints-punjab-reviews.csv"'
    return response
