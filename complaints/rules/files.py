"""What may be handed in beside words: kinds of files, how many, how large, and why one is not taken.

Sources: the portal's own limits (issue 3, point 3); kinds are those that telephones of today and of ten years ago make.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

import puremagic

from web import text

MB = 1024 * 1024
MOST_FILES = 20
LARGEST = 25 * MB
"""The largest file; a video that is sent in pieces may be larger (settings.EVIDENCE_LARGEST_VIDEO_MB)."""

LARGEST_TOGETHER = 100 * MB
PIECE = MB
"""The most bytes that one request carries of a file that is sent in pieces."""

SMALLEST_PIECE = 64 * 1024
"""The fewest, but for a file's last ones: each piece is a file of its own on the disk until all have come."""

FORM = LARGEST_TOGETHER + 2 * MB
"""The most bytes of a form that carries whole files: all of them, and what stands beside them."""

LONGEST_NAME = 120  # characters

MOST_PIXELS = 64_000_000
"""The largest cameras of telephones make 50 million that anybody keeps; a bomb makes billions."""


class FileKind(StrEnum):
    """How a file is shown: looked at, played, listened to, read."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    PAPER = "paper"


class Reason(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    VIDEO_TOO_LARGE = "video_too_large"  # larger than a video that is sent in pieces may be
    NEEDS_PIECES = "needs_pieces"  # a form carries no video of this size
    TOO_MANY = "too_many"
    TOGETHER = "together"  # all of them together are too large
    KIND = "kind"  # not a kind that is taken
    DISGUISED = "disguised"  # the contents are not what the name says
    BROKEN = "broken"  # it cannot be opened
    LOCKED = "locked"  # it opens with a password only
    HIDES = "hides"  # a script, or another file, is hidden in it
    PIXELS = "pixels"
    TOO_HARD = "too_hard"  # looking at it takes more time or memory than a file may
    VIRUS = "virus"
    CLOSED = "closed"  # the complaint takes nothing more


class FileRefused(Exception):
    """A file is not taken; `reason` says why."""

    def __init__(self, reason: Reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Format:
    """One format: how its files are named and announced, and by which program it is opened (`family`)."""

    kind: FileKind
    family: str
    media_type: str
    endings: tuple[str, ...]


FORMATS = (
    Format(FileKind.PHOTO, "jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    Format(FileKind.PHOTO, "png", "image/png", ("png",)),
    Format(FileKind.PHOTO, "webp", "image/webp", ("webp",)),
    Format(FileKind.PHOTO, "heif", "image/heic", ("heic", "heif")),
    Format(FileKind.VIDEO, "mp4", "video/mp4", ("mp4", "m4v")),
    Format(FileKind.VIDEO, "mp4", "video/quicktime", ("mov", "qt")),
    Format(FileKind.VIDEO, "mp4", "video/3gpp", ("3gp", "3gpp", "3g2")),
    Format(FileKind.VIDEO, "webm", "video/webm", ("webm",)),
    Format(FileKind.VOICE, "webm", "audio/webm", ("weba",)),
    Format(FileKind.VOICE, "mp4", "audio/mp4", ("m4a",)),
    Format(FileKind.VOICE, "mp4", "audio/3gpp", ("3ga",)),
    Format(FileKind.VOICE, "mp3", "audio/mpeg", ("mp3",)),
    Format(FileKind.VOICE, "adts", "audio/aac", ("aac",)),
    Format(FileKind.VOICE, "ogg", "audio/ogg", ("ogg", "oga", "opus")),
    Format(FileKind.VOICE, "amr", "audio/amr", ("amr",)),
    Format(FileKind.VOICE, "wav", "audio/wav", ("wav",)),
    Format(FileKind.PAPER, "pdf", "application/pdf", ("pdf",)),
)
_BY_ENDING = {ending: one for one in FORMATS for ending in one.endings}
_BY_TYPE = {one.media_type: one for one in FORMATS} | {
    "image/heif": _BY_ENDING["heic"],
    "audio/x-m4a": _BY_ENDING["m4a"],
    "audio/mp3": _BY_ENDING["mp3"],
    "audio/opus": _BY_ENDING["opus"],
    "audio/x-wav": _BY_ENDING["wav"],
    "audio/wave": _BY_ENDING["wav"],
}
ENDINGS = tuple(_BY_ENDING)
_FAMILIES = {one.media_type: one.family for one in FORMATS}
SHOWN_ENDINGS = {one.media_type: one.endings[0] for one in FORMATS}
"""The ending under which a shown copy of that media type is saved."""


@dataclass(frozen=True)
class Held:
    """What is there already: how many files, how many bytes they have or will have, and how many there may be."""

    files: int = 0
    size: int = 0
    together: int = LARGEST_TOGETHER

    @property
    def files_left(self) -> int:
        return max(0, MOST_FILES - self.files)

    @property
    def size_left(self) -> int:
        return max(0, self.together - self.size)


def format_of(name: str, media_type: str = "") -> Format:
    """The format that a file's name says; without an ending, the one that the browser says. Raises Refused(KIND).

    A name that ends as a video does and is announced as sound (`.webm`, `.mp4`, `.3gp`) is a voice note.
    """
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lstrip(".").lower()
    said = _BY_TYPE.get(media_type.split(";")[0].strip().lower())
    found = _BY_ENDING.get(ending) if ending else said
    if found is None:
        raise FileRefused(Reason.KIND)
    if said and said.kind is FileKind.VOICE and found.kind is FileKind.VIDEO and said.family == found.family:
        return said
    return found


def family(media_type: str) -> str:
    """The family of formats of a media type, as `FORMATS` writes it."""
    return _FAMILIES[media_type]


def shown_name(name: str) -> str:
    """A file's name as its owner is shown it: without folders, at most 120 characters; empty if it cannot be read."""
    try:
        return text.clean(PurePosixPath(name.replace("\\", "/")).name)[-LONGEST_NAME:]
    except text.Unreadable:
        return ""


