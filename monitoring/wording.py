"""Shares and numbers in words, for pages and papers alike."""

from django.utils.translation import gettext as _

from monitoring.rules.league import Measure
from reviews.rules.patterns import Share


def number(value: int) -> str:
    """With commas, as both languages write thousands here."""
    return f"{value:,}"


def measures() -> dict[Measure, str]:
    """What they are called, as on the board."""
    return {
        Measure.REPORTED: _("Reported on time"),
        Measure.CONTACTED: _("Contacted on time"),
        Measure.REOPENED: _("Reopened"),
        Measure.DENIED: _("Citizen says not solved"),
    }


def so_many_of(share: Share) -> str:
    return _("%(true)s of %(all)s") % {"true": number(share.number), "all": number(share.of)}


def percent(share: Share) -> str:
    """Of some; of none there is none."""
    return f"{round(100 * share.number / share.of)}%"


def interval(share: Share) -> str:
    low, high = (round(100 * end) for end in share.interval)
    return _("%(low)s to %(high)s %%") % {"low": low, "high": high}
