"""The access log: auditors search who read what, take it away as a file, and record a finding. Nobody else has it."""

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
from complaints.queries.cursor import Cursor, Unreadable
from desk.access import reading_required, signed_out
from desk.audit.forms import AccessForm, FindingForm, TakenForm
from desk.audit.rows import COLUMNS, cells, choices, finding, looked_up, search, shown
from desk.audit.rows import taken as exported
from desk.queries import access_log
from desk.services import audit

TEMPLATE = "desk/audit/log.html"


def auditors_only(view):
    """Let in auditors of the Central Police Office. Nobody else learns that there is such a page."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not audit.audits(request.actor):
            raise Http404
        return view(request, *args, **kwargs)

    return reading_required(guarded)


@require_safe
@auditors_only
@transaction.atomic
def log(request: HttpRequest) -> HttpResponse:
    """Who read what, the latest first. 422 where the search can't be read; what was typed stays."""
    return _page(request, AccessForm(request.GET, actor=request.actor))


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The rows of a search as a CSV file, by POST alone: to take rows away is an act. Who comes after the session's end
    signs in and is led to the search."""
    return _export(request) if request.user.is_authenticated else redirect_to_login(_address(request.GET))


@auditors_only
def _export(request: HttpRequest) -> HttpResponse:
    """Streamed; that it was taken is kept before the first row leaves."""
    form = AccessForm(request.GET, actor=request.actor)
    if not form.is_valid():
        return redirect(_address(request.GET))
    audit.note_search(form.asked.kept, kind=AccessSearch.Kind.EXPORTED, by=request.actor, at=timezone.now())
    rows = access_log.every_row(form.asked, request.actor)
    answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="access-log.csv"'
    return answer


@require_safe
@auditors_only
def searches(request: HttpRequest) -> HttpResponse:
    """What auditors asked of the log, the reader included."""
    rows = [search(row) for row in access_log.searches(request.actor)]
    return render(request, "desk/audit/searches.html", {"rows": rows})


@require_safe
@auditors_only
@transaction.atomic
def taken(request: HttpRequest) -> HttpResponse:
    """What officers looked up by number, or with `?files=1` took away as files: of many complaints at once."""
    files = request.GET.get("files") == "1"
    here, form = reverse("desk:access_taken"), TakenForm(request.GET, actor=request.actor)
    context = {"form": form, "files": files, "rows": [], "choices": [], "has_errors": not form.is_valid()}
    if not form.is_valid():
        context["choices"] = choices(form, request.GET, here)
        return render(request, "desk/audit/taken.html", context, status=422)
    kept = form.asked.kept | {"of": "files" if files else "numbers"}
    audit.note_search(kept, kind=AccessSearch.Kind.SHOWN, by=request.actor, at=timezone.now())
    page = access_log.taken(Export if files else LookUp, form.asked, before=_cursor(request))
    context["rows"] = [(exported if files else looked_up)(row) for row in page.rows]
    context["older_url"] = _address(request.GET, "desk:access_taken", before=page.older.token) if page.older else ""
    return render(request, "desk/audit/taken.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Record a finding; who comes after the session's end is given back what they typed."""
    if request.method == "POST" and not request.user.is_authenticated:
        return signed_out(request, back=reverse("desk:access_log"), typed=[request.POST.get("words", "").strip()])
    return _record(request)


@auditors_only
def _record(request: HttpRequest) -> HttpResponse:
    """422 with the form where it can't be taken. The address says of what it is: the search that is open."""
    if request.method != "POST":
        return redirect(_address(request.GET))
    form, found = AccessForm(request.GET, actor=request.actor), FindingForm(request.POST)
    about = form.asked if form.is_valid() else None
    if about is None or not (about.complaint or about.officer):
        raise Http404
    if not found.is_valid():
        return _page(request, form, found=found, status=422)
    of = {"complaint": about.complaint} if about.complaint else {"officer": about.officer}
    audit.record_finding(words=found.cleaned_data["words"], by=request.actor, at=timezone.now(), **of)
    messages.success(request, _("The finding is recorded."))
    return redirect(_address(request.GET))


def _page(request: HttpRequest, form: AccessForm, *, found: FindingForm | None = None, status: int = 200):
    if not form.is_valid():
        context = {
            "form": form,
            "choices": choices(form, request.GET, reverse("desk:access_log")),
            "rows": [],
            "has_errors": True,
        }
        return render(request, TEMPLATE, context, status=422)
    asked = form.asked
    audit.note_search(asked.kept, kind=AccessSearch.Kind.SHOWN, by=request.actor, at=timezone.now())
    page = access_log.page_of(asked, request.actor, before=_cursor(request))
    about = asked.complaint.spaced_etag if asked.complaint else asked.officer and asked.officer.title
    context = {
        "form": form,
        "rows": [shown(row) for row in page.rows],
        "older_url": _address(request.GET, before=page.older.token) if page.older else "",
        "is_first": "before" not in request.GET,
        "export_url": _address(request.GET, "desk:access_log_export"),
        "about": about,
        "file_url": reverse("desk:complaint", args=[asked.complaint.etag]) if asked.complaint else "",
        "finding_url": _address(request.GET, "desk:record_finding"),
        "finding_form": (found or FindingForm(auto_id="finding_%s")) if about else None,
        "findings": [finding(row) for row in access_log.findings(asked, request.actor)],
        "has_errors": found is not None,
    }
    return render(request, TEMPLATE, context, status=status)


def _cursor(request: HttpRequest) -> Cursor | None:
    try:
        return Cursor.read(request.GET["before"]) if request.GET.get("before") else None
    except Unreadable:
        messages.warning(request, _("The link to that page was incomplete. This is the first page."))
        return None


def _address(asked: QueryDict, name: str = "desk:access_log", **place: str) -> str:
    """The address of a page of the log for the same search."""
    parameters = asked.copy()
    parameters.pop("before", None)
    for key, value in place.items():
        parameters[key] = value
    query = parameters.urlencode()
    return f"{reverse(name)}?{query}" if query else reverse(name)


class _Echo:
    """A file that hands back what is written to it, so that a table leaves line by line."""

    def write(self, line: str) -> str:
        return line


def _lines(rows) -> Iterator[str]:
    """The mark of UTF-8 first: without it spreadsheets garble Urdu."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([str(column) for column in COLUMNS])
    for row in rows:
        yield writer.writerow(cells(row))
