"""What a report says, in the words of its language."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

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
HOURS = 10  # below them, tenths of an hour are told


def facts(told: ReportShare) -> ReportFacts:
    """In the active language."""
    period = {"first": _day(told.period.first), "last": _day(told.period.last)}
    return ReportFacts(
        title=_("%(rhythm)s: %(office)s") % {"rhythm": RHYTHM_WORDS[told.period.rhythm], "office": told.office.name},
        office=told.office.name,
        period=_("Received from %(first)s to %(last)s") % period,
        as_of=_("As of %(moment)s") % {"moment": _moment(told.at)},
        figures=_figures(told),
        weeks=_bars([(_week(first), received) for first, received in told.weeks]),
        categories=_bars([(category.name, received) for category, received in told.categories]),
        level=str(KIND_WORDS[told.rows[0][0].kind]) if told.rows else "",
        columns=(*measures().values(), _("Received")),
        rows=_rows(told),
        notes=_notes(),
    )


def _figures(told: ReportShare) -> tuple[ReportFigure, ...]:
    now, before = told.sums, told.before
    plain = [
        ReportFigure(_("received"), number(now.received), before=_before(number(before.received))),
        ReportFigure(_("open"), number(told.open), _("now, regardless of when received")),
        ReportFigure(_("overdue"), number(told.overdue), _("now, regardless of when received")),
    ]
    shares = [_figure(said, share(measure, now), share(measure, before)) for measure, said in measures().items()]
    satisfied = _figure(_("satisfied (by call)"), Share(now.satisfied, now.rung), Share(before.satisfied, before.rung))
    reports = ngettext("%(number)s report", "%(number)s reports", now.reported) % {"number": number(now.reported)}
    times = [
        ReportFigure(_("median time to report"), _time(told.median), reports),
        ReportFigure(_("90th percentile time to report"), _time(told.ninth), reports),
    ]
    return (*plain, *times, *shares, satisfied)


def _figure(label: str, now: Share, before: Share) -> ReportFigure:
    """A share with what it is of, how sure it is, and the one before; of too few, so many of so many alone."""
    was = _before(_share(before)) if before.of else ""
    if not now.of:
        return ReportFigure(label, "–", before=was)
    if not now.is_said:
        return ReportFigure(label, so_many_of(now), _("too few for a percentage"), was)
    return ReportFigure(label, percent(now), f"{so_many_of(now)} · {_between(now)}", was)


def _share(one: Share) -> str:
    return percent(one) if one.is_said else so_many_of(one)


def _before(words: str) -> str:
    return _("before: %(words)s") % {"words": words}


def _time(within: timedelta | None) -> str:
    if within is None:
        return "–"
    hours = within / timedelta(hours=1)
    return _("%(hours)s h") % {"hours": f"{hours:.1f}" if hours < HOURS else number(round(hours))}


def _bars(counted: list[tuple[str, int]]) -> tuple[Bar, ...]:
    most = max((received for _label, received in counted), default=0) or 1
    return tuple(Bar(label, number(received), received / most) for label, received in counted)


def _rows(told: ReportShare) -> tuple[tuple[str, ...], ...]:
    """Each office that received something: by its place in reports in time, as the league has it."""
    shares = {office.pk: share(Measure.REPORTED, sums) for office, sums in told.rows}
    placed = places(shares, high_is_good=Measure.REPORTED in HIGH_IS_GOOD)
    some = [(office, sums) for office, sums in told.rows if sums.received]
    some.sort(key=lambda row: (row[0].pk not in placed, _order(placed.get(row[0].pk), row[1])))
    return tuple((office.name, *_cells(sums), number(sums.received)) for office, sums in some)


def _order(place, sums: Sums) -> tuple[int, int]:
    return (place.number if place else 0, -sums.received)


def _cells(sums: Sums) -> list[str]:
    found = (share(measure, sums) for measure in Measure)
    return [f"{percent(one)} ({_between(one)})" if one.is_said else so_many_of(one) for one in found]


def _between(one: Share) -> str:
    """In one piece."""
    return interval(one).replace(" ", NO_BREAK)


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
