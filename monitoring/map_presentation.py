"""Prepare the maps of the districts: tiles in their geographic positions, and the drawn map, with one legend."""

import csv
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from django.utils.translation import gettext as _

from monitoring.district_map import overdue_map_context
from monitoring.queries.board_trend import BoardTrend
from monitoring.queries.figures_with_filters import OfficeFigures
from monitoring.rules.board_headline import whole_percent
from monitoring.rules.map_scale import THRESHOLDS, MapMeasure, map_legend, map_step
from monitoring.share_wording import format_number
from monitoring.trend_presentation import overdue_cell, weekly_change_of_office

TILE_GRID_FILE = Path(__file__).parent / "data" / "tile_grid.csv"


@cache
def tile_positions() -> dict[str, tuple[int, int]]:
    """Return the row and column of each district on the tile map, by its code."""
    with TILE_GRID_FILE.open(encoding="utf-8", newline="") as lines:
        return {line["district_code"]: (int(line["row"]), int(line["col"])) for line in csv.DictReader(lines)}


def map_context(rows: list[OfficeFigures], trend: BoardTrend, measure: MapMeasure) -> dict:
    """Return the context of both maps, as functions: the template calls them only if its cached map is out of date."""

    def shade(overdue: int, open_now: int) -> tuple[int, str, str]:
        value = _value(measure, overdue, open_now)
        return map_step(measure, value), _value_words(measure, value), _part(measure, overdue, open_now)

    changes = {row.office.pk: trend.offices[row.office.pk].week_ago for row in rows}
    return {
        "measure": str(measure),
        "maps_key": str([(row.office.code, row.office.name, row.overdue, row.open) for row in rows] + [changes]),
        "tiles": cache(partial(_district_map_tiles, rows, trend, measure)),
        "map": cache(
            partial(
                overdue_map_context,
                rows,
                link=lambda row: overdue_cell(row)["url"],
                shade=shade,
                trend=lambda row: weekly_change_of_office(row, trend.offices[row.office.pk]),
            )
        ),
        "key": cache(partial(_legend, measure)),
    }


def _value(measure: MapMeasure, overdue: int, open_now: int) -> int | None:
    """Return the number that decides the shade. None for the rate of a district without open complaints."""
    return overdue if measure == MapMeasure.COUNT else whole_percent(overdue, open_now)


def _value_words(measure: MapMeasure, value: int | None) -> str:
    if value is None:
        return "–"
    return format_number(value) if measure == MapMeasure.COUNT else f"{value}%"


def _part(measure: MapMeasure, overdue: int, open_now: int) -> str:
    """Return what a rate is of, as short as a narrow tile needs it: "12/25". "" for a number."""
    return f"{format_number(overdue)}/{format_number(open_now)}" if measure == MapMeasure.RATE else ""


def _district_map_tiles(rows: list[OfficeFigures], trend: BoardTrend, measure: MapMeasure) -> list[dict]:
    """Return the districts with their position on the tile map, their overdue complaints and their change.

    The highest value comes first: in that order a small screen lists them.
    """
    placed = [row for row in rows if row.office.code in tile_positions()]
    placed.sort(key=lambda row: -(_value(measure, row.overdue, row.open) or 0))
    return [_tile(row, trend, measure) for row in placed]


def _tile(row: OfficeFigures, trend: BoardTrend, measure: MapMeasure) -> dict:
    value = _value(measure, row.overdue, row.open)
    grid_row, grid_column = tile_positions()[row.office.code]
    full = 100 if measure == MapMeasure.RATE else THRESHOLDS[measure][-1]
    of_office = trend.offices[row.office.pk]
    week_ago = of_office.week_ago
    return overdue_cell(row) | {
        "name": row.office.name,
        "row": grid_row,
        "col": grid_column,
        "step": map_step(measure, value),
        "share": min(100, 100 * (value or 0) / full),
        "number": _value_words(measure, value),
        "part": _part(measure, row.overdue, row.open),
        "trend": weekly_change_of_office(row, of_office),
        "arrow": "" if week_ago is None or week_ago == row.overdue else ("▲" if row.overdue > week_ago else "▼"),
    }


def _legend(measure: MapMeasure) -> list[Mapping]:
    """Return the legend: the fixed thresholds of each shade."""
    unit, key = "%" if measure == MapMeasure.RATE else "", []
    for step, low, high in map_legend(measure):
        words = f"{low}{unit}" if low == high else f"{low}–{high}{unit}"
        key.append(
            {"step": step, "words": words if high is not None else _("%(low)s or more") % {"low": f"{low}{unit}"}}
        )
    return key
