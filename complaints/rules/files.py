"""Rules for evidence files: permitted formats, number and size, and the reasons for refusing a file.

Sources: the limits are the portal's own (issue 3, point 3); the formats are those of phones of the last ten years.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

import puremagic

from web import text

MB = 1024 * 1024
MOST_FILES = 20
LARGEST = 25 * MB
"""Bytes of the largest file. A video that is uploaded in pieces may be larger (settings.EVIDENCE_LARGEST_VIDEO_MB)."""

LARGEST_TOGETHER = 100 * MB
PIECE = MB
"""The largest piece of a file that is uploaded in pieces, in bytes."""

SMALLEST_PIECE = 64 * 1024
"""The smallest piece, except for the last one. Each piece is a file on the disk until the upload is complete."""

FORM = LARGEST_TOGETHER + 2 * MB
"""The largest form with whole files, in bytes: the files and the other fields."""

LONGEST_NAME = 120  # characters

MOST_PIXELS = 64_000_000
"""The best phone cameras make pictures of 50 million pixels. A decompression bomb has billions."""


class FileKind(StrEnum):
    """How a file is shown to officers."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    PAPER = "paper"


class Reason(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    VIDEO_TOO_LARGE = "video_too_large"  # above the limit for a video that is uploaded in pieces
    NEEDS_PIECES = "needs_pieces"  # a video of this size cannot be sent in one form
    TOO_MANY = "too_many"
    TOGETHER = "together"  # all files together are too large
    KIND = "kind"  # not a permitted format
    DISGUISED = "disguised"  # the contents do not match the name
    BROKEN = "broken"  # it cannot be opened
    LOCKED = "locked"  # it opens only with a password
    HIDES = "hides"  # a script, or another file, is hidden in it
    PIXELS = "pixels"
    TOO_HARD = "too_hard"  # the inspection needs more time or memory than permitted
    VIRUS = "virus"
    CLOSED = "closed"  # the complaint accepts no more files


class FileRefused(Exception):
    """A file was refused, for this `reason`."""

    def __init__(self, reason: Reason):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Format:
    """A file format: its name endings and media type. `family`: the group of formats that one program opens."""

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
_BY_ENDING = {ending: entry for entry in FORMATS for ending in entry.endings}
_BY_TYPE = {entry.media_type: entry for entry in FORMATS} | {
    "image/heif": _BY_ENDING["heic"],
    "audio/x-m4a": _BY_ENDING["m4a"],
    "audio/mp3": _BY_ENDING["mp3"],
    "audio/opus": _BY_ENDING["opus"],
    "audio/x-wav": _BY_ENDING["wav"],
    "audio/wave": _BY_ENDING["wav"],
}
ENDINGS = tuple(_BY_ENDING)
_FAMILIES = {entry.media_type: entry.family for entry in FORMATS}
SHOWN_ENDINGS = {entry.media_type: entry.endings[0] for entry in FORMATS}
"""The name ending with which a shown copy of a media type is saved."""


@dataclass(frozen=True)
class Held:
    """The files of a complaint so far.

    `files`: their number. `size`: their bytes, including those still to be uploaded. `together`: the most bytes
    permitted.
    """

    files: int = 0
    size: int = 0
    together: int = LARGEST_TOGETHER

    @property
    def files_left(self) -> int:
        """How many more files are permitted."""
        return max(0, MOST_FILES - self.files)

    @property
    def size_left(self) -> int:
        """How many more bytes are permitted."""
        return max(0, self.together - self.size)


def format_of(name: str, media_type: str = "") -> Format:
    """Return the format of a file by the ending of its name or, without an ending, by the browser's media type.

    A file with the ending of a video (`.webm`, `.mp4`, `.3gp`) and an audio media type is a voice note.
    Raises FileRefused(KIND) for any other format.
    """
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lstrip(".").lower()
    by_type = _BY_TYPE.get(media_type.split(";")[0].strip().lower())
    by_name = _BY_ENDING.get(ending) if ending else by_type
    if by_name is None:
        raise FileRefused(Reason.KIND)
    is_sound_named_as_video = by_type and by_type.kind is FileKind.VOICE and by_name.kind is FileKind.VIDEO
    return by_type if is_sound_named_as_video and by_type.family == by_name.family else by_name


def family(media_type: str) -> str:
    """Return the family of formats of one of the media types in `FORMATS`."""
    return _FAMILIES[media_type]


def shown_name(name: str) -> str:
    """Return a file's name for display: without folders, at most 120 characters; empty if it is not readable text."""
    try:
        return text.clean(PurePosixPath(name.replace("\\", "/")).name)[-LONGEST_NAME:]
    except text.Unreadable:
        return ""


def together(largest_video: int) -> int:
    """Return how many bytes all files of a complaint may have. `largest_video`: the bytes of the largest video."""
    return LARGEST_TOGETHER + (largest_video if largest_video > LARGEST else 0)


def check(
    *, size: int, held: Held, kind: FileKind | None = None, largest_video: int = LARGEST, in_pieces: bool = True
) -> None:
    """Raise FileRefused unless a file of this size may be added to the files of a complaint.

    `largest_video`: the bytes of the largest video, used if `kind` is VIDEO. `in_pieces`: the file is uploaded in
    pieces. A file in a form must not be larger than LARGEST.
    """
    if size <= 0:
        raise FileRefused(Reason.EMPTY)
    if size > LARGEST:
        largest = max(LARGEST, largest_video) if kind is FileKind.VIDEO else LARGEST
        if size > largest:
            raise FileRefused(Reason.TOO_LARGE if largest == LARGEST else Reason.VIDEO_TOO_LARGE)
        if not in_pieces:
            raise FileRefused(Reason.NEEDS_PIECES)
    if held.files >= MOST_FILES:
        raise FileRefused(Reason.TOO_MANY)
    if held.size + size > held.together:
        raise FileRefused(Reason.TOGETHER)


# --- Recognise a format by the bytes of a file ------------------------------------------------------------------

HEAD = 4096
"""How many of the first bytes identify the format of a file."""

TAIL = 65_557
"""How many of the last bytes can contain the end record of a ZIP archive (22, and a comment of up to 65,535)."""

_OTHER_SIGNATURES = (b"%pdf-", b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"<?xml")
_ARCHIVE_END = b"PK\x05\x06"
_OTHER_ENDINGS = {"mp3": {"mp1", "mp2"}, "mp4": {"f4a", "f4v", "f4p"}}


def is_of(family: str, head: bytes) -> bool:
    """Return whether a file that begins with `head` looks like this family of formats."""
    if not head:
        return False
    endings = {ending for entry in FORMATS if entry.family == family for ending in entry.endings}
    matches = puremagic.magic_string(head)
    best = max((match.confidence for match in matches), default=0)
    best_endings = {match.extension.lstrip(".") for match in matches if match.confidence == best}
    return bool(best_endings & (endings | _OTHER_ENDINGS.get(family, set())))


def has_another_face(head: bytes, tail: bytes, *, family: str) -> bool:
    """Return whether the file would also open in another format (a polyglot file).

    Its first kilobyte shows a PDF, a web page or a program, its last bytes a ZIP archive. A video at the end of a
    photo, as phones make it, is permitted.
    """
    start = head[:1024].lower()
    if any(mark in start for mark in _OTHER_SIGNATURES if not (family == "pdf" and mark in {b"%pdf-", b"<?xml"})):
        return True
    position = tail.rfind(_ARCHIVE_END)
    if position < 0 or len(tail) < position + 22:
        return False
    return position + 22 + int.from_bytes(tail[position + 20 : position + 22], "little") == len(tail)
