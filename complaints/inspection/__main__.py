"""Look at one file: refuse it, or write a copy that may be shown."""

import ctypes
import importlib
import json
import os
import signal
import sys
from typing import BinaryIO

from complaints.inspection import limits, streaming
from complaints.rules.files import HEAD, TAIL, FileRefused, Reason, has_another_face, is_of

LOOKERS = dict.fromkeys(("jpeg", "png", "webp", "heif"), "pictures") | {"pdf": "papers"}
DIE_WITH_PARENT = 1


def main(family: str, inside: str, outside: str, side: str = "", size: str = "") -> dict:
    """The verdict on a file: {"media_type": …} with the copy written, or {"refused": …}.

    `side`: pixels of a picture's longer side, where its copy has to be smaller than usual. `size`: bytes of a large
    film; then `inside` is a socket to ask for its parts (streaming), and `outside` a pipe.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    limits.set_for(family, is_large=bool(size))
    with _opened(int(inside), size) as original, open(int(outside), "wb", closefd=False) as copy:
        try:
            _face(original, family)
            looker = importlib.import_module(f"complaints.inspection.{LOOKERS.get(family, 'media')}")
            if size:
                return {"media_type": looker.look_at_large(original, copy, family)}
            smaller = {"side": int(side)} if side else {}
            return {"media_type": looker.look(original, copy, family, **smaller)}
        except FileRefused as refused:
            return {"refused": refused.reason}
        except MemoryError:
            return {"refused": Reason.TOO_HARD}


def _opened(inside: int, size: str) -> BinaryIO:
    return streaming.OriginalFile(inside, int(size)) if size else open(inside, "rb", closefd=False)


def _face(original, family: str) -> None:
    """By its first and last bytes it is what it says, and nothing else besides. Raises Refused."""
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
