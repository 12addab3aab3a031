"""Format figures for templates. Each figure links to the list of complaints that it counts."""

from collections.abc import Iterable
from functools import lru_cache

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from monitoring.queries.figures import Figure, Narrowing
from monitoring.wording import interval, number, percent, so_many_of
from reviews.rules.patterns import Share


def link(figure: Figure) -> str:
    """Return the address of the list of complaints that a figure counts."""
    return _link(figure.of, get_language())


@lru_cache(5000)
def _link(narrowing: Narrowing, language: str) -> str:
    query = urlencode(narrowing.parameters)
    address = reverse("desk:office")
    return f"{address}?{query}" if query else address


def cell(figure: Figure) -> dict:
    """Return a figure for a template: `number` as text, `count` as a number, and the link."""
    return {"number": number(figure.number), "count": figure.number, "url": link(figure)}


def bars(figures: Iterable[tuple[str, Figure]], tone: str = "") -> list[dict]:
    """Return figures with their labels for components/bars.html."""
    figures = list(figures)
    longest = max((figure.number for _label, figure in figures), default=0) or 1
    return [
        cell(figure) | {"label": label, "share": 100 * figure.number / longest, "tone": tone}
        for label, figure in figures
    ]


def share_of(share: Share, true: Figure) -> dict:
    """Return a percentage with its numbers and its interval. Below FEWEST, return the numbers only."""
    if not share.of:
        return cell(true) | {"number": "–"}
    if not share.has_enough_cases:
        return cell(true) | {"number": so_many_of(share), "change": _("too few for a percentage")}
    return cell(true) | {"number": percent(share), "change": f"{so_many_of(share)} · {interval(share)}"}