def together(largest_video: int) -> int:
    """How many bytes all files of one complaint may have, where a video may have so many."""
    return LARGEST_TOGETHER + (largest_video if largest_video > LARGEST else 0)


def check(
    *, size: int, held: Held, kind: FileKind | None = None, largest_video: int = LARGEST, in_pieces: bool = True
) -> None:
    """Whether one more file of that size has room beside those that are there. Raises Refused.

    `largest_video`: bytes of the largest one, where the file's `kind` is VIDEO. `in_pieces`: not in one form, which
    takes no file above LARGEST.
    """
    if size <= 0:
        raise FileRefused(Reason.EMPTY)
    if size > LARGEST:
        _check_large(size, max(LARGEST, largest_video) if kind is FileKind.VIDEO else LARGEST, in_pieces=in_pieces)
    if held.files >= MOST_FILES:
        raise FileRefused(Reason.TOO_MANY)
    if held.size + size > held.together:
        raise FileRefused(Reason.TOGETHER)


def _check_large(size: int, largest: int, *, in_pieces: bool) -> None:
    if size > largest:
        raise FileRefused(Reason.TOO_LARGE if largest == LARGEST else Reason.VIDEO_TOO_LARGE)
    if not in_pieces:
        raise FileRefused(Reason.NEEDS_PIECES)


# --- What a file is, by its own bytes ---------------------------------------------------------------------------

HEAD = 4096
"""How many of its first bytes tell what a file is."""

TAIL = 65_557
"""How many of its last bytes could hold the directory of a ZIP archive (22, and a comment of up to 65,535)."""

_FACES = (b"%pdf-", b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"<?xml")
_ARCHIVE_END = b"PK\x05\x06"
_ALSO_CALLED = {"mp3": {"mp1", "mp2"}, "mp4": {"f4a", "f4v", "f4p"}}


def is_of(family: str, head: bytes) -> bool:
    """Whether the first bytes are those of this family of formats, as far as first bytes can tell."""
    if not head:
        return False
    endings = {ending for one in FORMATS if one.family == family for ending in one.endings}
    found = puremagic.magic_string(head)
    surest = max((one.confidence for one in found), default=0)
    said = {one.extension.lstrip(".") for one in found if one.confidence == surest}
    return bool(said & (endings | _ALSO_CALLED.get(family, set())))


def has_another_face(head: bytes, tail: bytes, *, family: str) -> bool:
    """Whether the file would open as something else too: a PDF, a page or a program by its first kilobyte, an archive
    by its last bytes. Telephones put a film behind a photo; that is none of these."""
    start = head[:1024].lower()
    if any(face in start for face in _FACES if not (family == "pdf" and face in {b"%pdf-", b"<?xml"})):
        return True
    at = tail.rfind(_ARCHIVE_END)
    if at < 0 or len(tail) < at + 22:
        return False
    return at + 22 + int.from_bytes(tail[at + 20 : at + 22], "little") == len(tail)
