"""Make the reports that are due: once for each office, in both languages. Notify the head of the office."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db import transaction
from django.utils import translation
from django.utils.http import urlencode
from django.utils.timezone import localtime, make_aware

import documents
from accounts.models import Office
from monitoring.models import Report
from monitoring.models.report import LANGUAGES
from monitoring.queries import office_reports
from monitoring.rules.report_periods import ReportPeriod, due_periods, missed_periods
from monitoring.services.reports import report_text
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage

ARCHIVE_PATH = "/desk/reports/"


def make_due_reports(*, at: datetime) -> int:
    """Make the missing reports of the last week and month, and of earlier ones that were missed.

    Return how many were made, counting each office and period once. Safe to repeat at any time and to run twice at
    once. Each report is stored in its own transaction, so that an interrupted run loses none.
    """
    return sum(make_report(office, period, at=at) for office, period in _missing_reports(localtime(at)))


def _missing_reports(local: datetime) -> Iterator[tuple[Office, ReportPeriod]]:
    """Yield missed reports first, so that the archive ends with the newest."""
    for offices_without, periods in (
        (office_reports.offices_with_missed_report, missed_periods(local)),
        (office_reports.offices_without_report, due_periods(local)),
    ):
        for period in periods:
            for office in offices_without(period):
                yield office, period


def make_report(office: Office, period: ReportPeriod, *, at: datetime) -> bool:
    """Make the report of an office and a period in each language. Return False if another worker was faster."""
    content = office_reports.load_report_figures(office, period, at=at)
    pdfs = {}
    for language, _name in LANGUAGES:
        with translation.override(language):
            pdfs[language] = documents.make_report(report_text.write_report(content), language)
    return _archive_and_notify(office, period, pdfs, at=at)


@transaction.atomic
def _archive_and_notify(office: Office, period: ReportPeriod, pdfs: dict[str, bytes], *, at: datetime) -> bool:
    """Archive the report and notify the heads. Return False if another worker was faster.

    The lock on the office's row lets one worker pass at a time.
    """
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    if not office_reports.offices_without_report(period).filter(pk=office.pk).exists():
        return False
    days = {"rhythm": period.rhythm.value, "first": period.first, "last": period.last}
    Report.objects.bulk_create(
        Report(office=office, **days, language=language, as_of=at, pdf=pdf) for language, pdf in pdfs.items()
    )
    key = f"report:{period.rhythm}:{period.first.isoformat()}:{office.pk}"
    path = f"{ARCHIVE_PATH}?{urlencode({'office': office.code, 'rhythm': period.rhythm.value})}"
    first, last = (make_aware(datetime.combine(day, time.min)) for day in (period.first, period.last))
    context = {"rhythm": period.rhythm.value, "first": first, "last": last, "path": path, "via": "email"}
    enqueue_many(
        [
            NewMessage(f"posting:{head.pk}", "report", context, dedupe_key=f"{key}:{head.pk}")
            for head in office_reports.heads_of_office(office, at=at)
        ],
        at=at,
    )
    return True
