"""Call the function of an installed package within a time limit, so that it cannot keep a page waiting."""

from collections.abc import Callable
from concurrent.futures import Future
from threading import BoundedSemaphore, Thread

MOST_AT_ONCE = 4
"""Calls that may run in one process at the same time. Calls whose time limit has passed count too, until they end."""
_free = BoundedSemaphore(MOST_AT_ONCE)


def call_within[T](seconds: float, function: Callable[..., T], *arguments, **keywords) -> T:
    """Return what a function returns, from a thread of its own.

    Raises TimeoutError if it takes longer, or if earlier calls still hang; otherwise whatever the function raises.
    """
    if not _free.acquire(blocking=False):
        raise TimeoutError("earlier calls still run")
    answer: Future[T] = Future()

    def run() -> None:
        try:
            answer.set_result(function(*arguments, **keywords))
        except BaseException as error:  # it is raised again where the answer is awaited
            answer.set_exception(error)
        finally:
            _free.release()

    Thread(target=run, daemon=True, name="extension").start()
    return answer.result(timeout=seconds)
