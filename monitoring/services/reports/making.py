"""Making the reports that are due: each office's once, in both languages, and a word to its head that it is there."""

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
from monitoring.queries import reports
from monitoring.rules.reports import Period, due, missed
from monitoring.services.reports import wording
from notifications.services import enqueue_many
from notifications.services.outbox import NewMessage

ARCHIVE = "/desk/reports/"


def make_reports(*, at: datetime) -> int:
    """The reports of the last week and the last month that are not in the archive yet, and those of weeks and months
    that were missed altogether; of how many offices.

    Harmless to repeat, at any time and twice at once. Each office is a transaction of its own: a kill loses none, and
    what is there is not made again.
    """
    return sum(make_report(office, period, at=at) for office, period in _owed(localtime(at)))


def _owed(local: datetime) -> Iterator[tuple[Office, Period]]:
    """What was missed comes first, so that the newest is the newest in the archive."""
    for wanted, periods in ((reports.missed, missed(local)), (reports.offices, due(local))):
        for period in periods:
            for office in wanted(period):
                yield office, period


def make_report(office: Office, period: Period, *, at: datetime) -> bool:
    """Make one office's report of a period, in each language. False where somebody else was faster."""
    told = reports.told(office, period, at=at)
    made = {}
    for language, _name in LANGUAGES:
        with translation.override(language):
            made[language] = documents.report(wording.facts(told), language)
    return _keep(office, period, made, at=at)


@transaction.atomic
def _keep(office: Office, period: Period, made: dict[str, bytes], *, at: datetime) -> bool:
    """False where somebody else was faster. The office's row is what two at once wait for."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    if not reports.offices(period).filter(pk=office.pk).exists():
        return False
    days = {"rhythm": period.rhythm.value, "first": period.first, "last": period.last}
    Report.objects.bulk_create(
        Report(office=office, **days, language=language, as_of=at, pdf=pdf) for language, pdf in made.items()
    )
    key = f"report:{period.rhythm}:{period.first.isoformat()}:{office.pk}"
    path = f"{ARCHIVE}?{urlencode({'office': office.code, 'rhythm': period.rhythm.value})}"
    first, last = (make_aware(datetime.combine(day, time.min)) for day in (period.first, period.last))
    said = {"rhythm": period.rhythm.value, "first": first, "last": last, "path": path, "via": "email"}
    enqueue_many(
        [
            NewMessage(f"posting:{head.pk}", "report", said, dedupe_key=f"{key}:{head.pk}")
            for head in reports.heads_of(office, at=at)
        ],
        at=at,
    )
    return True
