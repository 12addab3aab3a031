"""The archive of reports of the actor's office and the offices below it."""

from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_safe

from accounts.models import Office
from accounts.rules.office_tree import is_office_code
from accounts.rules.roles import KINDS_WITH_CELL
from desk.formatting import day, moment
from monitoring.board_access import board_access_required
from monitoring.models import Report
from monitoring.models.report import LANGUAGES, RHYTHMS
from monitoring.queries.office_reports import readable_reports

PAGE_SIZE = 50
LAST_PAGE = 10_000
RHYTHM_WORDS = dict(RHYTHMS)


class ReportFilters(NamedTuple):
    """The filters in the address. Invalid values are ignored."""

    office: str
    rhythm: str
    page: int

    @classmethod
    def from_request(cls, request: HttpRequest) -> "ReportFilters":
        typed = request.GET.get("page", "1")
        page = min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdigit() and int(typed) else 1
        rhythm = request.GET.get("rhythm", "")
        office = request.GET.get("office", "")
        return cls(office if is_office_code(office) else "", rhythm if rhythm in RHYTHM_WORDS else "", page)

    def address(self, **changes) -> str:
        """Return the address of the archive with these filters, some of them changed."""
        filters = self._replace(**changes)._asdict()
        parameters = {name: value for name, value in filters.items() if value and value != 1}
        return f"?{urlencode(parameters)}" if parameters else reverse("reports")


@require_safe
@board_access_required
def list_reports(request: HttpRequest) -> HttpResponse:
    """Show the archive, the newest reports first. `?office=`: a code. `?rhythm=`: weekly or monthly. `?page=`."""
    filters = ReportFilters.from_request(request)
    selected = readable_reports(request.actor).order_by("-last", "rhythm", "office__path", "language")
    if filters.office:
        selected = selected.filter(office__code=filters.office)
    if filters.rhythm:
        selected = selected.filter(rhythm=filters.rhythm)
    size = PAGE_SIZE * len(LANGUAGES)
    reports = list(selected[(filters.page - 1) * size : filters.page * size + 1])
    offices = Office.objects.filter(path__startswith=request.actor.office_path, kind__in=KINDS_WITH_CELL).order_by(
        "path"
    )
    context = {
        "asked": filters,
        "offices": list(offices),
        "rhythms": RHYTHMS,
        "rows": [
            _report_row(list(group))
            for _key, group in groupby(reports[:size], key=attrgetter("office_id", "rhythm", "first"))
        ],
        "previous_url": filters.address(page=filters.page - 1) if filters.page > 1 else "",
        "next_url": filters.address(page=filters.page + 1) if len(reports) > size else "",
    }
    return render(request, "monitoring/reports.html", context)


def _report_row(in_languages: list[Report]) -> dict:
    """Return one report, with a link to the document in each language."""
    first, names = in_languages[0], dict(LANGUAGES)
    return {
        "name": RHYTHM_WORDS[first.rhythm],
        "office": first.office.name,
        "first": day(first.first),
        "last": day(first.last),
        "as_of": moment(first.as_of),
        "papers": [
            {
                "language": report.language,
                "name": names[report.language],
                "url": reverse("report", kwargs={"report": report.pk}),
            }
            for report in in_languages
        ],
    }


@require_safe
@board_access_required
def download_report(request: HttpRequest, report: int) -> HttpResponse:
    """Return the PDF of a report. 404 unless the actor may read it."""
    stored = get_object_or_404(readable_reports(request.actor).defer(None), pk=report)
    response = HttpResponse(bytes(stored.pdf), content_type="application/pdf")
    name = f"{stored.rhythm}-{stored.office.code}-{stored.first.isoformat()}-{stored.language}.pdf"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
