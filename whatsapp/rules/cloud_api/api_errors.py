"""Errors of the Cloud API and what to do about them. Codes: Meta's list of error codes (spring 2026)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class ErrorKind(StrEnum):
    """`LATER`: a retry may succeed. `OURS`: our account must be repaired first. `NEVER`: no retry helps."""

    LATER = "later"
    OURS = "ours"
    NEVER = "never"


@dataclass(frozen=True)
class ApiError:
    """An error of the API. `code`: Meta's code, or the HTTP status if there was none; 0 for no response."""

    code: int
    kind: ErrorKind
    wait: timedelta = timedelta(seconds=30)


WINDOW_CLOSED = 131047
NO_SUCH_TEMPLATE = frozenset({132000, 132001, 132012, 132015, 132016})
"""The template was not submitted, differs from the approved one, is paused or disabled."""

PAIR_RATE, THROUGHPUT = 131056, 130429
_OURS = frozenset({3, 10, 190, 200, 368, 131005, 131031, 131042, 133010})
_LATER = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133016})


def classify_error(code: int, *, http: int = 400) -> ApiError:
    """Return the kind of an error and the wait before a retry.

    An unknown code with a 5xx status, or no response, may succeed later; any other unknown code never does.
    """
    if code in _OURS or http in {401, 403}:
        return ApiError(code, ErrorKind.OURS, timedelta(minutes=5))
    if code == PAIR_RATE:
        return ApiError(code, ErrorKind.LATER, timedelta(seconds=6))
    if code == THROUGHPUT:
        return ApiError(code, ErrorKind.LATER, timedelta(seconds=2))
    if code in _LATER or http >= 500 or http in {0, 408, 429}:
        return ApiError(code, ErrorKind.LATER)
    return ApiError(code, ErrorKind.NEVER)
