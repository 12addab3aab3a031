"""Child processes that never outlive their parent, and an unprivileged user for what refuses to run as root."""

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

UNPRIVILEGED = "nobody"
PR_SET_PDEATHSIG = 1  # linux/prctl.h
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def as_root() -> bool:
    """Whether this process is root, so that PostgreSQL has to run as somebody else."""
    return os.geteuid() == 0


def unprivileged() -> dict:
    """Arguments of `subprocess` that drop root's rights; empty for an ordinary user."""
    if not as_root():
        return {}
    who = pwd.getpwnam(UNPRIVILEGED)
    return {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}


def give_away(folder: Path) -> None:
    """Make a folder and all in it the property of the unprivileged user (root only; otherwise nothing)."""
    who = unprivileged()
    if not who:
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, who["user"], who["group"], follow_symlinks=False)


def start(command: list, *, dies_by: int = signal.SIGTERM, **options) -> subprocess.Popen:
    """Start a child in a session of its own, so that the terminal's Ctrl-C reaches only the parent, which decides.

    On Linux the kernel sends the child `dies_by` when the parent is gone, however it went (SIGKILL included).
    """

    def follow_the_parent():
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, dies_by)

    command = [str(part) for part in command]
    return subprocess.Popen(command, start_new_session=True, preexec_fn=follow_the_parent, **options)  # noqa: S603 (what the callers write down)


def stop(child: subprocess.Popen, *, by: int = signal.SIGTERM, patience: float = 5.0) -> None:
    """Ask a child to end; after that, or after `patience` seconds, end whatever is left of it and all it started."""
    if child.poll() is None:
        child.send_signal(by)
        with suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def wait_until(ready, child: subprocess.Popen, *, seconds: float) -> bool:
    """True once `ready()` is true; False when the child died first. Raises TimeoutError after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if child.poll() is not None:
            return False
        if ready():
            return True
        time.sleep(0.02)
    raise TimeoutError(f"{child.args[0]} gave no answer within {seconds:g} s")


def deaf() -> None:
    """Ignore further signals to end: the end is under way, and half an end leaves children behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
