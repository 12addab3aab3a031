"""Format figures for templates. Each figure links to the list of complaints that it counts."""

from collections.abc import Iterable
from functools import lru_cache

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from monitoring.queries.figures_with_filters import Figure, FigureFilter
from monitoring.share_wording import format_fraction, format_interval, format_number, format_percent
from reviews.rules.delay_patterns import PatternShare


def url_of_figure(figure: Figure) -> str:
    """Return the address of the list of complaints that a figure counts."""
    return _cached_list_url(figure.filter, get_language())


@lru_cache(5000)
def _cached_list_url(figure_filter: FigureFilter, language: str) -> str:
    query = urlencode(figure_filter.parameters)
    address = reverse("desk:office")
    return f"{address}?{query}" if query else address


def figure_cell(figure: Figure) -> dict:
    """Return a figure for a template: `number` as text, `count` as a number, and the link."""
    return {"number": format_number(figure.number), "count": figure.number, "url": url_of_figure(figure)}


def bar_chart(figures: Iterable[tuple[str, Figure]], tone: str = "") -> list[dict]:
    """Return figures with their labels for components/bars.html."""
    figures = list(figures)
    longest = max((figure.number for _label, figure in figures), default=0) or 1
    return [
        figure_cell(figure) | {"label": label, "share": 100 * figure.number / longest, "tone": tone}
        for label, figure in figures
    ]


def share_cell_with_interval(share: PatternShare, true: Figure) -> dict:
    """Return a percentage with its numbers and its interval. Below FEWEST_CASES, return the numbers only."""
    if not share.of:
        return figure_cell(true) | {"number": "–"}
    if not share.has_enough_cases:
        return figure_cell(true) | {"number": format_fraction(share), "change": _("too few for a percentage")}
    return figure_cell(true) | {
        "number": format_percent(share),
        "change": f"{format_fraction(share)} · {format_interval(share)}",
    }
