"""Describe in words how a figure has changed since the period before. A colour or a sign alone is not accessible."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.queries.figures_with_filters import Figure, FigureShare

FEWEST_FOR_PERCENT = 5
"""Below this number, a percentage would mislead."""
HOUR = timedelta(hours=1)


def describe_count_change(now: Figure, before: Figure) -> str:
    """Describe the change of a number, with a percentage if the number before was large enough."""
    more = now.number - before.number
    if not more:
        return _("no change")
    words = {"number": f"{abs(more):,}", "percent": round(100 * abs(more) / before.number) if before.number else 0}
    if before.number < FEWEST_FOR_PERCENT:
        return (_("%(number)s more") if more > 0 else _("%(number)s fewer")) % words
    return (_("%(number)s more (%(percent)s%%)") if more > 0 else _("%(number)s fewer (%(percent)s%%)")) % words


def describe_number_change(now: int, before: int) -> str:
    """Describe the change of a number without a percentage: "4 more", "no change"."""
    if now == before:
        return _("no change")
    words = _("%(number)s more") if now > before else _("%(number)s fewer")
    return words % {"number": f"{abs(now - before):,}"}


def describe_share_change(now: FigureShare, before: FigureShare) -> str:
    """Describe the change of a share in percentage points. "" if one of the shares has no complaints."""
    if now.percent is None or before.percent is None:
        return ""
    points = now.percent - before.percent
    if not points:
        return _("no change")
    words = {"points": abs(points)}
    if points > 0:
        return ngettext("%(points)s point more", "%(points)s points more", points) % words
    return ngettext("%(points)s point less", "%(points)s points less", -points) % words


def describe_time_change(now: timedelta | None, before: timedelta | None) -> str:
    """Describe the change of a time in hours. "" if one of the periods has no report."""
    if now is None or before is None:
        return ""
    hours = round(now / HOUR) - round(before / HOUR)
    if not hours:
        return _("no change")
    return (_("%(hours)s h longer") if hours > 0 else _("%(hours)s h shorter")) % {"hours": f"{abs(hours):,}"}
