"""The drawn map of Punjab: how many are past their limit, shape by shape (data/district_map/README.md)."""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from monitoring.queries.figures import OfficeRow

SHAPES = Path(__file__).parent / "data" / "district_map" / "districts.json"


@cache
def outlines() -> dict:
    """Width and height of the whole, and of each district: code, path, where its number stands, which are in it."""
    return json.loads(SHAPES.read_text())


def drawn(rows: Iterable[OfficeRow], *, link: Callable[[OfficeRow], str], heat: Callable[[int, int], int]) -> dict:
    """What components/district_map.html shows of the districts' rows.

    `link`: to just the complaints of one row. A shape of two districts counts both, and leads to its line in the table,
    where each has its own number. `heat`: how hot a number is beside the highest.
    """
    found = {row.office.code: row for row in rows}
    shapes = [shape for shape in outlines()["districts"] if shape["code"] in found]
    numbers = {shape["code"]: sum(row.overdue for row in _rows(shape, found)) for shape in shapes}
    most = max(numbers.values(), default=0)
    return {
        "width": outlines()["width"],
        "height": outlines()["height"],
        "shapes": [
            {
                **{name: shape[name] for name in ("path", "x", "y")},
                "number": f"{numbers[shape['code']]:,}",
                "count": numbers[shape["code"]],
                "step": heat(numbers[shape["code"]], most),
                "name": " + ".join(row.office.name for row in _rows(shape, found)),
                "url": f"#office-{shape['code']}" if len(_rows(shape, found)) > 1 else link(found[shape["code"]]),
            }
            for shape in shapes
        ],
        "folded": [
            _("%(newer)s is shown as part of %(older)s")
            % {"newer": found[newer].office.name, "older": found[shape["code"]].office.name}
            for shape in shapes
            for newer in shape["with"]
            if newer in found
        ],
    }


def located(code: str) -> dict:
    """What components/district_place.html shows: the province with one district marked in it."""
    shapes = [{"path": s["path"], "is_here": code in (s["code"], *s["with"])} for s in outlines()["districts"]]
    return {"width": outlines()["width"], "height": outlines()["height"], "shapes": shapes}


def _rows(shape: Mapping, found: Mapping[str, OfficeRow]) -> list[OfficeRow]:
    return [found[code] for code in (shape["code"], *shape["with"]) if code in found]
