"""Turn the figures of a report into text, in the active language."""

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Office
from accounts.models.choice_labels import OFFICE_KIND_CHOICES
from documents import ChartBar, ReportFacts, ReportFigure
from documents.printable_text import NO_BREAK
from monitoring.models.report import RHYTHMS
from monitoring.queries.office_reports import OfficeReportFigures
from monitoring.queries.sums_by_office import share_of_measure
from monitoring.rules.league_places import HIGH_IS_GOOD, LeagueMeasure, rank_by_share
from monitoring.share_wording import format_fraction, format_interval, format_number, format_percent, measure_labels
from monitoring.tallies.tally_reading import Sums
from reviews.rules.delay_patterns import FEWEST_CASES, PatternShare

RHYTHM_WORDS, KIND_WORDS = dict(RHYTHMS), dict(OFFICE_KIND_CHOICES)
TENTHS_BELOW_HOURS = 10  # shorter times are shown with tenths of an hour


def write_report(content: OfficeReportFigures) -> ReportFacts:
    """Return everything that the report shows, as text in the active language."""
    period = {"first": _format_date(content.period.first), "last": _format_date(content.period.last)}
    return ReportFacts(
        title=_("%(rhythm)s: %(office)s")
        % {"rhythm": RHYTHM_WORDS[content.period.rhythm], "office": content.office.name},
        office=content.office.name,
        period=_("Received from %(first)s to %(last)s") % period,
        as_of=_("As of %(moment)s") % {"moment": date_format(localtime(content.at), "j F Y, H:i", use_l10n=False)},
        figures=_report_figures(content),
        weeks=_chart_bars([(_format_week(first), received) for first, received in content.weeks]),
        categories=_chart_bars([(category.name, received) for category, received in content.categories]),
        level=str(KIND_WORDS[content.rows[0][0].kind]) if content.rows else "",
        columns=(*measure_labels().values(), _("Received")),
        rows=_office_rows(content),
        notes=_explanatory_notes(),
    )


def _report_figures(content: OfficeReportFigures) -> tuple[ReportFigure, ...]:
    now, before = content.sums, content.before
    plain = [
        ReportFigure(
            _("received"), format_number(now.received), before=_format_earlier_value(format_number(before.received))
        ),
        ReportFigure(_("open"), format_number(content.open), _("now, regardless of when received")),
        ReportFigure(_("overdue"), format_number(content.overdue), _("now, regardless of when received")),
    ]
    shares = [
        _share_report_figure(label, share_of_measure(measure, now), share_of_measure(measure, before))
        for measure, label in measure_labels().items()
    ]
    satisfied = _share_report_figure(
        _("satisfied (by call)"), PatternShare(now.satisfied, now.rung), PatternShare(before.satisfied, before.rung)
    )
    reports = ngettext("%(number)s report", "%(number)s reports", now.reported) % {
        "number": format_number(now.reported)
    }
    times = [
        ReportFigure(_("median time to report"), _format_hours(content.median), reports),
        ReportFigure(_("90th percentile time to report"), _format_hours(content.percentile_90), reports),
    ]
    return (*plain, *times, *shares, satisfied)


def _share_report_figure(label: str, now: PatternShare, before: PatternShare) -> ReportFigure:
    """Return a share with its numbers, its interval and the share before. Below FEWEST_CASES only the numbers."""
    format_before = format_percent if before.has_enough_cases else format_fraction
    previous = _format_earlier_value(format_before(before)) if before.of else ""
    if not now.of:
        return ReportFigure(label, "–", before=previous)
    if not now.has_enough_cases:
        return ReportFigure(label, format_fraction(now), _("too few for a percentage"), previous)
    return ReportFigure(
        label, format_percent(now), f"{format_fraction(now)} · {_format_unbroken_interval(now)}", previous
    )


def _format_earlier_value(words: str) -> str:
    return _("before: %(words)s") % {"words": words}


def _format_hours(duration: timedelta | None) -> str:
    if duration is None:
        return "–"
    hours = duration / timedelta(hours=1)
    return _("%(hours)s h") % {"hours": f"{hours:.1f}" if hours < TENTHS_BELOW_HOURS else format_number(round(hours))}


def _chart_bars(counts: list[tuple[str, int]]) -> tuple[ChartBar, ...]:
    highest = max((received for _label, received in counts), default=0) or 1
    return tuple(ChartBar(label, format_number(received), received / highest) for label, received in counts)


def _office_rows(content: OfficeReportFigures) -> tuple[tuple[str, ...], ...]:
    """Return a row for each office that received something, in the order of the league by reports in time."""
    shares = {office.pk: share_of_measure(LeagueMeasure.REPORTED, sums) for office, sums in content.rows}
    placed = rank_by_share(shares, high_is_good=LeagueMeasure.REPORTED in HIGH_IS_GOOD)
    rows = [(office, sums) for office, sums in content.rows if sums.received]

    def order(row: tuple[Office, Sums]) -> tuple:
        place = placed.get(row[0].pk)
        return place is None, place.number if place else 0, -row[1].received

    return tuple(
        (office.name, *_share_cells(sums), format_number(sums.received)) for office, sums in sorted(rows, key=order)
    )


def _share_cells(sums: Sums) -> list[str]:
    shares = (share_of_measure(measure, sums) for measure in LeagueMeasure)
    return [
        f"{format_percent(each)} ({_format_unbroken_interval(each)})"
        if each.has_enough_cases
        else format_fraction(each)
        for each in shares
    ]


def _format_unbroken_interval(share: PatternShare) -> str:
    """Return the interval without a line break."""
    return format_interval(share).replace(" ", NO_BREAK)


def _explanatory_notes() -> tuple[str, ...]:
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


def _format_week(first: date) -> str:
    return f"{_format_day_and_month(first)} – {_format_day_and_month(first + timedelta(days=6))}"


def _format_day_and_month(day: date) -> str:
    return date_format(day, "j F", use_l10n=False)


def _format_date(day: date) -> str:
    return date_format(day, "j F Y", use_l10n=False)
