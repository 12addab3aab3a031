"""Format shares and numbers, for pages and documents."""

from django.utils.translation import gettext as _

from monitoring.rules.board_headline import whole_percent
from monitoring.rules.league_places import LeagueMeasure
from reviews.rules.delay_patterns import PatternShare


def format_number(value: int) -> str:
    """Format with commas between thousands, as is usual in both languages."""
    return f"{value:,}"


def measure_labels() -> dict[LeagueMeasure, str]:
    """Return the labels of the measures, as on the board."""
    return {
        LeagueMeasure.REPORTED: _("Reported on time"),
        LeagueMeasure.CONTACTED: _("Contacted on time"),
        LeagueMeasure.REOPENED: _("Reopened"),
        LeagueMeasure.DENIED: _("Citizen says not solved"),
    }


def format_fraction(share: PatternShare) -> str:
    """Format a share as "3 of 7"."""
    return _("%(true)s of %(all)s") % {"true": format_number(share.number), "all": format_number(share.of)}


def format_percent(share: PatternShare) -> str:
    """Format a share of at least one complaint as a percentage. Only none is 0% and only all is 100%."""
    return f"{whole_percent(share.number, share.of)}%"


def format_interval(share: PatternShare) -> str:
    """Format the 95 percent interval of a share, in whole percent."""
    low, high = (round(100 * end) for end in share.interval)
    return _("%(low)s to %(high)s %%") % {"low": low, "high": high}
