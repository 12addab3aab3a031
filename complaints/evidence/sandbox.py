"""Inspect files in a sandbox (`isolation`) without keys or database, and with limits on memory and time.

A hostile file that exploits the libraries that open it is confined to that process. The file and its copy are passed as
anonymous files in memory, so that no unencrypted data are written to disk.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from signal import SIGKILL, SIGTERM, SIGXCPU
from subprocess import DEVNULL, PIPE, TimeoutExpired
from typing import BinaryIO

from complaints.inspection.process_limits import limits_of
from complaints.isolation import bubblewrap
from complaints.rules.accepted_files import FileRefusal, FileRefused

CHUNK = 256 * 1024
PROGRAM = (sys.executable, "-E", "-s", "-m", "complaints.inspection")
ELAPSED_TIME_FACTOR = 8
"""The limit of elapsed time on a busy machine, as a multiple of the limit of processor time."""


class InspectionInterrupted(Exception):
    """The process was killed from outside. There is no result, and the file is inspected again."""


@dataclass(frozen=True)
class SafeCopy:
    """A copy that may be shown: the file and its media type."""

    file: BinaryIO
    media_type: str


@contextmanager
def copy_in_sandbox(original: BinaryIO, *, family: str, side: int | None = None, pages: str = "") -> Iterator[SafeCopy]:
    """Inspect an original and yield the copy that may be shown, for the length of the block.

    `side`: for a picture, the largest width and height in pixels, if that is less than usual; for the family pdf_page
    the number of the page. `pages`: the pages that are copied from a scan (`complaints.inspection.scan_pages`). Raises
    SandboxUnavailable, another FileRefused, or InspectionInterrupted.
    """
    with _create_memory_file("original") as inside, _create_memory_file("copy") as out:
        while chunk := original.read(CHUNK):
            inside.write(chunk)
        inside.seek(0)
        options = [str(side)] if side else ["", "", pages] if pages else []
        media_type = _run_inspection(inside, out, family, *options)
        out.seek(0)
        yield SafeCopy(out, media_type)


def _create_memory_file(purpose: str) -> BinaryIO:
    """Return an anonymous file in memory. It disappears when both processes have closed it."""
    return open(os.memfd_create(purpose), "w+b", buffering=0)


def _run_inspection(inside: BinaryIO, out: BinaryIO, family: str, *more: str) -> str:
    """Run the inspection process and return the media type of its copy. Raises FileRefused or InspectionInterrupted."""
    handles = inside.fileno(), out.fileno()
    program = [*PROGRAM, family, *map(str, handles), *more]
    with bubblewrap.IsolatedProcess(program, handles=handles, stdout=PIPE, stderr=DEVNULL) as process:
        try:
            output, _ = process.communicate(timeout=limits_of(family).seconds * ELAPSED_TIME_FACTOR)
        except TimeoutExpired as too_long:
            process.kill()
            raise FileRefused(FileRefusal.TOO_HARD) from too_long
        except BaseException:
            process.kill()
            raise
    return media_type_from_verdict(process.returncode, output)


def media_type_from_verdict(code: int, output: bytes) -> str:
    """Return the media type from the exit code and standard output of an ended process.

    Raises FileRefused, also if the process crashed, or InspectionInterrupted if it was killed from outside.
    """
    signal = -code if code < 0 else code - 128  # bubblewrap reports 128 and the signal that ended its program
    if signal in {SIGKILL, SIGTERM}:
        raise InspectionInterrupted(code)
    try:
        verdict = json.loads(output)
    except ValueError:
        raise FileRefused(FileRefusal.TOO_HARD if signal == SIGXCPU else FileRefusal.BROKEN) from None
    if "refused" in verdict:
        raise FileRefused(FileRefusal(verdict["refused"]))
    return verdict["media_type"]
