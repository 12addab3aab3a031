#!/usr/bin/python3
"""A `systemctl` for a chroot, where systemd does not run: it starts what the installed units say, as their users.

Of a unit it reads User, Group, UMask, WorkingDirectory, Environment, EnvironmentFile, RuntimeDirectory, ExecStart,
Restart and TimeoutStopSec. Debian's services run by their init scripts. Standard library only.
"""

import contextlib
import grp
import os
import pwd
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

STATE, LOG, UNITS = Path("/run/standin"), Path("/var/log/portal-units.log"), Path("/etc/systemd/system")


def read_unit(name: str) -> dict[str, list[str]]:
    """Return the lines of a unit's file, by their keys. An instance reads its template unless it has its own file."""
    prefix, _at, instance = name.partition("@")
    instance, suffix = os.path.splitext(instance or name)
    file = UNITS / name if (UNITS / name).exists() else UNITS / f"{prefix}@{suffix}"
    lines: dict[str, list[str]] = {}
    for line in file.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            lines.setdefault(key, []).append(value.replace("%i", instance).replace("%H", socket.gethostname()))
    return lines


def environment_of(unit: dict[str, list[str]]) -> dict[str, str]:
    """Return the environment of a unit's process: nothing of ours, its lines, then its files."""
    found = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
    for line in unit.get("Environment", []):
        found |= dict(pair.split("=", 1) for pair in shlex.split(line))
    for name in unit.get("EnvironmentFile", []):
        lines = [line for line in Path(name).read_text().splitlines() if line and line[0] not in "#;"]
        found |= {key: value.strip("\"'") for key, value in (line.split("=", 1) for line in lines)}
    for folder in unit.get("RuntimeDirectory", []):
        shutil.rmtree(f"/run/{folder}", ignore_errors=True)
        Path(f"/run/{folder}").mkdir(mode=0o700)
        shutil.chown(f"/run/{folder}", unit["User"][0], unit["Group"][0])
        found["RUNTIME_DIRECTORY"] = f"/run/{folder}"
    return found


def start_process(unit: dict[str, list[str]]) -> subprocess.Popen:
    """Start what ExecStart says, as the unit's user, in a process group of its own."""
    environment = environment_of(unit)
    command = re.sub(r"\$\{(\w+)\}", lambda found: environment[found[1]], unit["ExecStart"][0])
    user = pwd.getpwnam(unit["User"][0])
    return subprocess.Popen(
        shlex.split(command),
        cwd=unit["WorkingDirectory"][0],
        env=environment,
        user=user.pw_uid,
        group=grp.getgrnam(unit["Group"][0]).gr_gid,
        extra_groups=os.getgrouplist(user.pw_name, user.pw_gid),
        umask=int(unit["UMask"][0], 8),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=LOG.open("ab"),
        start_new_session=True,
    )


def supervise(name: str) -> None:
    """Run a unit and restart it when it ends, until SIGTERM."""
    unit, stopping = read_unit(name), []
    child = start_process(unit)
    patience = int(unit.get("TimeoutStopSec", ["90"])[0])

    def stop(*_signal) -> None:
        stopping.append(True)
        child.terminate()

    signal.signal(signal.SIGTERM, stop)
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(patience if stopping else None)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # what is left of its group, as KillMode=control-group
        child.wait()
        if stopping or unit.get("Restart") != ["always"]:
            return
        restarts = STATE / f"{name}.restarts"
        restarts.write_text(str(int(restarts.read_text()) + 1))
        time.sleep(1)
        child = start_process(unit)


def process_of(name: str) -> int:
    """Return the process ID of a unit's supervisor, or 0."""
    try:
        number = int((STATE / f"{name}.pid").read_text())
        return number if f"--supervise\0{name}" in Path(f"/proc/{number}/cmdline").read_text() else 0
    except (FileNotFoundError, ValueError):
        return 0


def start(name: str) -> None:
    if name.endswith(".timer"):
        (STATE / f"{name}.on").touch()
        return
    if process_of(name):
        return
    (STATE / f"{name}.restarts").write_text("0")
    child = subprocess.Popen(
        [sys.executable, __file__, "--supervise", name], start_new_session=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=LOG.open("ab"),
    )  # fmt: skip
    (STATE / f"{name}.pid").write_text(str(child.pid))


def stop(name: str) -> None:
    if number := process_of(name):
        os.kill(number, signal.SIGTERM)
        while process_of(name):
            time.sleep(0.1)


def act(verb: str, name: str) -> int:
    """Do one verb with one unit and return the exit code."""
    if not name.startswith("portal-"):
        service = name.removesuffix(".service")
        debian = {"is-active": "status", "reload-or-restart": "restart"}.get(verb, verb)
        if verb in ("enable", "is-enabled", "disable"):
            return 0
        # Without these, the init scripts would call systemctl, which is this program.
        direct = {"SYSTEMCTL_SKIP_REDIRECT": "1", "_SYSTEMCTL_SKIP_REDIRECT": "true"}
        with (STATE / "service.log").open("ab") as log:
            command = [f"/etc/init.d/{service}", debian]
            return subprocess.run(command, env=os.environ | direct, stdout=log, stderr=log).returncode
    if verb in ("enable", "is-enabled"):
        mark = STATE / f"{name}.enabled"
        if verb == "enable":
            mark.touch()
        return 0 if mark.exists() else 1
    if verb == "is-active":
        return 0 if process_of(name) or (STATE / f"{name}.on").exists() else 3
    if verb == "show":
        restarts = STATE / f"{name}.restarts"
        print(restarts.read_text() if restarts.exists() else "")
    if verb in ("stop", "restart"):
        stop(name)
    if verb in ("start", "restart"):
        start(name)
    return 0


def main() -> int:
    if sys.argv[1] == "--supervise":
        supervise(sys.argv[2])
        return 0
    STATE.mkdir(exist_ok=True)
    verb, *names = [word for word in sys.argv[1:] if not word.startswith("-")]
    codes = [act(verb, name) for name in names]
    if verb == "enable" and "--now" in sys.argv:
        codes += [act("start", name) for name in names]
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main())
