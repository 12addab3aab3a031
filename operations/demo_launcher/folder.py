"""Where the demo of one checkout and port keeps its things."""

import errno
import fcntl
import hashlib
import os
import shutil
from pathlib import Path

from operations import processes
from operations.embedded_servers import CannotStart
from operations.fresh_secrets import new_secrets

ROOT = Path(__file__).parent.parent.parent
FULL = "the disk is full: free a gigabyte and try again"


class DemoFolder:
    """The folders of one demo.

    `folder` (.demo/PORT) holds secrets, broker and, for an ordinary user, the database. `room` holds the database's
    sockets, whose paths must be short, and, for root, the database too: the user it runs as has to reach it.
    """

    def __init__(self, port: int):
        self.port = port
        self.folder = ROOT / ".demo" / str(port)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as trouble:
            raise CannotStart(reason_of(trouble)) from trouble
        self.shared = Path("/var/tmp") / f"complaint-portal-demo-{os.geteuid()}"  # noqa: S108 (owner checked below)
        checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
        self.room = self.shared / f"{checkout}-{port}"
        self._lock = None

    @property
    def data(self) -> Path:
        """The folder of PostgreSQL's cluster."""
        return (self.room if processes.as_root() else self.folder) / "postgres"

    @property
    def progress(self) -> Path:
        """The file that says how far the start is (operations.demo_launcher.progress)."""
        return self.folder / "progress.json"

    def free(self) -> int:
        """How many bytes are free where the demo writes."""
        room = self.room if self.room.exists() else self.shared.parent
        return min(shutil.disk_usage(place).free for place in (self.folder, room))

    def open_room(self) -> None:
        """Make the room. Raises CannotStart if somebody else made a folder of that name."""
        self.shared.mkdir(mode=0o711, exist_ok=True)
        if self.shared.is_symlink() or self.shared.stat().st_uid != os.geteuid():
            raise CannotStart(f"{self.shared} belongs to somebody else: remove it and try again")
        self.room.mkdir(mode=0o711, exist_ok=True)

    def lock(self) -> bool:
        """Take the place for this process; False if another demo has it."""
        self._lock = (self.folder / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def forget(self) -> None:
        """Remove everything that the demo has made, secrets included."""
        shutil.rmtree(self.room, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def secrets(self) -> dict[str, str]:
        """The demo's secrets: made once, kept in a file that only its owner may read."""
        file = self.folder / "secrets.env"
        if not file.exists():
            lines = [f"{name}={value}\n" for name, value in new_secrets().items()]
            write_private(file, "".join(lines))
        return dict(line.split("=", 1) for line in file.read_text().splitlines())


def reason_of(trouble: OSError) -> str:
    """Say in one line what stopped a write, and what to do."""
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    if trouble.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"cannot write to {trouble.filename}: give yourself the right to write there, or use another checkout"
    return str(trouble)


def write_private(file: Path, text: str) -> None:
    """Write a file that nobody else may read, whole or not at all."""
    half = file.with_suffix(".half")
    half.unlink(missing_ok=True)
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    half.rename(file)
