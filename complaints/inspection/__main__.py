"""Inspect one file: refuse it, or write a copy that may be shown."""

import ctypes
import importlib
import json
import os
import signal
import sys
from typing import BinaryIO

from complaints.inspection import limits, streaming
from complaints.rules.files import HEAD, TAIL, FileRefused, Reason, has_another_face, is_of

INSPECTORS = dict.fromkeys(("jpeg", "png", "webp", "heif"), "complaints.inspection.pictures") | {
    "pdf": "complaints.inspection.papers"
}
"""The module for each family; for all others it is `media`. Only the needed one is imported, to save memory."""
DIE_WITH_PARENT = 1


def main(family: str, inside: str, outside: str, side: str = "", size: str = "") -> dict:
    """Inspect a file and return the verdict: {"media_type": …} after the copy is written, or {"refused": …}.

    `inside`, `outside`: file descriptors of the original and the copy. `side`: pixels of a picture's longer side, if
    its copy has to be smaller than usual. `size`: bytes of a large film; then `inside` is a socket from which parts are
    requested (streaming), and `outside` is a pipe.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    limits.set_for(family, is_large=bool(size))
    with _open_original(int(inside), size) as original, open(int(outside), "wb", closefd=False) as copy:
        try:
            _check_signature(original, family)
            inspector = importlib.import_module(INSPECTORS.get(family, "complaints.inspection.media"))
            if size:
                return {"media_type": inspector.look_at_large(original, copy, family)}
            options = {"side": int(side)} if side else {}
            return {"media_type": inspector.look(original, copy, family, **options)}
        except FileRefused as refused:
            return {"refused": refused.reason}
        except MemoryError:
            return {"refused": Reason.TOO_HARD}


def _open_original(inside: int, size: str) -> BinaryIO:
    return streaming.OriginalFile(inside, int(size)) if size else open(inside, "rb", closefd=False)


def _check_signature(original, family: str) -> None:
    """Check by the first and last bytes that the file is of its family and of no other. Raises FileRefused."""
    head = original.read(HEAD)
    size = original.seek(0, os.SEEK_END)
    original.seek(max(0, size - TAIL))
    tail = original.read()
    original.seek(0)
    if not is_of(family, head):
        raise FileRefused(Reason.DISGUISED)
    if has_another_face(head, tail, family=family):
        raise FileRefused(Reason.HIDES)


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:]), sys.stdout)
