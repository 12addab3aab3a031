"""The map of Punjab with the overdue complaints of each district (data/district_map/README.md)."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from monitoring.queries.figures_with_filters import OfficeFigures

OUTLINES_FILE = Path(__file__).parent / "data" / "district_map" / "districts.json"


@cache
def load_outlines() -> dict:
    """Return the shapes: width and height of the map; of each district its code, SVG path and label position.

    `with`: codes of newer districts that lie inside the shape.
    """
    return json.loads(OUTLINES_FILE.read_text())


def overdue_map_context(
    rows: Iterable[OfficeFigures],
    *,
    link: Callable[[OfficeFigures], str],
    shade: Callable[[int, int], tuple[int, str, str]],
    trend: Callable[[OfficeFigures], str],
) -> dict:
    """Return the context of components/district_map.html.

    `link`: returns the address of the complaints of one row. `shade`: returns the step of the colour scale, the number
    to show and what it is of, for the overdue and the open complaints of a shape. `trend`: returns how a row differs
    from a week ago, in words. A shape that contains two districts shows both together, and links to its line in the
    table, where each district has its own number.
    """
    by_code = {row.office.code: row for row in rows}
    shapes = [shape for shape in load_outlines()["districts"] if shape["code"] in by_code]
    return {
        "width": load_outlines()["width"],
        "height": load_outlines()["height"],
        "shapes": [_shape_context(shape, by_code, link=link, shade=shade, trend=trend) for shape in shapes],
        "folded": [
            _("%(newer)s is shown as part of %(older)s")
            % {"newer": by_code[newer].office.name, "older": by_code[shape["code"]].office.name}
            for shape in shapes
            for newer in shape["with"]
            if newer in by_code
        ],
    }


def _shape_context(
    shape: Mapping,
    by_code: Mapping[str, OfficeFigures],
    *,
    link: Callable[[OfficeFigures], str],
    shade: Callable[[int, int], tuple[int, str, str]],
    trend: Callable[[OfficeFigures], str],
) -> dict:
    rows = [by_code[code] for code in (shape["code"], *shape["with"]) if code in by_code]
    overdue = sum(row.overdue for row in rows)
    step, number, part = shade(overdue, sum(row.open for row in rows))
    trends = [(row.office.name, trend(row)) for row in rows]
    return {
        **{name: shape[name] for name in ("path", "x", "y")},
        "number": number,
        "part": part,
        "count": overdue,
        "step": step,
        "trend": trends[0][1] if len(trends) == 1 else " · ".join(f"{name}: {said}" for name, said in trends if said),
        "name": " + ".join(row.office.name for row in rows),
        "url": f"#office-{shape['code']}" if len(rows) > 1 else link(by_code[shape["code"]]),
    }


def district_location_context(code: str) -> dict:
    """Return the context of components/district_place.html: the province with one district marked."""
    shapes = [{"path": s["path"], "is_here": code in (s["code"], *s["with"])} for s in load_outlines()["districts"]]
    return {"width": load_outlines()["width"], "height": load_outlines()["height"], "shapes": shapes}
