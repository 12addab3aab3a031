"""Exports of a queue as CSV or XLSX, up to a million rows. They contain nothing about or from complainants."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import merge
from itertools import batched, chain, groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_bidi, gettext
from django.views.decorators.http import require_http_methods

from accounts.actors import Actor
from accounts.models.choice_labels import localized_name
from accounts.replica_reads import read_from_replica
from complaints.models import Export
from complaints.models.complaint import NO_DEADLINE
from complaints.models.display.complaint_labels import CHANNELS, CONTACTS, OUTCOMES
from complaints.rules.etag import format_etag
from desk.exports.row_limit import cut_off_text, limit_batches, too_many_rows_text
from desk.page_access import postings_with_queue, reading_role_required
from desk.queries.export_batches import BATCH_SIZE, iterate_row_batches
from desk.queries.queue import build_my_queue_list, build_office_queue_list
from desk.queue.queue_filters import QueueFilter
from desk.queue.row_display import STATUS_WORDS, row_holder_text
from desk.services import export_log
from documents import spreadsheets
from documents.formula_escaping import escape_formula

CHANNEL_WORDS, CONTACT_WORDS, OUTCOME_WORDS = (
    {str(key): words for key, words in choices} for choices in (CHANNELS, CONTACTS, OUTCOMES)
)
CURSOR_PARAMETERS = {"after", "before"}
Batches = Iterator[list[dict]]


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
@read_from_replica
def export_my_queue(request: HttpRequest, kind: str) -> StreamingHttpResponse | HttpResponseRedirect:
    """Export what the officer has to do, under all of their postings: the rows of the queue, each once."""
    if request.method != "POST":
        return redirect("desk:queue")
    at = timezone.now()
    actors = [Actor.of(posting) for posting in postings_with_queue(request)] or [request.actor]
    queues = [iterate_row_batches(build_my_queue_list(actor, at=at)) for actor in actors]
    return _log_and_stream_export(
        request, kind, queues[0] if len(queues) == 1 else _merge_batches(queues), "mine", at=at
    )


def _merge_batches(queues: Iterable[Batches]) -> Batches:
    """Yield the rows of several queues as one, in the queue's order and each row once."""
    rows = merge(*(chain.from_iterable(queue) for queue in queues), key=lambda row: (row["due_at"], row["id"]))
    unique_rows = (next(same) for _, same in groupby(rows, key=lambda row: row["id"]))
    yield from (list(batch) for batch in batched(unique_rows, BATCH_SIZE))


@require_http_methods(["GET", "HEAD", "POST"])
@reading_role_required
@read_from_replica
def export_office_queue(request: HttpRequest, kind: str) -> StreamingHttpResponse | HttpResponseRedirect:
    """Export what the office has and matches the filters in the URL. By POST only, because an export is logged.

    A selection that is known to be too long is refused on the page of the queue, with its filters. One whose length is
    not known is cut off, and its last line says so.
    """
    if request.method != "POST":
        filters = {name: value for name, value in request.GET.items() if name not in CURSOR_PARAMETERS}
        return redirect(f"{reverse('desk:office')}?{urlencode(filters)}")
    at = timezone.now()
    filters = QueueFilter(request.GET, actor=request.actor)
    complaints = build_office_queue_list(request.actor, at=at, **filters.arguments)
    if refused := too_many_rows_text(complaints.total()):
        messages.error(request, refused)
        return redirect(f"{reverse('desk:office')}?{filters.query}")
    rows = iterate_row_batches(complaints)
    return _log_and_stream_export(request, kind, rows, filters.query, at=at)


def _log_and_stream_export(
    request: HttpRequest, kind: str, rows: Batches, filters: str, *, at: datetime
) -> StreamingHttpResponse:
    export = export_log.record_export(Export.Kind(kind), filters, by=request.actor, at=at)
    lines = sanitise_and_count_lines(_localized_lines(rows, language=get_language()), export)
    return spreadsheet_response(
        kind, _column_headings(), lines, name=f"complaints-{localtime(at):%Y-%m-%d}", title=gettext("Complaints")
    )


def spreadsheet_response(
    kind: str, headers: list[str], lines: Iterator[spreadsheets.SheetRow], *, name: str, title: str
) -> StreamingHttpResponse:
    """Return a streaming response with the lines as a file. `kind`: of Export."""
    if kind == Export.Kind.CSV:
        response = StreamingHttpResponse(spreadsheets.csv_chunks(headers, lines), content_type=spreadsheets.CSV_TYPE)
    else:
        book = spreadsheets.xlsx_chunks(headers, lines, title=title, right_to_left=get_language_bidi())
        response = StreamingHttpResponse(book, content_type=spreadsheets.XLSX_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def sanitise_and_count_lines(lines: Iterable[spreadsheets.SheetRow], export: Export) -> Iterator[spreadsheets.SheetRow]:
    """Yield the lines, protected against formula injection. Finally record how many were sent, even after an abort."""
    number = 0
    try:
        for line in lines:
            number += 1
            yield [escape_formula(cell) if isinstance(cell, str) else cell for cell in line]
    finally:
        export_log.record_exported_rows(export, rows=number)


def _localized_lines(rows: Batches, *, language: str) -> Iterator[spreadsheets.SheetRow]:
    """Yield the lines in the reader's language.

    It is activated for each batch, because the response is streamed after the view has returned.
    """
    for batch, is_cut_off in limit_batches(rows):
        with translation.override(language):
            lines = [_export_line(row) for row in batch]
            if is_cut_off:
                lines.append([cut_off_text()])
        yield from lines


def _column_headings() -> list[str]:
    return [
        *(gettext("E-tag"), gettext("Category"), gettext("Police station"), gettext("Status"), gettext("Office")),
        *(gettext("Holder"), gettext("Channel"), gettext("Received"), gettext("Due"), gettext("Contact")),
        *(gettext("Contact due"), gettext("Contacted"), gettext("Report due"), gettext("Reported"), gettext("Outcome")),
    ]


def _export_line(row: dict) -> spreadsheets.SheetRow:
    return [
        format_etag(row["etag"]),
        localized_name(row["category_en"], row["category_ur"]),
        localized_name(row["place_en"], row["place_ur"]),
        str(STATUS_WORDS[row["status"]]),
        localized_name(row["office_en"], row["office_ur"]),
        row_holder_text(row),
        str(CHANNEL_WORDS[row["channel"]]),
        to_spreadsheet_time(row["received_at"]),
        "" if row["due_at"] == NO_DEADLINE else to_spreadsheet_time(row["due_at"]),
        str(CONTACT_WORDS[row["contact"]]),
        *(
            to_spreadsheet_time(row[name])
            for name in ("contact_due_at", "contacted_at", "report_due_at", "reported_at")
        ),
        str(OUTCOME_WORDS.get(row["outcome"], "")),
    ]


def to_spreadsheet_time(at: datetime | None) -> datetime | str:
    """Return the local time to the minute, without a time zone, which spreadsheets do not have; "" for None."""
    return localtime(at).replace(second=0, microsecond=0, tzinfo=None) if at else ""
