"""A package's function is waited for as long as its time limit, and hanging ones do not pile up."""

from threading import Event

import pytest

from web import extension_calls
from web.extension_calls import MOST_AT_ONCE, call_within


def test_the_answer_and_the_error_are_the_functions_own():
    assert call_within(5, sorted, [2, 1], reverse=True) == [2, 1]
    with pytest.raises(ZeroDivisionError):
        call_within(5, lambda: 1 / 0)


def test_what_hangs_is_left_behind_and_further_calls_fail_at_once():
    goes_on = Event()
    for _ in range(MOST_AT_ONCE):
        with pytest.raises(TimeoutError):
            call_within(0.01, goes_on.wait, 60)
    with pytest.raises(TimeoutError, match="earlier calls still run"):
        call_within(60, sorted, [])
    goes_on.set()
    for _ in range(MOST_AT_ONCE):  # all places are free again
        assert extension_calls._free.acquire(timeout=60)
    for _ in range(MOST_AT_ONCE):
        extension_calls._free.release()
    assert call_within(5, sorted, []) == []
