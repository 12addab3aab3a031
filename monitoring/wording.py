"""Format shares and numbers, for pages and documents."""

from django.utils.translation import gettext as _

from monitoring.rules.league import Measure
from reviews.rules.patterns import Share


def number(value: int) -> str:
    """Format with commas between thousands, as is usual in both languages."""
    return f"{value:,}"


def measures() -> dict[Measure, str]:
    """Return the labels of the measures, as on the board."""
    return {
        Measure.REPORTED: _("Reported on time"),
        Measure.CONTACTED: _("Contacted on time"),
        Measure.REOPENED: _("Reopened"),
        Measure.DENIED: _("Citizen says not solved"),
    }


def so_many_of(share: Share) -> str:
    """Format a share as "3 of 7"."""
    return _("%(true)s of %(all)s") % {"true": number(share.number), "all": number(share.of)}


def percent(share: Share) -> str:
    """Format a share of at least one complaint as a percentage."""
    return f"{round(100 * share.number / share.of)}%"


def interval(share: Share) -> str:
    """Format the 95 percent interval of a share, in whole percent."""
    low, high = (round(100 * end) for end in share.interval)
    return _("%(low)s to %(high)s %%") % {"low": low, "high": high}
