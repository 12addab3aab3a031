"""Progress of the demo data: written while they are made, shown by /demo/ and the terminal.

DEMO_PROGRESS_FILE names a file with one JSON object. Without that setting nothing is written, and the data count as
ready.
"""

import json
import os
from pathlib import Path

READY = {"step": "", "done": 0, "total": 0, "ready": True}


def report(step: str, done: int, total: int, *, ready: bool = False) -> None:
    """Write the current step and the progress, atomically."""
    if file := _progress_file():
        half = file.with_suffix(".half")
        half.write_text(json.dumps({"step": step, "done": done, "total": total, "ready": ready}))
        half.replace(file)


def read() -> dict:
    """Return the last report: `step`, `done`, `total` and `ready`."""
    file = _progress_file()
    try:
        return READY | json.loads(file.read_text()) if file else READY
    except (OSError, ValueError):
        return READY


def _progress_file() -> Path | None:
    name = os.environ.get("DEMO_PROGRESS_FILE")
    return Path(name) if name else None
