"""The real virus scanner of Debian (clamd) on the loopback interface, with a signature database that has only EICAR.

The official database would have to be downloaded, which tests do not do. If clamd is not installed
(`bin/debian clamd clamav-daemon`), the stand-in with the same protocol is used.
"""

import io
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from complaints.evidence.clamd_client import NoReply, scan_stream
from tests.evidence.clamd import clamd
from tests.evidence.samples import EICAR

SETTINGS = """DatabaseDirectory {folder}
LocalSocket {folder}/clamd.ctl
TemporaryDirectory {folder}
Foreground yes
LogFile {folder}/log
StreamMaxLength 30M
MaxFileSize 30M
MaxScanSize 100M
"""
PATIENCE = 60  # seconds until it answers


class Scanner(NamedTuple):
    """`url`: the value for CLAMAV_URL. `what`: which scanner it is."""

    url: str
    what: str


@contextmanager
def scanner() -> Iterator[Scanner]:
    """Run a scanner that recognises EICAR for the length of the block."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
    if program is None:
        with clamd() as stand_in:
            yield Scanner(stand_in.url, "the stand-in (clamd is not installed)")
        return
    with tempfile.TemporaryDirectory() as folder:
        child = _start(program, Path(folder))
        try:
            yield Scanner(f"unix://{folder}/clamd.ctl", f"Debian's {_version(program)}")
        finally:
            child.kill()
            child.wait()


def _start(program: str, folder: Path) -> subprocess.Popen:
    (folder / "eicar.ndb").write_text(f"Eicar-Test-Signature:0:*:{EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(SETTINGS.format(folder=folder))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen([program, "--config-file", folder / "clamd.conf"], **quiet)
    deadline = time.monotonic() + PATIENCE
    while not _answers(folder):
        if child.poll() is not None or time.monotonic() > deadline:
            child.kill()
            raise RuntimeError(f"clamd did not start: {(folder / 'log').read_text()}")
        time.sleep(0.1)
    return child


def _answers(folder: Path) -> bool:
    try:
        return scan_stream(io.BytesIO(b"text"), url=f"unix://{folder}/clamd.ctl", timeout=5) == "stream: OK"
    except (NoReply, OSError):
        return False


def _version(program: str) -> str:
    return subprocess.run([program, "--version"], capture_output=True, text=True).stdout.split("/")[0].strip()
