"""Turn the figures of a report into text, in the active language."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Office
from accounts.models.choices import OFFICE_KIND_CHOICES
from documents import ChartBar, ReportFacts, ReportFigure
from documents.printable_text import NO_BREAK
from monitoring.models.report import RHYTHMS
from monitoring.queries.compared_offices import measure_share
from monitoring.queries.office_reports import OfficeReportFigures
from monitoring.rules.league_places import HIGH_IS_GOOD, LeagueMeasure, rank_by_share
from monitoring.share_wording import format_fraction, format_interval, format_number, format_percent, measure_labels
from monitoring.tallies.reading import Sums
from reviews.rules.delay_patterns import FEWEST_CASES, PatternShare

RHYTHM_WORDS, KIND_WORDS = dict(RHYTHMS), dict(OFFICE_KIND_CHOICES)
TENTHS_BELOW_HOURS = 10  # shorter times are shown with tenths of an hour


def write_report(content: OfficeReportFigures) -> ReportFacts:
    """Return everything that the report shows, as text in the active language."""
    period = {"first": _day(content.period.first), "last": _day(content.period.last)}
    return ReportFacts(
        title=_("%(rhythm)s: %(office)s")
        % {"rhythm": RHYTHM_WORDS[content.period.rhythm], "office": content.office.name},
        office=content.office.name,
        period=_("Received from %(first)s to %(last)s") % period,
        as_of=_("As of %(moment)s") % {"moment": _moment(content.at)},
        figures=_figures(content),
        weeks=_bars([(_week(first), received) for first, received in content.weeks]),
        categories=_bars([(category.name, received) for category, received in content.categories]),
        level=str(KIND_WORDS[content.rows[0][0].kind]) if content.rows else "",
        columns=(*measure_labels().values(), _("Received")),
        rows=_rows(content),
        notes=_notes(),
    )


def _figures(content: OfficeReportFigures) -> tuple[ReportFigure, ...]:
    now, before = content.sums, content.before
    plain = [
        ReportFigure(_("received"), format_number(now.received), before=_before(format_number(before.received))),
        ReportFigure(_("open"), format_number(content.open), _("now, regardless of when received")),
        ReportFigure(_("overdue"), format_number(content.overdue), _("now, regardless of when received")),
    ]
    shares = [
        _figure(label, measure_share(measure, now), measure_share(measure, before))
        for measure, label in measure_labels().items()
    ]
    satisfied = _figure(
        _("satisfied (by call)"), PatternShare(now.satisfied, now.rung), PatternShare(before.satisfied, before.rung)
    )
    reports = ngettext("%(number)s report", "%(number)s reports", now.reported) % {
        "number": format_number(now.reported)
    }
    times = [
        ReportFigure(_("median time to report"), _time(content.median), reports),
        ReportFigure(_("90th percentile time to report"), _time(content.percentile_90), reports),
    ]
    return (*plain, *times, *shares, satisfied)


def _figure(label: str, now: PatternShare, before: PatternShare) -> ReportFigure:
    """Return a share with its numbers, its interval and the share before. Below FEWEST_CASES only the numbers."""
    previous = _before(_share(before)) if before.of else ""
    if not now.of:
        return ReportFigure(label, "–", before=previous)
    if not now.has_enough_cases:
        return ReportFigure(label, format_fraction(now), _("too few for a percentage"), previous)
    return ReportFigure(label, format_percent(now), f"{format_fraction(now)} · {_interval(now)}", previous)


def _share(share: PatternShare) -> str:
    return format_percent(share) if share.has_enough_cases else format_fraction(share)


def _before(words: str) -> str:
    return _("before: %(words)s") % {"words": words}


def _time(duration: timedelta | None) -> str:
    if duration is None:
        return "–"
    hours = duration / timedelta(hours=1)
    return _("%(hours)s h") % {"hours": f"{hours:.1f}" if hours < TENTHS_BELOW_HOURS else format_number(round(hours))}


def _bars(counts: list[tuple[str, int]]) -> tuple[ChartBar, ...]:
    highest = max((received for _label, received in counts), default=0) or 1
    return tuple(ChartBar(label, format_number(received), received / highest) for label, received in counts)


def _rows(content: OfficeReportFigures) -> tuple[tuple[str, ...], ...]:
    """Return a row for each office that received something, in the order of the league by reports in time."""
    shares = {office.pk: measure_share(LeagueMeasure.REPORTED, sums) for office, sums in content.rows}
    placed = rank_by_share(shares, high_is_good=LeagueMeasure.REPORTED in HIGH_IS_GOOD)
    rows = [(office, sums) for office, sums in content.rows if sums.received]

    def order(row: tuple[Office, Sums]) -> tuple:
        place = placed.get(row[0].pk)
        return place is None, place.number if place else 0, -row[1].received

    return tuple((office.name, *_cells(sums), format_number(sums.received)) for office, sums in sorted(rows, key=order))


def _cells(sums: Sums) -> list[str]:
    shares = (measure_share(measure, sums) for measure in LeagueMeasure)
    return [
        f"{format_percent(each)} ({_interval(each)})" if each.has_enough_cases else format_fraction(each)
        for each in shares
    ]


def _interval(share: PatternShare) -> str:
    """Return the interval without a line break."""
    return format_interval(share).replace(" ", NO_BREAK)


def _notes() -> tuple[str, ...]:
    return (
        _("Contacted and reported on time: share of the complaints where this was done or the deadline has passed."),
        _(
            "Citizen says not solved: complaints with an objection or appeal, as a share of those where the "
            "citizen confirmed the result, gave no answer for a week, or disputed it."
        ),
        _("Each share is followed by its 95 percent interval."),
        _("No share is shown for fewer than %(number)s: too few to compare.") % {"number": FEWEST_CASES},
        _("Median and 90th percentile of the time to report: accurate to within 4.5 percent."),
        _("These figures leave out complaints that name an officer or once named one. The board includes them."),
        _("This report does not change. For later developments in these complaints, see the board."),
    )


def _week(first: date) -> str:
    return f"{_short(first)} – {_short(first + timedelta(days=6))}"


def _short(day: date) -> str:
    return date_format(day, "j F", use_l10n=False)


def _day(day: date) -> str:
    return date_format(day, "j F Y", use_l10n=False)


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "j F Y, H:i", use_l10n=False)
