"""Calls that the complaint cell connects, because the officer may not call the complainant directly.

Source: docs/rules.md, *Contact in safety*.
"""

import re
from enum import StrEnum

LONGEST_CALL_MINUTES = 240
"""Minutes. A longer call is a typing error."""

TELEPHONE_PATTERN = re.compile(r"\+?[0-9][0-9 \-]{2,18}")


class CallAnswer(StrEnum):
    """The result of the call if the complainant was reached."""

    CONNECTED = "connected"
    DECLINED = "declined"
    MISSED = "missed"  # the officer did not answer


def needs_connected_call(*, hidden: bool, has_hours: bool) -> bool:
    """Return whether the cell connects calls to this complainant: a protected identity, or chosen safe hours.

    The officer calls every other complainant directly.
    """
    return hidden or has_hours


def is_telephone_number(typed: str) -> bool:
    """Return whether this can be an officer's telephone number: a full number, or an extension."""
    return TELEPHONE_PATTERN.fullmatch(typed) is not None


def is_possible_duration(minutes: int | None) -> bool:
    """Return whether a call can have lasted this number of minutes. A call of some seconds counts as one minute."""
    return minutes is not None and 1 <= minutes <= LONGEST_CALL_MINUTES
