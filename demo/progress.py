"""How far the demo's data are: written by what makes them, read by /demo/ and by the terminal.

The file that DEMO_PROGRESS_FILE names holds one JSON object. Without that setting nothing is written, and everything
counts as ready.
"""

import json
import os
from pathlib import Path

READY = {"step": "", "done": 0, "total": 0, "ready": True}


def report(step: str, done: int, total: int, *, ready: bool = False) -> None:
    """Write down which step is being taken and how much of it is done, at once or not at all."""
    if file := _file():
        half = file.with_suffix(".half")
        half.write_text(json.dumps({"step": step, "done": done, "total": total, "ready": ready}))
        half.replace(file)


def read() -> dict:
    """Return what was last reported: `step`, `done`, `total` and `ready`."""
    file = _file()
    try:
        return READY | json.loads(file.read_text()) if file else READY
    except (OSError, ValueError):
        return READY


def _file() -> Path | None:
    name = os.environ.get("DEMO_PROGRESS_FILE")
    return Path(name) if name else None
