"""Figures as the pages beside the board show them: each a link to its rows."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from monitoring.board import link, number
from monitoring.queries.board import Figure
from monitoring.rules.patterns import Share


def cell(figure: Figure) -> dict:
    """`count` is how many stand behind the link."""
    return {"number": number(figure.number), "count": figure.number, "url": link(figure)}


def bars(figures: Iterable[tuple[str, Figure]]) -> list[dict]:
    """For components/bars.html, each with its label."""
    figures = list(figures)
    longest = max((figure.number for _label, figure in figures), default=0) or 1
    return [cell(figure) | {"label": label, "share": 100 * figure.number / longest} for label, figure in figures]


def share_of(share: Share, true: Figure) -> dict:
    """A percentage, with what it is of and how sure it is; of too few, what it is of alone."""
    if not share.of:
        return cell(true) | {"number": "–"}
    if not share.is_said:
        return cell(true) | {"number": of_words(share), "change": _("too few for a share")}
    said = {"number": percent_words(share), "change": f"{of_words(share)} · {interval_words(share)}"}
    return cell(true) | said


def of_words(share: Share) -> str:
    return _("%(true)s of %(all)s") % {"true": number(share.number), "all": number(share.of)}


def percent_words(share: Share) -> str:
    return f"{round(100 * share.number / share.of)}%"


def interval_words(share: Share) -> str:
    low, high = (round(100 * end) for end in share.interval)
    return _("%(low)s to %(high)s %%") % {"low": low, "high": high}
