"""A record proof as its reader gets it, and the small program that checks it."""

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
from django.conf import settings

from complaints.services.log.log_heads import publish_head
from complaints.services.log.log_seals import seal_events
from ledger import log_keys
from tests.world import clock

PROGRAMS = [settings.BASE_DIR / "static" / "portal" / name for name in ("verify_petition.py", "check_receipt.py")]


def publish(at: str) -> None:
    """Seal everything, and publish the head of the hour."""
    while seal_events(at=clock(at)):
        pass
    publish_head(at=clock(at))


def verify(folder: Path, content: bytes | str, *keys) -> subprocess.CompletedProcess:
    """Run the program as a stranger would: from a folder of its own, without the portal, its settings or a database."""
    for program in PROGRAMS:
        shutil.copy(program, folder)
    (folder / "record").write_bytes(content.encode() if isinstance(content, str) else content)
    command = [sys.executable, "-E", "-S", "verify_petition.py", "record", *map(str, keys or [log_keys.public_key()])]
    return subprocess.run(command, cwd=folder, env={"PYTHONUTF8": "1"}, capture_output=True, text=True)


def refusal(folder: Path, content: bytes | str, *keys) -> str:
    """Return the one line with which the program refuses a file. It prints nothing else."""
    done = verify(folder, content, *keys)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    return line


def changed(content: bytes | str, change: Callable[[dict], object]) -> str:
    """Return a proof with a change."""
    proof = json.loads(content)
    change(proof)
    return json.dumps(proof)


def lines_of(content: bytes | str) -> list[dict]:
    """Return the facts of each line of a proof."""
    return [json.loads(entry["line"]) for entry in json.loads(content)["lines"]]


def attached(pdf: bytes) -> bytes | None:
    """Return the proof that a PDF carries; None if it carries no attachment."""
    with pikepdf.open(io.BytesIO(pdf)) as paper:
        names = list(paper.attachments)
        assert names in ([], ["proof.json"])
        return paper.attachments["proof.json"].get_file().read_bytes() if names else None
