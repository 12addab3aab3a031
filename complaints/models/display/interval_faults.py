"""Explain why the typed working hours of a day cannot be used."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints.rules.time_limits.working_week import FaultyDay, IntervalFault

MOST_QUOTED = 40  # characters of what was typed
NO_WORKING_HOURS = gettext_lazy("Enter working hours for at least one day of the week.")


def describe_interval_fault(error: FaultyDay) -> str:
    """Return the message for the administrator. It names the interval and what to enter instead."""
    match error.fault:
        case IntervalFault.NO_SUCH_TIME:
            text = _("%(first)s is not a time of day. Enter times from 00:00 to 24:00.")
        case IntervalFault.ENDS_BEFORE_IT_BEGINS:
            text = _(
                "%(first)s ends before it begins. To work past midnight, end this day at 24:00 and begin the next day "
                "at 00:00."
            )
        case IntervalFault.NO_LENGTH:
            text = _("%(first)s begins and ends at the same time.")
        case IntervalFault.OVERLAP:
            text = _("%(first)s and %(second)s overlap. Join them, or move one of them.")
        case _:
            text = _("“%(first)s” cannot be read. Enter hours like 09:00-13:00, 14:00-17:00.")
    return text % {"first": Truncator(error.first).chars(MOST_QUOTED), "second": error.second}
