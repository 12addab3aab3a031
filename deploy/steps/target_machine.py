"""The machine that is installed or upgraded. Every path and command goes through it, so that tests can replace it."""

import errno
import grp
import os
import pwd
import stat
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

APP, RELEASES = "/srv/portal/app", "/srv/portal/releases"
SETTINGS, OWNER_SETTINGS, ROLES_FILE = "/etc/portal/portal.env", "/etc/portal/owner.env", "/etc/portal/roles"
DATA = "/var/lib/portal"
SAY = partial(print, flush=True)
PATIENCE = 1800  # seconds for one command: a migration of a large table, or packages on a slow line


class InstallationStopped(Exception):
    """A step cannot be done. The message is one line that says why and what to do."""


class TargetMachine:
    """This computer. `root` is another folder in tests."""

    def __init__(self, root: Path = Path("/"), say: Callable[[str], None] = SAY):
        self.root, self.say = root, say

    def path(self, name: str) -> Path:
        """Return an absolute path of the machine below `root`."""
        return self.root / name.lstrip("/")

    def execute(
        self, words: list[str], *, env: Mapping[str, str], cwd: Path, typed: str | None
    ) -> subprocess.CompletedProcess[str]:
        """Run a command, with `typed` as its input, and return its output and exit code."""
        try:
            return subprocess.run(
                words,
                env=os.environ | {"LC_ALL": "C.UTF-8"} | dict(env),
                cwd=cwd,
                input=typed or "",
                capture_output=True,
                text=True,
                timeout=PATIENCE,
            )
        except FileNotFoundError:
            return subprocess.CompletedProcess(words, 127, "", f"{words[0]} is not installed.")
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(words, 124, "", f"It took longer than {PATIENCE} seconds.")

    def run(
        self,
        *command: str | Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        typed: str | None = None,
        accepted: tuple[int, ...] = (0,),
    ) -> subprocess.CompletedProcess[str]:
        """Run a command. Raises InstallationStopped, with its last line, unless its exit code is accepted."""
        words = [str(word) for word in command]
        done = self.execute(words, env=env or {}, cwd=cwd or self.root, typed=typed)
        if done.returncode not in accepted:
            lines = [line for line in f"{done.stdout}\n{done.stderr}".splitlines() if line.strip()]
            raise InstallationStopped(f"`{' '.join(words[:4])}` failed: {lines[-1] if lines else done.returncode}")
        return done

    def succeeds(self, *command: str | Path, **options) -> bool:
        """Return whether a command ends with 0."""
        return self.run(*command, accepted=tuple(range(256)), **options).returncode == 0

    def write(self, name: str, text: str, *, mode: int = 0o644, owner: str = "root", group: str = "root") -> None:
        """Write a file at once: others see the old content or the new one."""
        target = self.path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.new")
        unfinished.unlink(missing_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as output:
            output.write(text)
            output.flush()
            os.fsync(descriptor)
        self.set_rights(str(unfinished.relative_to(self.root)), mode=mode, owner=owner, group=group)
        unfinished.replace(target)

    def set_rights(self, name: str, *, mode: int, owner: str, group: str) -> None:
        """Set the owner, the group and the mode of a file or folder. Raises InstallationStopped for a link."""
        try:
            descriptor = os.open(self.path(name), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ELOOP:
                raise
            raise InstallationStopped(
                f"{name} is a link. Look where it leads and who made it, and remove it."
            ) from error
        try:
            os.fchown(descriptor, pwd.getpwnam(owner).pw_uid, grp.getgrnam(group).gr_gid)
            os.fchmod(descriptor, mode)
        finally:
            os.close(descriptor)

    def has_rights(self, name: str, *, mode: int, owner: str, group: str) -> bool:
        """Return whether a file or folder exists with this owner, group and mode. A link never has them."""
        try:
            found = self.path(name).lstat()
            names = pwd.getpwuid(found.st_uid).pw_name, grp.getgrgid(found.st_gid).gr_name
        except (FileNotFoundError, KeyError):
            return False
        return names == (owner, group) and stat.S_IMODE(found.st_mode) == mode and not stat.S_ISLNK(found.st_mode)

    def text(self, name: str) -> str:
        """Return the text of a file, or nothing if it does not exist."""
        try:
            return self.path(name).read_text()
        except FileNotFoundError:
            return ""

    def runs_systemd(self) -> bool:
        """Return whether systemd runs on this machine. In a chroot it does not."""
        return self.path("/run/systemd/system").is_dir()

    def clock(self) -> float:
        """Return the seconds since 1970."""
        return time.time()

    def pause(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)

    def page_status(self, url: str) -> int:
        """Return the status of a page, or 0 without an answer."""
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - http of this machine
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def settings(self, name: str = SETTINGS) -> dict[str, str]:
        """Return the settings of an environment file: one NAME=VALUE a line, without quotes."""
        pairs = (line.partition("=") for line in self.text(name).splitlines() if line and line[0] not in "# ")
        return {key: value.strip().strip("\"'") for key, _equals, value in pairs}

    def manage(self, release: Path, *arguments: str, as_owner: bool = False, accepted: tuple[int, ...] = (0,)):
        """Run manage.py of a release with the portal's settings, if wanted with the address of the database's owner."""
        env = self.settings(OWNER_SETTINGS) if as_owner else {}
        python = release / ".venv/bin/python"
        return self.run(python, "manage.py", *arguments, cwd=release, env=env, accepted=accepted)
