"""How the board's figures are shown: words, links, tiles and bars. What they count is monitoring.queries.board."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, partial
from pathlib import Path

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Office
from accounts.models.choices import KINDS
from complaints.models.labels import CHANNELS, DESK_STATUSES, OUTCOMES
from complaints.rules.statuses import Status
from desk.queue.filters import AGE_CHOICES
from monitoring import change_wording
from monitoring.desk.figures import bars, cell, link
from monitoring.district_map import drawn
from monitoring.queries.backlog import Backlog
from monitoring.queries.board import Board, Period, Region
from monitoring.queries.due_next import Ahead, Coming
from monitoring.queries.figures import Figure, Narrowing, OfficeRow, Share
from monitoring.rules.maturity import is_ripe, ripe_period
from monitoring.wording import number

GRID = Path(__file__).parent / "data" / "tile_grid.csv"
STEPS = 4  # of a tile's heat, above nothing
COLUMNS = (Status.RECEIVED, Status.MARKED, Status.IN_INQUIRY, Status.AWAITING_CITIZEN, Status.REPORTED)
SHOWN_BARS = 12  # of what is coming; the table has all
BARS = (*COLUMNS, Status.RESOLVED)
STATUS_WORDS, KIND_WORDS = dict(DESK_STATUSES), dict(KINDS)
AGE_WORDS = dict(AGE_CHOICES)
CHANNEL_WORDS, OUTCOME_WORDS = dict(CHANNELS), dict(OUTCOMES)
MANY = 12  # categories
WORST = 10  # offices on a wall's screen
RESULTS = 8  # figures of a period that ripen, all but what was received
HOURS = 10  # below them, tenths of an hour are told


def shown(board: Board) -> dict:
    """What monitoring/board.html and monitoring/wall.html show."""
    rows, above = sorted(board.rows, key=_worst_first), sorted(board.above, key=_worst_first)
    return {
        "board": board,
        "now": _now(board),
        "period": _period(board.period),
        "both": [board.period, board.before],
        "compared": compared(board.period, board.before, today=localdate(board.at)),
        "ripe": _ripe(board),
        "ages": bars([(AGE_WORDS[age], figure) for age, figure in board.ages.items()]),
        "apart": _apart(board),
        "bars": bars([(STATUS_WORDS[status], board.statuses[status]) for status in BARS]),
        "level": KIND_WORDS[board.level] if board.level else "",
        "columns": [STATUS_WORDS[status] for status in COLUMNS],
        "rows": [_row(row) for row in rows],
        "above": [_row(row) for row in above],
        "regions": [_region(one) for one in board.regions],
        **(_maps(rows) if board.is_province else {}),
        "worst": partial(_late_bars, [row for row in rows[:WORST] if row.overdue]),
        "late_bars": _late_bars(rows) if len(rows) > 1 and not board.is_province else [],
    }


def coming(ahead: Ahead) -> dict:
    """What monitoring/ahead.html shows."""
    words = [_("Within 8 hours"), _("Within 24 hours"), _("Within 48 hours")]
    return {
        "figures": [cell(one) | {"label": said} for one, said in zip(ahead.within.values(), words, strict=True)],
        "level": KIND_WORDS[ahead.level] if ahead.level else "",
        "columns": words,
        "rows": [{"name": row.office.name, "cells": [cell(one) for one in row.within.values()]} for row in ahead.rows],
        "bars": bars([(row.office.name, row.within["day"]) for row in _most_within_a_day(ahead.rows)]),
        "backlog": _backlog(ahead.backlog) if ahead.backlog else None,
    }


def _backlog(backlog: Backlog) -> dict:
    """What is open now with its link, and in words what will be."""
    now, then = Figure(backlog.open, Narrowing()), backlog.then
    told = {name: number(getattr(then, name)) for name in ("low", "middle", "high")} if then else None
    return {"now": cell(now), "then": told}


def _most_within_a_day(rows: list[Coming]) -> list[Coming]:
    some = [row for row in rows if row.within["day"].number and not row.only]
    return sorted(some, key=lambda row: -row.within["day"].number)[:SHOWN_BARS]


def _now(board: Board) -> list[dict]:
    """As things stand, the most pressing first."""
    told = [
        cell(board.overdue) | {"label": _("overdue"), "tone": "late" if board.overdue.number else ""},
        cell(board.day) | {"label": _("due within 24 hours")},
        cell(board.open) | {"label": _("open")},
        cell(board.resolved) | {"label": _("resolved, awaiting citizen")},
    ]
    if board.reviews is not None:
        count = {"number": number(board.reviews), "count": board.reviews}
        told.append(count | {"url": reverse("reviews"), "label": _reviews(board.reviews)})
    return told


def _reviews(number: int) -> str:
    return ngettext("open disciplinary review", "open disciplinary reviews", number)


def _period(period: Period) -> list[dict]:
    """Of what was received in it."""
    none_due = _("None due yet")
    return [
        cell(period.received) | {"label": _("received")},
        _share(period.contacted, none_due) | {"label": _("contacted on time")},
        _share(period.reported, none_due) | {"label": _("reported on time")},
        _time(period.median, period.handed_in) | {"label": _("median time to report")},
        _time(period.ninth, period.handed_in) | {"label": _("90th percentile time to report")},
        cell(period.closed) | {"label": _("closed")},
        _share(period.reopened, _("None received")) | {"label": _("reopened")},
        _share(period.denied, _("No answers yet")) | {"label": _("citizen says not solved")},
        _share(period.satisfied, _("Nobody asked yet")) | {"label": _("satisfied (by call)")},
    ]


def _ripe(board: Board) -> dict | None:
    """The newest period whose results can be compared, where those of the board's own cannot."""
    today = localdate(board.at)
    if is_ripe(board.period.last, today):
        return None
    first, last = ripe_period(board.period.first, board.period.last, today)
    asked = {"from": first.isoformat(), "until": last.isoformat()}
    return {"first": first, "last": last, "url": f"?{urlencode(asked)}"}


