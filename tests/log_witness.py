"""`aics-witness` (from PyPI) as an independent witness of the public log: a program that others wrote."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from operations.embedded_servers import find_free_port

PROGRAM = Path(sys.executable).with_name("aics-witness")
SECONDS = 120


@dataclass
class Witness:
    """A running witness. `key`: its public key. `url`: where checkpoints are sent."""

    key: str
    url: str

    @property
    def entry(self) -> str:
        """The witness as LOG_WITNESSES names it."""
        return f"{self.key} {self.url}"


@contextmanager
def running_witness(folder: Path, name: str, *, origin: str, log_key: str) -> Iterator[Witness]:
    """Run a witness that knows one log, for the length of the block."""
    folder.mkdir()
    address = f"127.0.0.1:{find_free_port()}"
    control(folder, "init", name=name, listen=address)
    control(folder, "add-log", origin=origin, vkey=log_key)
    key = next(word for word in control(folder, "status").split() if word.startswith(f"{name}+"))
    process = subprocess.Popen(
        [PROGRAM, "serve", "--config", folder / "witness.json"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: answers(f"http://{address}/"))
        yield Witness(key, f"http://{address}")
    finally:
        process.kill()
        process.wait()


def control(folder: Path, command: str, **options: str) -> str:
    """Run a command of the witness's program, and return what it prints."""
    given = [part for name, value in options.items() for part in (f"--{name}", value)]
    run = [PROGRAM, command, "--config", folder / "witness.json", *given]
    return subprocess.run(run, check=True, capture_output=True, text=True).stdout


def answers(url: str) -> bool:
    """Return whether a server answers there, whatever it says."""
    try:
        httpx.get(url, timeout=1)
    except httpx.HTTPError:
        return False
    return True


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds. Raises TimeoutError after SECONDS."""
    end = time.monotonic() + SECONDS
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.05)
