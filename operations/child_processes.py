"""Start child processes that end with their parent, and run programs as an unprivileged user instead of root."""

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


def is_root() -> bool:
    """Return whether this process is root. PostgreSQL refuses to run as root."""
    return os.geteuid() == 0


def unprivileged_options() -> dict:
    """Return the arguments of `subprocess` that drop root's rights, or an empty dict for other users."""
    if not is_root():
        return {}
    user = pwd.getpwnam(UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def change_owner(folder: Path) -> None:
    """Change the owner of a folder and its contents to the unprivileged user. Does nothing unless this is root."""
    user = unprivileged_options()
    if not user:
        return
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, user["user"], user["group"], follow_symlinks=False)


def start_child(command: list, *, dies_by: int = signal.SIGTERM, **options) -> subprocess.Popen:
    """Start a child process in its own session, so that Ctrl-C in the terminal reaches only the parent.

    On Linux, the kernel sends the signal `dies_by` to the child when the parent ends for any reason, even SIGKILL.
    """

    def set_parent_death_signal():
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, dies_by)

    command = [str(part) for part in command]
    return subprocess.Popen(command, start_new_session=True, preexec_fn=set_parent_death_signal, **options)  # noqa: S603 (commands are constants of the callers)


def stop_child(child: subprocess.Popen, *, by: int = signal.SIGTERM, patience: float = 5.0) -> None:
    """End a child process by a signal. After `patience` seconds, kill it; kill all processes that it started."""
    if child.poll() is None:
        child.send_signal(by)
        with suppress(subprocess.TimeoutExpired):
            child.wait(patience)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def wait_until(ready, child: subprocess.Popen, *, seconds: float) -> bool:
    """Return True once `ready()` is true, or False if the child ends first. Raises TimeoutError after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if child.poll() is not None:
            return False
        if ready():
            return True
        time.sleep(0.02)
    raise TimeoutError(f"{child.args[0]} gave no answer within {seconds:g} s")


def ignore_signals() -> None:
    """Ignore further signals during the shutdown, because an interrupted one would leave children running."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
