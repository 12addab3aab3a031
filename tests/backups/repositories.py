"""pgBackRest with the portal's own configuration (deploy/pgbackrest), in folders of a test."""

import shutil
import subprocess
from configparser import ConfigParser
from datetime import datetime
from pathlib import Path

import pytest

from operations import child_processes
from tests.databases import ROOT

SHIPPED = ROOT / "deploy" / "pgbackrest"
STANZA = "portal"
PROGRAMS = Path("/usr/lib/postgresql/17/bin")
"""Debian's PostgreSQL, as in production: pgBackRest does not know the newer version of the Python package."""


def missing_programs() -> str:
    """Return why no database can be backed up on this machine; "" if one can."""
    if shutil.which("pgbackrest") is None:
        return "pgBackRest is not installed (Debian: pgbackrest)"
    return "" if (PROGRAMS / "initdb").exists() else "PostgreSQL 17 is not installed (Debian: postgresql-17)"


needs_pgbackrest = pytest.mark.skipif(bool(missing_programs()), reason=missing_programs())


class Repository:
    """A repository of backups in `folder`, configured as the shipped file says. It outlives the site."""

    def __init__(self, folder: Path, *, data: Path, sockets: Path):
        self.folder = folder
        self.config = folder / "pgbackrest.conf"
        folder.mkdir(mode=0o711)
        parser = ConfigParser(interpolation=None)
        parser.read(SHIPPED / "pgbackrest.conf")
        parser["global"].update({f"{name}-path": str(folder / name) for name in ("repo1", "log", "lock", "spool")})
        parser[STANZA].update({"pg1-path": str(data), "pg1-socket-path": str(sockets), "pg1-user": "postgres"})
        for name in ("repo1", "log", "lock", "spool"):
            (folder / name).mkdir(mode=0o700)
        with self.config.open("w") as file:
            parser.write(file, space_around_delimiters=False)
        child_processes.change_owner(folder)

    @property
    def server_options(self) -> dict[str, str]:
        """Return PostgreSQL's settings of the shipped file, for this repository."""
        lines = (SHIPPED / "archiving.conf").read_text().splitlines()
        pairs = (line.split(" = ", 1) for line in lines if " = " in line and not line.startswith("#"))
        options = {name: value.strip("'") for name, value in pairs}
        command = options["archive_command"].replace("pgbackrest", f"pgbackrest --config={self.config}", 1)
        return options | {"archive_command": command}

    def run(self, *arguments: object) -> subprocess.CompletedProcess:
        """Run pgBackRest as PostgreSQL's user."""
        command = ["pgbackrest", f"--config={self.config}", f"--stanza={STANZA}", *map(str, arguments)]
        return subprocess.run(
            command, cwd="/", capture_output=True, text=True, **child_processes.unprivileged_options()
        )

    def do(self, *arguments: object) -> str:
        """Run pgBackRest and return its output. Raises RuntimeError with what it said if it failed."""
        done = self.run(*arguments)
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return done.stdout

    def size(self) -> int:
        """Return the size of all backups and of the archived log, in bytes."""
        return sum(path.stat().st_size for path in (self.folder / "repo1").rglob("*") if path.is_file())

    def restore(self, data: Path, *, until: datetime | None = None) -> str:
        """Restore the database into `data`, up to a moment if one is given."""
        data.mkdir(mode=0o700, parents=True)
        child_processes.change_owner(data)
        moment = [] if until is None else ["--type=time", f"--target={until.isoformat(sep=' ')}"]
        promote = ["--target-action=promote"] if until else []
        return self.do(f"--pg1-path={data}", *moment, *promote, "restore")
