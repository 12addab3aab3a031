"""The folders of the demo of one checkout and port, with its lock and its secrets."""

import errno
import fcntl
import hashlib
import os
import shutil
from pathlib import Path

from operations import child_processes
from operations.embedded_servers import CannotStart
from operations.fresh_secrets import new_secrets

ROOT = Path(__file__).parent.parent.parent
FULL = "the disk is full: free a gigabyte and try again"


class DemoFolder:
    """The folders of one demo.

    `folder` (.demo/PORT) holds secrets, the broker's data and the database. `socket_folder` holds the database's
    sockets, because their paths must be short. For root it also holds the database, which runs as another user who must
    have access.
    """

    def __init__(self, port: int):
        self.port = port
        self.folder = ROOT / ".demo" / str(port)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CannotStart(write_error_reason(error)) from error
        self.shared = Path("/var/tmp") / f"complaint-portal-demo-{os.geteuid()}"  # noqa: S108 (owner checked below)
        checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
        self.socket_folder = self.shared / f"{checkout}-{port}"
        self._lock = None

    @property
    def data(self) -> Path:
        """Return the folder of PostgreSQL's cluster."""
        return (self.socket_folder if child_processes.is_root() else self.folder) / "postgres"

    @property
    def progress(self) -> Path:
        """Return the file with the progress of the start (operations.demo_launcher.progress)."""
        return self.folder / "progress.json"

    def free(self) -> int:
        """Return the number of free bytes on the disks that the demo writes to."""
        socket_disk = self.socket_folder if self.socket_folder.exists() else self.shared.parent
        return min(shutil.disk_usage(folder).free for folder in (self.folder, socket_disk))

    def create_socket_folder(self) -> None:
        """Create `socket_folder`. Raises CannotStart if another user owns a folder with that name."""
        self.shared.mkdir(mode=0o711, exist_ok=True)
        if self.shared.is_symlink() or self.shared.stat().st_uid != os.geteuid():
            raise CannotStart(f"{self.shared} belongs to somebody else: remove it and try again")
        self.socket_folder.mkdir(mode=0o711, exist_ok=True)

    def lock(self) -> bool:
        """Lock the folders for this process. Return False if another demo has the lock."""
        self._lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def forget(self) -> None:
        """Delete everything that the demo has created, including its secrets."""
        shutil.rmtree(self.socket_folder, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def secrets(self) -> dict[str, str]:
        """Return the demo's secrets, which are created once in a file that only its owner can read."""
        file = self.folder / "secrets.env"
        if not file.exists():
            lines = [f"{name}={value}\n" for name, value in new_secrets().items()]
            write_private(file, "".join(lines))
        return dict(line.split("=", 1) for line in file.read_text().splitlines())


def write_error_reason(error: OSError) -> str:
    """Return one line on why a write failed and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"cannot write to {error.filename}: give yourself the right to write there, or use another checkout"
    return str(error)


def write_private(file: Path, text: str) -> None:
    """Write a file atomically, readable only by its owner."""
    unfinished = file.with_suffix(".half")
    unfinished.unlink(missing_ok=True)
    with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as output:
        output.write(text)
    unfinished.rename(file)
