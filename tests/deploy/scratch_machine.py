"""A machine for tests of deploy/install and deploy/upgrade: a folder, and stand-ins for Debian's programs."""

import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from deploy.steps import releases
from deploy.steps.portal_settings import PORTAL_RIGHTS
from deploy.steps.target_machine import APP, SETTINGS, TargetMachine
from tests.databases import ROOT

READS = re.compile(
    r"dpkg-query|getent|id |systemctl (is-|show)|openssl (x509|pkey)|valkey-cli|valkey-server|nginx -t"
    r"|.*psql.* --command SELECT|.*psql.*SHOW|.*manage.py (check|migrate --check|create_administrators --skip)"
    r"|.*operations.redis_acl"
)
"""Commands that change nothing."""
COPIED = ("deploy", "operations", ".env.example", "requirements.txt", "bin/setup-production")


class Killed(BaseException):
    """The program is killed."""


class ScratchMachine(TargetMachine):
    """A bare Debian 13 in a folder. Its attributes are what the stand-ins know; tests change them."""

    def __init__(self, root: Path):
        self.said: list[str] = []
        super().__init__(root, say=self.said.append)
        self.packages, self.users, self.groups, self.rights = set(), set(), set(), {}
        self.running, self.enabled, self.commands = set(), set(), []
        self.migrated = self.has_roles = self.has_data = False
        self.administrators, self.restarts = 0, {}
        self.postgres_version, self.locale, self.clock_ahead = "170002", "C.UTF-8", 0.0
        self.check_error, self.failing = "", {}
        self.starting = {}  # how often a web server on a port does not answer yet
        self.restarted_beside: list[dict] = []
        self.kill_before = None  # the number of the change before which the program is killed
        self.changes = 0
        self.write("/etc/os-release", 'ID=debian\nVERSION_ID="13"\n')
        self.write("/etc/valkey/valkey.conf", "bind 127.0.0.1\n")
        self.write("/etc/nginx/nginx.conf", "# Debian's\n")
        for folder in ("/run/systemd/system", "/srv", "/var"):
            self.path(folder).mkdir(parents=True)

    # What TargetMachine does on the real machine

    def execute(self, words, *, env, cwd, typed):
        line = " ".join(words).replace(str(self.root), "")
        self.commands.append(line)
        if not READS.match(line):
            self._count_change()
        for part, message in self.failing.items():
            if part in line:
                return subprocess.CompletedProcess(words, 1, "", message)
        name = Path(words[0]).name
        if name in ("openssl", "tar", "cp"):
            return super().execute(words, env=env, cwd=cwd, typed=typed)
        code, output, error = getattr(self, f"_{name.replace('-', '_')}", lambda *_: (0, "", ""))(words[1:], line)
        return subprocess.CompletedProcess(words, code, output, error)

    def write(self, name, text, *, mode=0o644, owner="root", group="root"):
        self._count_change()
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_text(text)
        self.set_rights(name, mode=mode, owner=owner, group=group)

    def set_rights(self, name, *, mode, owner, group):
        self.rights[name] = (mode, owner, group)

    def has_rights(self, name, *, mode, owner, group):
        return self.path(name).exists() and self.rights.get(name) == (mode, owner, group)

    def clock(self):
        return 1_000_000.0 + self.clock_ahead

    def pause(self, seconds):
        pass

    def page_status(self, url):
        port = urlsplit(url).port
        if self.starting.get(port):
            self.starting[port] -= 1
            return 0
        return 200 if f"portal-web@{port}.service" in self.running and not self._is_broken() else 0

    def _is_broken(self) -> bool:
        """Return whether the linked release cannot start."""
        return (self.path(APP) / "broken").exists()

    def _count_change(self) -> None:
        self.changes = getattr(self, "changes", 0) + 1
        if getattr(self, "kill_before", None) == self.changes:
            raise Killed

    # The programs

    def _dpkg_query(self, words, _line):
        return 1, "".join(f"installed {package}\n" for package in words[3:] if package in self.packages), ""

    def _apt_get(self, words, _line):
        self.packages |= {word for word in words[1:] if not word.startswith("-")}
        return 0, "", ""

    def _getent(self, words, _line):
        return (0 if words[1] in self.users else 2), "", ""

    def _useradd(self, words, _line):
        self.users.add(words[-1])
        return 0, "", ""

    def _usermod(self, words, _line):
        self.groups.add(words[-2])
        return 0, "", ""

    def _id(self, _words, _line):
        return 0, " ".join(["portal", *self.groups]), ""

    def _setup_production(self, _words, line):
        folder = self.path(line.removesuffix("/bin/setup-production"))
        if not (folder / ".venv").exists():
            (folder / ".venv/bin").mkdir(parents=True)
            (folder / ".venv/bin/granian").write_text(
                f"#!{line.removesuffix('/bin/setup-production')}/.venv/bin/python\n"
            )
            (folder / ".venv/package.py").write_text("")
        return 0, "", ""

    def _python3(self, words, _line):
        """Write the settings as operations.new_environment does; its own test runs it."""
        for name, text in (
            ("portal.env", f"SITE_URL=https://{words[3]}\nDATABASE_URL=postgresql://portal_app:a@localhost/portal\n"),
            ("owner.env", "DATABASE_OWNER_URL=postgresql://portal_owner:o@localhost/portal\n"),
        ):
            Path(words[4], name).write_text(text)
        return 0, "", ""

    def _python(self, words, line):
        if "operations.redis_acl" in line:
            return 0, "user portal_cache on #hash\n", ""
        verb = words[1]
        if verb == "migrate":
            return (0 if self.migrated else 1), "", ""
        if verb == "migrate_online":
            self.migrated = True
        if verb == "load_reference":
            self.has_data = True
        if verb == "create_administrators" and "--officer" in words:
            self.administrators = 2
        if verb == "create_administrators":
            return 0, "one@example.org\n  https://complaints.example.org/desk/password/reset/one\n", ""
        if verb == "check" and self.check_error:
            return 1, "", f"SystemCheckError:\nERRORS:\n?: (portal.E042) {self.check_error}\n"
        return 0, "", ""

    def _runuser(self, words, line):
        if "postgresql" not in self.running:
            return 2, "", "connection refused"
        if "--set" in words:
            self.has_roles = True
        return 0, self.postgres_version if "version" in line else "1", ""

    def _psql(self, words, _line):
        if not self.has_roles:
            return 2, "", "password authentication failed"
        statement = words[-1]
        answers = {
            "server_version_num": self.postgres_version,
            "extract(epoch": "1000000.0",
            "datcollate": self.locale,
            "complaints_category": "40" if self.has_data else "0",
            "accounts_officer": str(self.administrators),
            "accounts_posting": str(self.administrators),
        }
        return 0, next((value for part, value in answers.items() if part in statement), "1"), ""

    def _valkey_server(self, _words, _line):
        return 0, "Valkey server v=8.1.1", ""

    def _valkey_cli(self, _words, _line):
        return (0 if "valkey-server" in self.running else 1), "", ""

    def _systemctl(self, words, _line):
        verb, unit = words[0], words[-1]
        if verb == "enable":
            self.enabled.add(unit)
        if verb in ("restart", "reload-or-restart") or "--now" in words:
            self.running.add(unit)
        if verb == "restart":
            self.restarted_beside.append({**self.starting})
            self.restarts[unit] = self.path(APP).readlink().name if self.path(APP).is_symlink() else ""
        if verb == "show":
            return 0, "0\n", ""
        state = {"is-active": self.running, "is-enabled": self.enabled}.get(verb)
        return (0 if state is None or unit in state else 3), "", ""


def make_source(folder: Path, **changes: str) -> Path:
    """Make a folder with the parts of the code that the installer reads, and changed or added files."""
    for name in COPIED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=releases.NOT_COPIED)
        else:
            shutil.copy(ROOT / name, folder / name)
    for name, text in changes.items():
        (folder / name).write_text(text)
    return folder


def snapshot(machine: ScratchMachine) -> dict:
    """Return every path of the machine with its content, for comparison."""
    files = {path for path in machine.root.rglob("*") if "/releases/" not in str(path)}
    contents = {str(path): path.read_bytes() if path.is_file() else None for path in files if not path.is_symlink()}
    return (
        contents
        | {str(path): str(path.readlink()) for path in files if path.is_symlink()}
        | {"rights": {**machine.rights}}
    )


def lose_rights(machine: ScratchMachine) -> None:
    """Let everybody read the settings."""
    machine.set_rights(SETTINGS, **PORTAL_RIGHTS | {"mode": 0o644})
