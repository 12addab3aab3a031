"""The PostgreSQL of one test run, started from a cached cluster if the migrations have not changed.

Each run has its own folder, which it locks. The next run removes the folders of killed runs. A cache next to them holds
stopped clusters with the migrated template; their names are digests of the migrations.
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
"""A file system in memory, and the bytes that must be free there and in RAM to hold a run's data.

A database has a thousand files, and hundreds of tests create and drop one. On ext4 that becomes slower with each drop,
because inode numbers freed in the last minutes are skipped one by one: 0.4 to 0.8 s a database, and 0.05 s in memory.
"""
# A test run need not survive a power failure.
FAST_OPTIONS = {
    **{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"},
    "autovacuum": "off",  # plans must not depend on when statistics are collected; benches turn it on
    "track_activity_query_size": "16384",  # a test of faults reads the long statement that files a complaint
}


def key() -> str:
    """Return a digest of everything that decides a migrated template: date, server options, apps, migrations, roles."""
    content = hashlib.sha256(f"{date.today()} {FAST_OPTIONS}".encode())
    migrations = sorted(ROOT.glob("*/migrations/**/*.py"))
    for path in [
        ROOT / "requirements.txt",
        ROOT / "operations" / "database" / "database_roles.py",
        ROOT / "operations" / "embedded_servers.py",
        ROOT / "operations" / "database" / "protected_tables.py",
        *migrations,
    ]:
        content.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    apps = re.search(
        r"^INSTALLED_APPS = \[.*?^\]", (ROOT / "config" / "settings.py").read_text(), re.DOTALL | re.MULTILINE
    )
    content.update(apps[0].encode())
    return content.hexdigest()[:16]


class RunFolder:
    """The folder of one run with its sockets, data and lock, and the cache next to it.

    `hasty`: keep the data in memory if there is room.
    """

    def __init__(self, *, hasty: bool = False):
        self.base = Path(tempfile.gettempdir()) / f"complaint-portal-tests-{os.geteuid()}"
        self.base.mkdir(mode=0o711, exist_ok=True)
        if self.base.is_symlink() or self.base.stat().st_uid != os.geteuid():
            self.base = Path(tempfile.mkdtemp(prefix="cpt-"))  # another user's folder of that name
            self.base.chmod(0o711)
        self._sweep()
        self.path = Path(tempfile.mkdtemp(prefix="run-", dir=self.base))
        self.path.chmod(0o711)
        self._lock = (self.path / "lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        self.cache = self.base / "cache"
        self.cache.mkdir(mode=0o711, exist_ok=True)
        self.data = (new_data_folder(self.path) if hasty else self.path) / "data"
        self.sockets = self.path / "s"

    def _sweep(self) -> None:
        """Remove the folders of killed runs: nothing holds their lock."""
        for run in self.base.glob("run-*"):
            with suppress(OSError), (run / "lock").open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._clear(run)

    def _clear(self, run: Path) -> None:
        for folder in (*MEMORY.glob(f"{_in_memory(run)}*"), run):
            shutil.rmtree(folder, ignore_errors=True)

    def leave(self) -> None:
        """Remove the run's folder and its data."""
        self._clear(self.path)

    def copy_cached(self, name: str) -> bool:
        """Copy the cached cluster of that name, and return whether there was one. Another run may delete it."""
        copied = subprocess.run(["cp", "-a", self.cache / name, self.data], stderr=subprocess.DEVNULL).returncode == 0
        if not copied:
            shutil.rmtree(self.data, ignore_errors=True)
        return copied

    def start(self, *, is_copied: bool) -> embedded_servers.EmbeddedServer:
        """Start the run's PostgreSQL: the copied cluster, or an empty one."""
        if not is_copied:
            embedded_servers.create_cluster(self.data, programs=embedded_servers.postgres_programs(self.base))
        return self.start_again()

    def start_again(self, **options: str) -> embedded_servers.EmbeddedServer:
        """Start the existing cluster. `options` override HASTY."""
        programs, options = embedded_servers.postgres_programs(self.base), FAST_OPTIONS | options
        return embedded_servers.start_postgres(self.data, sockets=self.sockets, programs=programs, options=options)

    def keep(self, name: str) -> None:
        """Put the stopped cluster into the cache and delete all but the eight latest entries."""
        with tempfile.TemporaryDirectory(dir=self.base, prefix="keeping-") as half:
            subprocess.run(["cp", "-a", self.data, f"{half}/data"], check=True)
            with suppress(OSError):  # another run was faster
                os.rename(f"{half}/data", self.cache / name)
        for other in sorted(self.cache.iterdir(), key=lambda path: path.stat().st_mtime)[:-8]:
            shutil.rmtree(other, ignore_errors=True)


def new_data_folder(run: Path) -> Path:
    """Make another folder for a run, in memory if there is room. It is removed with the run's own folder."""
    within, prefix = (MEMORY, _in_memory(run)) if has_free_space(MEMORY) else (run, "more-")
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=within))
    folder.chmod(0o711)
    return folder


def _in_memory(run: Path) -> str:
    return f"{run.parent.name}-{run.name}-"


def has_free_space(place: Path) -> bool:
    """Return whether we may write there and ENOUGH bytes are free, in RAM too."""
    try:
        free = min(shutil.disk_usage(place).free, psutil.virtual_memory().available)
    except OSError:  # the folder exists on Linux only
        return False
    return free > ENOUGH and os.access(place, os.W_OK)
