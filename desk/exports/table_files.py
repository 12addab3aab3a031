"""Make a table's file, and record the export."""

from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlencode

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from complaints.models import Export, SavedView
from complaints.rules.desk_tools.export_schedules import ViewPage
from desk.exports.selections import parse_selection
from desk.exports.tables import exportable_tables
from desk.queue.queue_export import sanitise_and_count_lines, spreadsheet_response
from desk.services import export_log
from documents.spreadsheets import SheetRow

PAGE_LABELS = dict(SavedView._meta.get_field("page").choices)


def logged_table_response(
    request: HttpRequest,
    kind: str,
    page: ViewPage,
    headings: list[str],
    lines: Iterable[SheetRow],
    *,
    parameters: dict[str, str] | None = None,
) -> StreamingHttpResponse:
    """Return the file of a table, and record who exported what. Times in `lines` are local, without a zone.

    `parameters`: of the selection, if they are not in the URL. An office among them is part of the file's name.
    """
    at = timezone.now()
    selection = parse_selection(exportable_tables()[page], request.GET.dict() | (parameters or {}))
    export = export_log.record_export(
        Export.Kind(kind), urlencode({"page": str(page)} | selection), by=request.actor, at=at
    )
    parts = (page.replace("_", "-"), selection.get("office", ""), str(timezone.localdate(at)))
    name = "-".join(part for part in parts if part)
    title = str(PAGE_LABELS[page])
    return spreadsheet_response(
        kind, [str(heading) for heading in headings], sanitise_and_count_lines(lines, export), name=name, title=title
    )


def load_every_page[Page](load: Callable[..., Page], *, cursor: str = "after") -> Iterator[Page]:
    """Yield all pages of a table. `load` gets the page's cursor as a keyword, at first none.

    `cursor`: the name of that keyword and of the page's attribute with the cursor of the next page.
    """
    page = load()
    yield page
    while following := getattr(page, cursor):
        page = load(**{cursor: following})
        yield page
