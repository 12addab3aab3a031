"""The PostgreSQL of one test run, begun from yesterday's work where the migrations are still the same.

A run has a folder of its own, locked while it lives; what a killed run left is cleared by the next. Beside the runs
lies a cache: a stopped cluster with the migrated template in it, under a name made of the migrations' contents.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path

import psutil

from operations import embedded_servers

ROOT = Path(__file__).parent.parent
MEMORY, ENOUGH = Path("/dev/shm"), 4 * 2**30
"""A file system in memory, and how many bytes must be free there and in the machine for a run's data to lie in it.

A database is a thousand files, and hundreds of tests have one of their own: made, dropped, made again. ext4 passes over
each file's number that was freed in the last minutes, one after the other; so the more were dropped, the longer the
next takes: 0.4 to 0.8 s on a disk, 0.05 here.
"""
# Nothing of a test run has to survive a power cut.
HASTY = {
    **{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"},
    "autovacuum": "off",  # statistics that came or did not would decide a plan; a bench wants them
    "track_activity_query_size": "16384",  # a filing's rows go in one long statement, which a test of faults reads
}


def key() -> str:
    """What a migrated template is made of: today, the server's options, the apps, all migrations, the roles' rights."""
    content = hashlib.sha256(f"{date.today()} {HASTY}".encode())
    migrations = sorted(ROOT.glob("*/migrations/**/*.py"))
    for path in [
        ROOT / "requirements.txt",
        ROOT / "operations" / "database_roles.py",
        ROOT / "operations" / "embedded_servers.py",
        ROOT / "operations" / "protected_tables.py",
        *migrations,
    ]:
        content.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    apps = re.search(
        r"^INSTALLED_APPS = \[.*?^\]", (ROOT / "config" / "settings.py").read_text(), re.DOTALL | re.MULTILINE
    )
    content.update(apps[0].encode())
    return content.hexdigest()[:16]


class Room:
    """The folder of one run: sockets, data, a lock; and the cache beside it.

    `hasty`: the data lie in memory, where it has room for them.
    """

    def __init__(self, *, hasty: bool = False):
        self.base = Path(tempfile.gettempdir()) / f"complaint-portal-tests-{os.geteuid()}"
        self.base.mkdir(mode=0o711, exist_ok=True)
        if self.base.is_symlink() or self.base.stat().st_uid != os.geteuid():
            self.base = Path(tempfile.mkdtemp(prefix="cpt-"))  # somebody else's folder of that name: not ours to use
            self.base.chmod(0o711)
        self._sweep()
        self.path = Path(tempfile.mkdtemp(prefix="run-", dir=self.base))
        self.path.chmod(0o711)
        self._lock = (self.path / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.cache = self.base / "cache"
        self.cache.mkdir(mode=0o711, exist_ok=True)
        self.data = (hasty_folder(self.path) if hasty else self.path) / "data"
        self.sockets = self.path / "s"

    def _sweep(self) -> None:
        """Remove the folders of runs that were killed: nobody holds their lock."""
        for run in self.base.glob("run-*"):
            with suppress(OSError), (run / "lock").open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._clear(run)

    def _clear(self, run: Path) -> None:
        for folder in (*MEMORY.glob(f"{_in_memory(run)}*"), run):
            shutil.rmtree(folder, ignore_errors=True)

    def leave(self) -> None:
        """Remove the run's folder, and its data where they lie."""
        self._clear(self.path)

    def start(self, cached: str | None) -> embedded_servers.Server:
        """Start the run's PostgreSQL: the cached cluster of that name, or an empty one."""
        if cached:
            subprocess.run(["cp", "-a", self.cache / cached, self.data], check=True)
        else:
            embedded_servers.make_cluster(self.data, programs=embedded_servers.postgres_programs(self.base))
        return self.start_again()

    def start_again(self, **options: str) -> embedded_servers.Server:
        """Start the cluster that is there; `options` go before the hasty ones."""
        programs, options = embedded_servers.postgres_programs(self.base), HASTY | options
        return embedded_servers.start_postgres(self.data, sockets=self.sockets, programs=programs, options=options)

    def keep(self, name: str) -> None:
        """Put the stopped cluster into the cache, and drop what other migrations or other days left there."""
        with tempfile.TemporaryDirectory(dir=self.base, prefix="keeping-") as half:
            subprocess.run(["cp", "-a", self.data, f"{half}/data"], check=True)
            with suppress(OSError):  # another run was quicker
                os.rename(f"{half}/data", self.cache / name)
        for other in sorted(self.cache.iterdir(), key=lambda path: path.stat().st_mtime)[:-4]:
            shutil.rmtree(other, ignore_errors=True)


def hasty_folder(run: Path) -> Path:
    """One more folder of a run: in memory if there is room, else inside its folder. It goes when the run's goes."""
    within, prefix = (MEMORY, _in_memory(run)) if has_room(MEMORY) else (run, "more-")
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=within))
    folder.chmod(0o711)
    return folder


def _in_memory(run: Path) -> str:
    return f"{run.parent.name}-{run.name}-"


def has_room(place: Path) -> bool:
    """Whether we may write there, and ENOUGH is free, of the machine's memory too."""
    try:
        free = min(shutil.disk_usage(place).free, psutil.virtual_memory().available)
    except OSError:  # no such place: elsewhere than on Linux
        return False
    return free > ENOUGH and os.access(place, os.W_OK)
