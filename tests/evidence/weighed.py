"""`python -S -E weighed.py RESULTS PROGRAM …`: run a program, and write down what it took.

A small process of its own, because a child is charged with the memory of whoever started it, until it begins its own
program. One line of JSON for each: memory (MB at its peak), seconds (of a processor), and how it ended.
"""

import json
import os
import signal
import sys


def main(results: str, *program: str) -> None:
    """Run it with the same open files; end as it ended."""
    child = os.fork()
    if not child:
        os.execv(program[0], program)
    _, status, used = os.wait4(child, 0)
    ended = os.waitstatus_to_exitcode(status)
    said = {"memory": used.ru_maxrss / 1024, "seconds": used.ru_utime + used.ru_stime, "ended": ended}
    with open(results, "a") as file:
        file.write(json.dumps(said) + "\n")
    if ended < 0:
        signal.signal(-ended, signal.SIG_DFL)
        os.kill(os.getpid(), -ended)
    sys.exit(ended)


if __name__ == "__main__":
    main(*sys.argv[1:])
