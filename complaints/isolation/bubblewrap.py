"""Isolate a program with bubblewrap: namespaces of its own, a few read-only files, and a filter of system calls.

The program has no network, sees no other process and no device except random numbers, has an empty environment, and
reads only the interpreter, its libraries and the code of the inspection. It receives its job as open file descriptors.
"""

import ctypes
import os
import platform
import re
import resource
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from complaints.isolation import syscall_filter
from complaints.rules.accepted_files import FileRefusal, FileRefused

ENVIRONMENT = {"LANG": "C.UTF-8"}
NOBODY = "65534"
CODE = (
    "complaints/__init__.py", "complaints/inspection", "complaints/rules/__init__.py",
    "complaints/rules/accepted_files.py", "web/__init__.py", "web/text_cleaning.py",
)  # fmt: skip
"""The portal's files that the inspection imports."""

SET_DUMPABLE = 4
PROBE_SECONDS = 30


class SandboxUnavailable(FileRefused):
    """Files cannot be inspected safely on this computer, and no setting allows it to inspect them unsafely.

    It is a refusal for a file that is inspected within a request. A worker keeps the file and tries again.
    """

    def __init__(self):
        super().__init__(FileRefusal.NO_SANDBOX)


def protect_process() -> None:
    """Forbid other processes of the same user to read this one's memory and environment, and write no core dump."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_DUMPABLE, 0, 0, 0, 0)


class IsolatedProcess(subprocess.Popen):
    """A program that runs in the sandbox, without standard input.

    It is started directly where no sandbox works and INSPECT_WITHOUT_SANDBOX allows that.
    """

    def __init__(self, program: Sequence[str], *, handles: tuple[int, ...], **options):
        """Start the program with these file descriptors. Raises SandboxUnavailable."""
        protect_process()
        self._info: int | None = None
        options |= {"env": ENVIRONMENT, "cwd": settings.BASE_DIR, "stdin": subprocess.DEVNULL}
        if find_sandbox_problem():
            if not settings.INSPECT_WITHOUT_SANDBOX:
                raise SandboxUnavailable
            super().__init__(program, pass_fds=handles, **options)
            return
        self._info, info_written = os.pipe()
        try:
            with _filter_file() as filter_file:
                own = {"--seccomp": filter_file.fileno(), "--info-fd": info_written}
                command = [*isolation_command(), *(text for name in own for text in (name, str(own[name])))]
                super().__init__([*command, "--", *program], pass_fds=(*handles, *own.values()), **options)
        except BaseException:
            self._close_info()
            raise
        finally:
            os.close(info_written)

    def kill(self) -> None:
        """Kill the program and all that it has started.

        It is not enough to kill bubblewrap: in its first milliseconds the sandbox would live on without it.
        """
        if self.poll() is None and self._info is not None:
            found = re.search(rb'"child-pid": (\d+)', os.read(self._info, 4096))
            if found and self.poll() is None:
                with suppress(ProcessLookupError):
                    os.kill(int(found[1]), signal.SIGKILL)
            self._close_info()
        super().kill()

    def __exit__(self, *error) -> None:
        super().__exit__(*error)
        self._close_info()

    def _close_info(self) -> None:
        if self._info is not None:
            os.close(self._info)
            self._info = None


@cache
def find_sandbox_problem() -> str:
    """Return why no sandbox works on this computer, as a sentence with what to do; "" if it works.

    The answer is kept until the process ends.
    """
    if sys.platform != "linux" or not syscall_filter.is_known_architecture(platform.machine()):
        return "The sandbox needs Linux on x86-64 or 64-bit ARM. Run the worker that inspects files on such a computer."
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed. Install Debian's package bubblewrap."
    with _filter_file() as filter_file:
        command = [*isolation_command(), "--seccomp", str(filter_file.fileno()), "--", sys.executable, "-E", "-c", ""]
        try:
            done = subprocess.run(  # noqa: S603 (our own command)
                command,
                env=ENVIRONMENT,
                pass_fds=(filter_file.fileno(),),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PROBE_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as failed:
            return f"bubblewrap does not start ({type(failed).__name__})."
    if done.returncode == 0:
        return ""
    said = done.stderr.decode(errors="replace").strip().splitlines()
    return (
        f"bubblewrap cannot make a sandbox here ({said[-1] if said else done.returncode}). Allow unprivileged user "
        "namespaces (sysctl user.max_user_namespaces; in a container, its seccomp and AppArmor profiles)."
    )


def _filter_file():
    """Return a nameless file with the filter. bubblewrap reads it to its end, so each command needs another one."""
    file = open(os.memfd_create("filter"), "w+b", buffering=0)  # noqa: SIM115 (the caller closes it)
    file.write(syscall_filter.build_syscall_filter(platform.machine()))
    file.seek(0)
    return file


@cache
def isolation_command() -> list[str]:
    """Return bubblewrap's command up to the program, without the filter."""
    command = [shutil.which("bwrap") or "bwrap", "--unshare-user", "--unshare-net", "--unshare-pid", "--unshare-ipc"]
    command += ["--unshare-uts", "--unshare-cgroup-try", "--uid", NOBODY, "--gid", NOBODY, "--cap-drop", "ALL"]
    command += ["--die-with-parent", "--new-session", "--clearenv"]
    command += [part for name, value in ENVIRONMENT.items() for part in ("--setenv", name, value)]
    for folder in _library_links():
        command += ["--symlink", os.readlink(folder), folder]
    for path in _interpreter_paths():
        command += ["--ro-bind", os.path.realpath(path), path]
    if os.path.islink(sys.executable):
        command += ["--symlink", os.path.realpath(sys.executable), sys.executable]
    for path in (str(settings.BASE_DIR / name) for name in CODE):
        command += ["--ro-bind", path, path]
    command += ["--dev-bind", "/dev/urandom", "/dev/urandom"]  # qpdf opens no encrypted PDF without it
    return [*command, "--remount-ro", "/", "--chdir", str(settings.BASE_DIR)]


def _library_links() -> list[str]:
    """Return the links at the top that lead to folders of libraries, such as /lib on Debian."""
    return [folder for folder in ("/lib", "/lib64") if os.path.islink(folder)]


def _interpreter_paths() -> list[str]:
    """Return the paths of the interpreter, its standard library, the installed packages and the system's libraries."""
    named, multiarch = sysconfig.get_paths(), sysconfig.get_config_var("MULTIARCH") or "none"
    paths = [os.path.realpath(sys.executable), os.path.join(sys.prefix, "pyvenv.cfg")]
    paths += [named[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    paths += map(str, Path(sys.base_prefix).glob("lib/libpython*.so*"))
    paths += [f"/usr/lib/{multiarch}", "/usr/lib64"]
    if not _library_links():
        paths += [f"/lib/{multiarch}", "/lib64"]
    return [path for path in dict.fromkeys(paths) if os.path.exists(path)]
