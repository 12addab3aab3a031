"""The archive of reports: of one's own office and those below it."""

from itertools import groupby
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_safe

from accounts.models import Office
from accounts.rules.offices import is_code
from accounts.rules.roles import HAS_A_CELL
from desk.wording import day, moment
from monitoring.access import watching_required
from monitoring.models import Report
from monitoring.models.report import LANGUAGES, RHYTHMS
from monitoring.queries.reports import readable_by

SIZE = 50
LAST_PAGE = 10_000
RHYTHM_WORDS = dict(RHYTHMS)


class ReportFilters(NamedTuple):
    """What the address asks for; whatever it does not understand is not asked for."""

    office: str
    rhythm: str
    page: int

    @classmethod
    def of(cls, request: HttpRequest) -> "ReportFilters":
        typed = request.GET.get("page", "1")
        page = min(int(typed), LAST_PAGE) if typed.isascii() and typed.isdigit() and int(typed) else 1
        rhythm = request.GET.get("rhythm", "")
        office = request.GET.get("office", "")
        return cls(office if is_code(office) else "", rhythm if rhythm in RHYTHM_WORDS else "", page)

    def address(self, **other) -> str:
        named = {name: value for name, value in self._replace(**other)._asdict().items() if value and value != 1}
        return f"?{urlencode(named)}" if named else reverse("reports")


@require_safe
@watching_required
def reports(request: HttpRequest) -> HttpResponse:
    """The newest first. `?office=` a code, `?rhythm=` weekly or monthly, `?page=`."""
    asked = ReportFilters.of(request)
    wanted = readable_by(request.actor).order_by("-last", "rhythm", "office__path", "language")
    if asked.office:
        wanted = wanted.filter(office__code=asked.office)
    if asked.rhythm:
        wanted = wanted.filter(rhythm=asked.rhythm)
    rows = SIZE * len(LANGUAGES)
    found = list(wanted[(asked.page - 1) * rows : asked.page * rows + 1])
    offices = Office.objects.filter(path__startswith=request.actor.office_path, kind__in=HAS_A_CELL).order_by("path")
    context = {
        "asked": asked,
        "offices": list(offices),
        "rhythms": RHYTHMS,
        "rows": [_row(list(pair)) for _same, pair in groupby(found[:rows], key=_which)],
        "previous_url": asked.address(page=asked.page - 1) if asked.page > 1 else "",
        "next_url": asked.address(page=asked.page + 1) if len(found) > rows else "",
    }
    return render(request, "monitoring/reports.html", context)


def _which(report: Report) -> tuple:
    return report.office_id, report.rhythm, report.first


def _row(same: list[Report]) -> dict:
    """One report in its languages."""
    one, names = same[0], dict(LANGUAGES)
    return {
        "name": RHYTHM_WORDS[one.rhythm],
        "office": one.office.name,
        "first": day(one.first),
        "last": day(one.last),
        "as_of": moment(one.as_of),
        "papers": [
            {
                "language": report.language,
                "name": names[report.language],
                "url": reverse("report", kwargs={"report": report.pk}),
            }
            for report in same
        ],
    }


@require_safe
@watching_required
def report(request: HttpRequest, report: int) -> HttpResponse:
    """The paper as it was made. 404 for what is not theirs to read."""
    one = get_object_or_404(readable_by(request.actor).defer(None), pk=report)
    answer = HttpResponse(bytes(one.pdf), content_type="application/pdf")
    name = f"{one.rhythm}-{one.office.code}-{one.first.isoformat()}-{one.language}.pdf"
    answer["Content-Disposition"] = content_disposition_header(True, name)
    return answer
