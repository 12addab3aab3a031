"""`python -S -E weighed.py RESULTS PROGRAM …`: run a program and record its memory, time and end.

This is a small separate process, because until a child starts its own program it is charged with its parent's memory.
For each run one line of JSON is written: memory (peak, MB), seconds (processor time), and how the program ended.
"""

import json
import os
import signal
import sys


def main(results: str, *program: str) -> None:
    """Run the program with the same open files, and end the same way."""
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
