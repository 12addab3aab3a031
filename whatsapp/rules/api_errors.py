"""What an error of the Cloud API means for a message. Codes: Meta's list of error codes (spring 2026)."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class ErrorKind(StrEnum):
    """`LATER`: the same message may pass. `OURS`: our account must be mended first. `NEVER`: not this one."""

    LATER = "later"
    OURS = "ours"
    NEVER = "never"


@dataclass(frozen=True)
class ApiError:
    """A failure that was told. `code`: Meta's, or the HTTP status where it told none; 0 where nobody answered."""

    code: int
    meaning: ErrorKind
    wait: timedelta = timedelta(seconds=30)


WINDOW_CLOSED = 131047
NO_SUCH_TEMPLATE = frozenset({132000, 132001, 132012, 132015, 132016})
"""Not handed in, otherwise than it was approved, paused, or disabled."""

PAIR_RATE, THROUGHPUT = 131056, 130429
_OURS = frozenset({3, 10, 190, 200, 368, 131005, 131031, 131042, 133010})
_LATER = frozenset({1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 133016})


def classify_error(code: int, *, http: int = 400) -> ApiError:
    """What follows from a code. An unknown one with a 5xx, or none at all, may pass later; else it never does."""
    if code in _OURS or http in {401, 403}:
        return ApiError(code, ErrorKind.OURS, timedelta(minutes=5))
    if code == PAIR_RATE:
        return ApiError(code, ErrorKind.LATER, timedelta(seconds=6))
    if code == THROUGHPUT:
        return ApiError(code, ErrorKind.LATER, timedelta(seconds=2))
    if code in _LATER or http >= 500 or http in {0, 408, 429}:
        return ApiError(code, ErrorKind.LATER)
    return ApiError(code, ErrorKind.NEVER)
