"""The access log: auditors search who read which complaint, export the result, and record findings. Others get 404."""

import csv
from collections.abc import Iterator
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints.models import AccessSearch
from complaints.models.exports_and_lookups import Export, LookUp
from complaints.queries.queue_cursor import QueueCursor, UnreadableCursor
from desk.audit.access_log_forms import AccessLogSearchForm, ExportAndLookupSearchForm, FindingForm
from desk.audit.access_log_rows import (
    COLUMNS,
    finding_row,
    links_to_matches,
    lookup_row,
    reading_csv_cells,
    reading_row,
    search_row,
)
from desk.audit.access_log_rows import export_row as exported
from desk.page_access import reading_role_required, session_expired_page
from desk.queries import access_log
from desk.services import audit_records

TEMPLATE = "desk/audit/log.html"


def auditors_only(view):
    """Allow the view to auditors of the Central Police Office. Others get 404."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not audit_records.is_auditor(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    return reading_role_required(guarded)


@require_safe
@auditors_only
@transaction.atomic
def show_access_log(request: HttpRequest) -> HttpResponse:
    """Show the readings that match the search, the latest first. 422 if the search is invalid; the form keeps it."""
    return _render_access_log(request, AccessLogSearchForm(request.GET, actor=request.actor))


@require_POST
def export_access_log(request: HttpRequest) -> HttpResponse:
    """Export the rows of a search as a CSV file. By POST only, because an export is logged.

    If the session has expired, the sign-in leads back to the search.
    """
    return _stream_export(request) if request.user.is_authenticated else redirect_to_login(_search_url(request.GET))


@auditors_only
def _stream_export(request: HttpRequest) -> HttpResponse:
    """Stream the file. The export is logged before the first row is sent."""
    form = AccessLogSearchForm(request.GET, actor=request.actor)
    if not form.is_valid():
        return redirect(_search_url(request.GET))
    audit_records.record_search(
        form.filters.as_record, kind=AccessSearch.Kind.EXPORTED, by=request.actor, at=timezone.now()
    )
    rows = access_log.iterate_readings(form.filters, request.actor)
    response = StreamingHttpResponse(_csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="access-log.csv"'
    return response


@require_safe
@auditors_only
def show_searches_of_access_log(request: HttpRequest) -> HttpResponse:
    """Show the searches of the access log."""
    rows = [search_row(row) for row in access_log.recorded_searches(request.actor)]
    return render(request, "desk/audit/searches.html", {"rows": rows})


@require_safe
@auditors_only
@transaction.atomic
def show_exports_and_lookups(request: HttpRequest) -> HttpResponse:
    """Show officers' look-ups by number, or with `?files=1` their exports. Both concern many complaints at once."""
    files = request.GET.get("files") == "1"
    form = ExportAndLookupSearchForm(request.GET, actor=request.actor)
    context = {"form": form, "files": files, "rows": [], "choices": [], "has_errors": not form.is_valid()}
    if not form.is_valid():
        context["choices"] = links_to_matches(form, request.GET, reverse("desk:exports_and_lookups"))
        return render(request, "desk/audit/taken.html", context, status=422)
    search_record = form.filters.as_record | {"of": "files" if files else "numbers"}
    audit_records.record_search(search_record, kind=AccessSearch.Kind.SHOWN, by=request.actor, at=timezone.now())
    page = access_log.load_exports_or_lookups_page(
        Export if files else LookUp, form.filters, before=_cursor_from_url(request)
    )
    context["rows"] = [(exported if files else lookup_row)(row) for row in page.rows]
    context["older_url"] = (
        _search_url(request.GET, "desk:exports_and_lookups", before=page.older.token) if page.older else ""
    )
    return render(request, "desk/audit/taken.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def submit_finding(request: HttpRequest) -> HttpResponse:
    """Record a finding. If the session has expired, return the typed text to the auditor."""
    if request.method == "POST" and not request.user.is_authenticated:
        return session_expired_page(
            request, back=reverse("desk:access_log"), typed=[request.POST.get("words", "").strip()]
        )
    return _process_finding(request)


@auditors_only
def _process_finding(request: HttpRequest) -> HttpResponse:
    """Record a finding about the complaint or officer of the search in the URL. 422 with the form if it is refused."""
    if request.method != "POST":
        return redirect(_search_url(request.GET))
    form, finding_form = AccessLogSearchForm(request.GET, actor=request.actor), FindingForm(request.POST)
    about = form.filters if form.is_valid() else None
    if about is None or not (about.complaint or about.officer):
        raise Http404
    if not finding_form.is_valid():
        return _render_access_log(request, form, finding_form=finding_form, status=422)
    subject = {"complaint": about.complaint} if about.complaint else {"officer": about.officer}
    audit_records.record_finding(
        words=finding_form.cleaned_data["words"], by=request.actor, at=timezone.now(), **subject
    )
    messages.success(request, _("The audit finding is recorded."))
    return redirect(_search_url(request.GET))


def _render_access_log(
    request: HttpRequest, form: AccessLogSearchForm, *, finding_form: FindingForm | None = None, status: int = 200
):
    if not form.is_valid():
        context = {
            "form": form,
            "choices": links_to_matches(form, request.GET, reverse("desk:access_log")),
            "rows": [],
            "has_errors": True,
        }
        return render(request, TEMPLATE, context, status=422)
    filters = form.filters
    audit_records.record_search(filters.as_record, kind=AccessSearch.Kind.SHOWN, by=request.actor, at=timezone.now())
    page = access_log.load_readings_page(filters, request.actor, before=_cursor_from_url(request))
    about = filters.complaint.spaced_etag if filters.complaint else filters.officer and filters.officer.title
    context = {
        "form": form,
        "rows": [reading_row(row) for row in page.rows],
        "older_url": _search_url(request.GET, before=page.older.token) if page.older else "",
        "is_first": "before" not in request.GET,
        "export_url": _search_url(request.GET, "desk:access_log_export"),
        "about": about,
        "file_url": reverse("desk:complaint", args=[filters.complaint.etag]) if filters.complaint else "",
        "finding_url": _search_url(request.GET, "desk:record_finding"),
        "finding_form": (finding_form or FindingForm(auto_id="finding_%s")) if about else None,
        "findings": [finding_row(row) for row in access_log.findings_about(filters, request.actor)],
        "has_errors": finding_form is not None,
    }
    return render(request, TEMPLATE, context, status=status)


def _cursor_from_url(request: HttpRequest) -> QueueCursor | None:
    try:
        return QueueCursor.from_token(request.GET["before"]) if request.GET.get("before") else None
    except UnreadableCursor:
        messages.warning(request, _("The link to that page was incomplete. This is the first page."))
        return None


def _search_url(search_parameters: QueryDict, name: str = "desk:access_log", **cursor: str) -> str:
    """Return the URL of a page of the log for the same search."""
    parameters = search_parameters.copy()
    parameters.pop("before", None)
    for key, value in cursor.items():
        parameters[key] = value
    query = parameters.urlencode()
    return f"{reverse(name)}?{query}" if query else reverse(name)


class _Echo:
    """A file-like object whose `write` returns the line, so that csv.writer can stream."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(rows) -> Iterator[str]:
    """Yield the lines of the file. A byte order mark comes first: without it spreadsheets garble Urdu."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([str(column) for column in COLUMNS])
    for row in rows:
        yield writer.writerow(reading_csv_cells(row))
