"""How a figure has changed since the period before, in words: never by a colour or a sign alone."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from monitoring.queries.figures import Figure, Share

FEW = 5
"""Of fewer than so many, a percentage says nothing."""
HOUR = timedelta(hours=1)


def count(now: Figure, before: Figure) -> str:
    """With the percentage, where there were enough before."""
    more = now.number - before.number
    if not more:
        return _("no change")
    words = {"number": f"{abs(more):,}", "percent": round(100 * abs(more) / before.number) if before.number else 0}
    if before.number < FEW:
        return (_("%(number)s more") if more > 0 else _("%(number)s fewer")) % words
    return (_("%(number)s more (%(percent)s%%)") if more > 0 else _("%(number)s fewer (%(percent)s%%)")) % words


def share(now: Share, before: Share) -> str:
    """In percentage points; "" where one of them is of nobody."""
    if now.percent is None or before.percent is None:
        return ""
    points = now.percent - before.percent
    if not points:
        return _("no change")
    words = {"points": abs(points)}
    if points > 0:
        return ngettext("%(points)s point more", "%(points)s points more", points) % words
    return ngettext("%(points)s point less", "%(points)s points less", -points) % words


def time(now: timedelta | None, before: timedelta | None) -> str:
    """In hours; "" where one of them is of no report."""
    if now is None or before is None:
        return ""
    hours = round(now / HOUR) - round(before / HOUR)
    if not hours:
        return _("no change")
    return (_("%(hours)s h longer") if hours > 0 else _("%(hours)s h shorter")) % {"hours": f"{abs(hours):,}"}
