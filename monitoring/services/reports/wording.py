"""Turn the figures of a report into text, in the active language."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Office
from accounts.models.choices import KINDS
from documents import Bar, ReportFacts, ReportFigure
from documents.printable_text import NO_BREAK
from monitoring.models.report import RHYTHMS
from monitoring.queries.compared_offices import share
from monitoring.queries.reports import ReportShare
from monitoring.rules.league import HIGH_IS_GOOD, Measure, places
from monitoring.tallies.reading import Sums
from monitoring.wording import interval, measures, number, percent, so_many_of
from reviews.rules.patterns import FEWEST, Share

RHYTHM_WORDS, KIND_WORDS = dict(RHYTHMS), dict(KINDS)
HOURS = 10  # shorter times are shown with tenths of an hour


def facts(content: ReportShare) -> ReportFacts:
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
        columns=(*measures().values(), _("Received")),
        rows=_rows(content),
        notes=_notes(),
    )


def _figures(content: ReportShare) -> tuple[ReportFigure, ...]:
    now, before = content.sums, content.before
    plain = [
        ReportFigure(_("received"), number(now.received), before=_before(number(before.received))),
        ReportFigure(_("open"), number(content.open), _("now, regardless of when received")),
        ReportFigure(_("overdue"), number(content.overdue), _("now, regardless of when received")),
    ]
    shares = [_figure(label, share(measure, now), share(measure, before)) for measure, label in measures().items()]
    satisfied = _figure(_("satisfied (by call)"), Share(now.satisfied, now.rung), Share(before.satisfied, before.rung))
    reports = ngettext("%(number)s report", "%(number)s reports", now.reported) % {"number": number(now.reported)}
    times = [
        ReportFigure(_("median time to report"), _time(content.median), reports),
        ReportFigure(_("90th percentile time to report"), _time(content.ninth), reports),
    ]
    return (*plain, *times, *shares, satisfied)


def _figure(label: str, now: Share, before: Share) -> ReportFigure:
    """Return a share with its numbers, its interval and the share before. Below FEWEST, return the numbers only."""
    previous = _before(_share(before)) if before.of else ""
    if not now.of:
        return ReportFigure(label, "–", before=previous)
    if not now.has_enough_cases:
        return ReportFigure(label, so_many_of(now), _("too few for a percentage"), previous)
    return ReportFigure(label, percent(now), f"{so_many_of(now)} · {_interval(now)}", previous)


def _share(share: Share) -> str:
    return percent(share) if share.has_enough_cases else so_many_of(share)


def _before(words: str) -> str:
    return _("before: %(words)s") % {"words": words}


def _time(duration: timedelta | None) -> str:
    if duration is None:
        return "–"
    hours = duration / timedelta(hours=1)
    return _("%(hours)s h") % {"hours": f"{hours:.1f}" if hours < HOURS else number(round(hours))}


def _bars(counts: list[tuple[str, int]]) -> tuple[Bar, ...]:
    highest = max((received for _label, received in counts), default=0) or 1
    return tuple(Bar(label, number(received), received / highest) for label, received in counts)


def _rows(content: ReportShare) -> tuple[tuple[str, ...], ...]:
    """Return a row for each office that received something, in the order of the league by reports in time."""
    shares = {office.pk: share(Measure.REPORTED, sums) for office, sums in content.rows}
    placed = places(shares, high_is_good=Measure.REPORTED in HIGH_IS_GOOD)
    rows = [(office, sums) for office, sums in content.rows if sums.received]

    def order(row: tuple[Office, Sums]) -> tuple:
        place = placed.get(row[0].pk)
        return place is None, place.number if place else 0, -row[1].received

    return tuple((office.name, *_cells(sums), number(sums.received)) for office, sums in sorted(rows, key=order))


def _cells(sums: Sums) -> list[str]:
    shares = (share(measure, sums) for measure in Measure)
    return [f"{percent(each)} ({_interval(each)})" if each.has_enough_cases else so_many_of(each) for each in shares]


def _interval(share: Share) -> str:
    """Return the interval without a line break."""
    return interval(share).replace(" ", NO_BREAK)


def _notes() -> tuple[str, ...]:
    return (
        _("Contacted and reported on time: share of the complaints where this was done or the deadline has passed."),
        _(
            "Citizen says not solved: complaints with an objection or appeal, as a share of those where the "
            "citizen confirmed the result, gave no answer for a week, or disputed it."
        ),
        _("Each share is followed by its 95 percent interval."),
        _("No share is shown for fewer than %(number)s: too few to compare.") % {"number": FEWEST},
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
