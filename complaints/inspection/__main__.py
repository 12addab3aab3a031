"""Inspect one file: refuse it, or write a copy that may be shown."""

import ctypes
import importlib
import json
import os
import signal
import sys
from typing import BinaryIO

from complaints.inspection import film_streaming, process_limits
from complaints.rules.accepted_files import (
    HEAD_BYTES,
    TAIL_BYTES,
    FileRefusal,
    FileRefused,
    is_polyglot,
    looks_like_family,
)

INSPECTORS = dict.fromkeys(("jpeg", "png", "webp", "heif"), "complaints.inspection.picture_copies") | {
    "pdf": "complaints.inspection.pdf_copies",
    "pdf_page": "complaints.inspection.pdf_pages",
    **dict.fromkeys(("scan_pdf", "scan_tiff", "scan_jpeg"), "complaints.inspection.scan_pages"),
}
SIGNATURES = {"pdf_page": "pdf", "scan_pdf": "pdf", "scan_tiff": "tiff", "scan_jpeg": "jpeg"}
"""The family whose signature is expected, where an inspector of its own handles a family."""
"""The module for each family; for all others it is `media`. Only the needed one is imported, to save memory."""
DIE_WITH_PARENT = 1


def main(family: str, inside: str, outside: str, side: str = "", size: str = "", pages: str = "") -> dict:
    """Inspect a file and return the verdict: {"media_type": …} after the copy is written, or {"refused": …}.

    `inside`, `outside`: file descriptors of the original and the copy. `side`: pixels of a picture's longer side,
    if its copy has to be smaller than usual; for the family pdf_page the number of the page. `size`: bytes of a
    large film; then `inside` is a socket from which parts are requested (streaming), and `outside` is a pipe.
    `pages`: which pages of a scan are copied (`scan_pages`).
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    process_limits.set_process_limits(family, is_large=bool(size))
    with _open_original(int(inside), size) as original, open(int(outside), "wb", closefd=False) as copy:
        try:
            _check_signature(original, SIGNATURES.get(family, family))
            inspector = importlib.import_module(INSPECTORS.get(family, "complaints.inspection.media_copies"))
            if size:
                return {"media_type": inspector.write_large_copy(original, copy, family)}
            options = {"side": int(side)} if side else {"pages": pages} if pages else {}
            return {"media_type": inspector.write_copy(original, copy, family, **options)}
        except FileRefused as refused:
            return {"refused": refused.reason}
        except MemoryError:
            return {"refused": FileRefusal.TOO_HARD}


def _open_original(inside: int, size: str) -> BinaryIO:
    return film_streaming.StreamedOriginal(inside, int(size)) if size else open(inside, "rb", closefd=False)


def _check_signature(original, family: str) -> None:
    """Check by the first and last bytes that the file is of its family and of no other. Raises FileRefused."""
    head = original.read(HEAD_BYTES)
    size = original.seek(0, os.SEEK_END)
    original.seek(max(0, size - TAIL_BYTES))
    tail = original.read()
    original.seek(0)
    if not looks_like_family(family, head):
        raise FileRefused(FileRefusal.DISGUISED)
    if is_polyglot(head, tail, family=family):
        raise FileRefused(FileRefusal.HIDES)


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:]), sys.stdout)
