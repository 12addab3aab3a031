"""A forked child of the test's process, which cannot wait for ever."""

import os
import signal
import sys
import traceback
from collections.abc import Callable

SECONDS = 120


def run_forked(act: Callable[[], object]) -> int:
    """Run `act` in a forked child, and return how that ended: 1 if nothing killed it, else minus the signal's number.

    The test's process may have threads. A child that was forked while one of them held a lock would wait for that lock
    for ever, so after SECONDS the child is killed by SIGALRM.
    """
    child = os.fork()
    if child == 0:
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(SECONDS)
            act()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
