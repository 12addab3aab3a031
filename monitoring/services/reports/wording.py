"""What a report says, in the words of its language."""

from datetime import date, datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models.choices import KINDS
from monitoring.models.report import RHYTHMS
from monitoring.queries.reports import Told
from monitoring.queries.side_by_side import share
from monitoring.queries.tallies import Sums
from monitoring.rules.league import HIGH_IS_GOOD, Measure, places
from monitoring.rules.patterns import FEWEST, Share
from monitoring.wording import interval, measures, number, percent, so_many_of
from papers import Bar, Figure, ReportFacts
from papers.words import NO_BREAK

RHYTHM_WORDS, KIND_WORDS = dict(RHYTHMS), dict(KINDS)
HOURS = 10  # below them, tenths of an hour are told


def facts(told: Told) -> ReportFacts:
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


def _figures(told: Told) -> tuple[Figure, ...]:
    now, before = told.sums, told.before
    plain = [
        Figure(_("received"), number(now.received), before=_before(number(before.received))),
        Figure(_("open"), number(told.open), _("now, whenever they came")),
        Figure(_("past their limit"), number(told.overdue), _("now, whenever they came")),
    ]
    shares = [_figure(said, share(measure, now), share(measure, before)) for measure, said in measures().items()]
    satisfied = _figure(
        _("satisfied, when rung up"), Share(now.satisfied, now.rung), Share(before.satisfied, before.rung)
    )
    reports = _("%(number)s reports") % {"number": number(now.reported)}
    times = [
        Figure(_("half of the reports within"), _time(told.median), reports),
        Figure(_("nine of ten reports within"), _time(told.ninth), reports),
    ]
    return (*plain, *times, *shares, satisfied)


def _figure(label: str, now: Share, before: Share) -> Figure:
    """A share with what it is of, how sure it is, and the one before; of too few, so many of so many alone."""
    was = _before(_share(before)) if before.of else ""
    if not now.of:
        return Figure(label, "–", before=was)
    if not now.is_said:
        return Figure(label, so_many_of(now), _("too few for a share"), was)
    return Figure(label, percent(now), f"{so_many_of(now)} · {_between(now)}", was)


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


def _rows(told: Told) -> tuple[tuple[str, ...], ...]:
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
        _("Contacted and reported in time: of those that were, or whose limit has passed."),
        _("Relief denied: of those who confirmed, were silent for a week or denied, who objected or appealed."),
        _("Behind a share stands between which shares it lies, nineteen times of twenty."),
        _("Of fewer than %(number)s no share is said: too few to compare.") % {"number": FEWEST},
        _("Half, and nine of ten, of the reports: to within 4.5 percent."),
        _("Complaints that name an officer, or once named one, are in none of these figures; the board has them."),
        _("This paper stays as it is. What became of these complaints later is on the board."),
    )


def _week(first: date) -> str:
    return f"{_short(first)} – {_short(first + timedelta(days=6))}"


def _short(day: date) -> str:
    return date_format(day, "j F", use_l10n=False)


def _day(day: date) -> str:
    return date_format(day, "j F Y", use_l10n=False)


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "j F Y, H:i", use_l10n=False)