def compared(period: Period, before: Period, *, today: date) -> list[dict]:
    """Each figure of the period beside that of as many days before it, and in words how it has changed.

    Results are compared at equal maturity only: when both periods are ripe (rules.maturity).
    """
    results = _results(period, before) if is_ripe(period.last, today) else [_("too early to compare")] * RESULTS
    changes = [change_wording.count(period.received, before.received), *results]
    pairs = zip(_period(period), _period(before), changes, strict=True)
    return [{"label": now["label"], "cells": [now, then], "change": change} for now, then, change in pairs]


def _results(period: Period, before: Period) -> list[str]:
    return [
        change_wording.share(period.contacted, before.contacted),
        change_wording.share(period.reported, before.reported),
        change_wording.time(period.median, before.median),
        change_wording.time(period.ninth, before.ninth),
        change_wording.count(period.closed, before.closed),
        change_wording.share(period.reopened, before.reopened),
        change_wording.share(period.denied, before.denied),
        change_wording.share(period.satisfied, before.satisfied),
    ]


def _share(share: Share, none: str) -> dict:
    """A percentage never without what it is of; its link leads to those of whom it is true."""
    if share.percent is None:
        return cell(share.true) | {"number": "–", "change": none}
    counted = {"in_time": number(share.true.number), "known": number(share.known)}
    return cell(share.true) | {"number": f"{share.percent}%", "change": _("%(in_time)s of %(known)s") % counted}


def _time(within: timedelta | None, reports: Figure) -> dict:
    """A time, with of how many reports; its link leads to those."""
    if within is None:
        return cell(reports) | {"number": "–", "change": _("No report yet")}
    return cell(reports) | {
        "number": hours(within),
        "change": of_reports(reports.number),
    }


def of_reports(given: int) -> str:
    return ngettext("%(number)s report", "%(number)s reports", given) % {"number": number(given)}


def hours(within: timedelta) -> str:
    told = within / timedelta(hours=1)
    return _("%(hours)s h") % {"hours": f"{told:.1f}" if told < HOURS else number(round(told))}


def _apart(board: Board) -> list[dict]:
    """What was received: in each of thirteen weeks, and in the period, told apart; of categories the largest."""
    categories = [(category.name, figure) for category, figure in board.categories[:MANY]]
    channels = [(CHANNEL_WORDS[value], figure) for value, figure in board.channels.items()]
    outcomes = [(OUTCOME_WORDS[value], figure) for value, figure in board.outcomes.items()]
    statuses = [(STATUS_WORDS[value], figure) for value, figure in board.by_status.items()]
    weeks = [(date_format(first, "j F"), figure) for first, figure in board.weeks]
    parts = (
        (_("Received per week"), weeks),
        (_("By category"), categories),
        (_("By channel"), channels),
        (_("By outcome"), outcomes),
        (_("By current status"), statuses),
    )
    return [{"label": label, "bars": bars(figures)} for label, figures in parts if figures]


