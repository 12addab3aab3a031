"""Files are taken apart in a process of its own: no keys, no database, a ceiling on memory and time.

What a hostile file may do to the libraries that open it, it does there. The file and its copy pass as nameless files
in memory; nothing unsealed touches the disk.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from signal import SIGKILL, SIGTERM, SIGXCPU
from typing import BinaryIO

from django.conf import settings

from complaints.inspection.limits import limits_of
from complaints.rules.files import FileRefused, Reason

CHUNK = 256 * 1024
PROGRAM = (sys.executable, "-E", "-s", "-m", "complaints.inspection")
BEYOND = 8
"""How many times its seconds of work a process may take by the clock on the wall, on a busy machine."""


class Interrupted(Exception):
    """The process was ended from outside: nothing is known of the file, which is looked at again."""


@dataclass(frozen=True)
class Copy:
    """What may be shown: the file, and its media type."""

    file: BinaryIO
    media_type: str


@contextmanager
def copy_of(original: BinaryIO, *, family: str, side: int | None = None) -> Iterator[Copy]:
    """The copy of an original that may be shown, while the block lasts. Raises Refused or Interrupted.

    `side`: of a picture, at most how many pixels wide and high, where that is less than usual.
    """
    with _nameless("original") as inside, _nameless("copy") as out:
        while chunk := original.read(CHUNK):
            inside.write(chunk)
        inside.seek(0)
        media_type = _look(inside, out, family, *([str(side)] if side else []))
        out.seek(0)
        yield Copy(out, media_type)


def _nameless(purpose: str) -> BinaryIO:
    """A file in memory, without a name; it is gone when both processes have let go of it."""
    return open(os.memfd_create(purpose), "w+b", buffering=0)


def _look(inside: BinaryIO, out: BinaryIO, family: str, *more: str) -> str:
    """Let the process look. The media type of its copy."""
    handles = inside.fileno(), out.fileno()
    command = [*PROGRAM, family, *map(str, handles), *more]
    try:
        done = subprocess.run(  # noqa: S603 (our own program, told a word of FORMATS and numbers)
            command,
            cwd=settings.BASE_DIR,
            env={"LANG": "C.UTF-8"},
            pass_fds=handles,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limits_of(family).seconds * BEYOND,
        )
    except subprocess.TimeoutExpired as too_long:
        raise FileRefused(Reason.TOO_HARD) from too_long
    return verdict_of(done.returncode, done.stdout)


def verdict_of(code: int, said: bytes) -> str:
    """The media type that a process that has ended with `code` has said. One that the file killed has said enough."""
    if code in {-SIGKILL, -SIGTERM}:
        raise Interrupted(code)
    try:
        verdict = json.loads(said)
    except ValueError:
        raise FileRefused(Reason.TOO_HARD if code == -SIGXCPU else Reason.BROKEN) from None
    if "refused" in verdict:
        raise FileRefused(Reason(verdict["refused"]))
    return verdict["media_type"]
