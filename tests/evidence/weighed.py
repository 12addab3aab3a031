"""`python -S -E weighed.py RESULTS PROGRAM …`: run a program and record its memory, time and end.

This is a small separate process, because until a child starts its own program it is charged with its parent's memory.
For each run one line of JSON is written: memory (peak, MB), seconds (processor time), and how the program ended.

Bubblewrap ends without waiting for what ran in it, so this process adopts and counts what the program leaves behind.
"""

import ctypes
import json
import os
import signal
import sys

PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h


def main(results: str, *program: str) -> None:
    """Run the program with the same open files, and end the same way."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    child = os.fork()
    if not child:
        os.execv(program[0], program)
    ended, memory, seconds = 0, 0.0, 0.0
    while True:
        try:
            pid, status, used = os.wait4(-1, 0)
        except ChildProcessError:
            break
        memory, seconds = max(memory, used.ru_maxrss / 1024), seconds + used.ru_utime + used.ru_stime
        if pid == child:
            ended = os.waitstatus_to_exitcode(status)
    said = {"memory": memory, "seconds": seconds, "ended": ended}
    with open(results, "a") as file:
        file.write(json.dumps(said) + "\n")
    if ended < 0:
        signal.signal(-ended, signal.SIG_DFL)
        os.kill(os.getpid(), -ended)
    sys.exit(ended)


if __name__ == "__main__":
    main(*sys.argv[1:])