def _late_bars(rows: list[OfficeRow]) -> list[dict]:
    """Overdue by office, where there is no map of districts to draw and more than one to compare."""
    return bars([(row.office.name, row.figure(row.overdue, clock="overdue")) for row in rows], "late")


def _worst_first(row: OfficeRow) -> tuple:
    """By overdue, open, and where they stand in the tree."""
    return -row.overdue, -row.open, row.office.path


@dataclass(frozen=True)
class BoardLine:
    """One line of a table of offices. It is drawn anew when a number in it has changed, and its cells are made then.

    `late`: which of the figures is shown as late, where it is not nought.
    """

    office: Office
    figures: tuple[Figure, ...]
    late: int
    only: bool = False

    @property
    def key(self) -> str:
        """With the language, all that the line shows and where it leads."""
        period = self.figures[0].of
        shown = (self.office.code, self.office.name, self.only, period.first, period.last)
        return str((*shown, *(figure.number for figure in self.figures)))

    @cached_property
    def cells(self) -> list[dict]:
        cells = [cell(figure) for figure in self.figures]
        cells[self.late]["late"] = bool(self.figures[self.late].number)
        return cells


def _row(row: OfficeRow) -> BoardLine:
    figures = (
        *(row.figure(row.by_status.get(str(status), 0), status=str(status)) for status in COLUMNS),
        row.figure(row.open),
        row.figure(row.overdue, clock="overdue"),
        row.figure(row.by_status.get(Status.RESOLVED, 0), status=str(Status.RESOLVED)),
    )
    return BoardLine(row.office, figures, late=-2, only=row.only)


def _region(one: Region) -> BoardLine:
    return BoardLine(one.row.office, (one.received, one.open, one.overdue), late=-1)


@cache
def grid() -> dict[str, tuple[int, int]]:
    """Row and column of each district on the map of tiles, by its code."""
    with GRID.open(encoding="utf-8", newline="") as lines:
        return {line["district_code"]: (int(line["row"]), int(line["col"])) for line in csv.DictReader(lines)}


def _maps(rows: list[OfficeRow]) -> dict:
    """Both maps, made only where they are drawn anew: when a number in them has changed."""
    return {
        "maps_key": str([(row.office.code, row.office.name, row.overdue) for row in rows]),
        "tiles": cache(partial(_tiles, rows)),
        "map": cache(partial(drawn, rows, link=lambda row: link(_overdue(row)), heat=heat)),
        "key": cache(partial(_key, rows)),
    }


def _tiles(rows: list[OfficeRow]) -> list[dict]:
    """Districts where they lie, with how many are overdue; in the order of `rows`, which a small screen keeps."""
    most = max((row.overdue for row in rows), default=0)
    placed = ((row, grid()[row.office.code]) for row in rows if row.office.code in grid())
    return [
        cell(_overdue(row))
        | {
            "name": row.office.name,
            "row": place[0],
            "col": place[1],
            "step": heat(row.overdue, most),
            "share": 100 * row.overdue / most if most else 0,
        }
        for row, place in placed
    ]


def _overdue(row: OfficeRow) -> Figure:
    return row.figure(row.overdue, clock="overdue")


def heat(overdue: int, most: int) -> int:
    """0 for none, else 1 to 4: in which quarter of the highest number this one lies."""
    return -(-STEPS * overdue // most) if most else 0


def _key(rows: list[OfficeRow]) -> list[dict]:
    """What each heat stands for; quarters that hold no whole number are left out."""
    most = max((row.overdue for row in rows), default=0)
    key = [{"step": 0, "words": "0"}]
    for step in range(1, STEPS + 1):
        least, highest = (step - 1) * most // STEPS + 1, step * most // STEPS
        if least <= highest:
            words = number(least) if least == highest else f"{number(least)}–{number(highest)}"
            key.append({"step": step, "words": words})
    return key
