"""Rules for evidence files: permitted formats, number and size, and the reasons for refusing a file.

Sources: the limits are the portal's own; the formats are those of phones of the last ten years.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

import puremagic

from web import text_cleaning

MB = 1024 * 1024
MOST_FILES = 20
LARGEST_FILE = 25 * MB
"""Bytes of the largest file. A video that is uploaded in pieces may be larger (settings.EVIDENCE_LARGEST_VIDEO_MB)."""

LARGEST_TOGETHER = 100 * MB
LARGEST_PIECE = MB
"""The largest piece of a file that is uploaded in pieces, in bytes."""

SMALLEST_PIECE = 64 * 1024
"""The smallest piece, except for the last one. Each piece is a file on the disk until the upload is complete."""

LARGEST_FORM = LARGEST_TOGETHER + 2 * MB
"""The largest form with whole files, in bytes: the files and the other fields."""

LONGEST_FILE_NAME = 120  # characters

MOST_PIXELS = 64_000_000
"""The best phone cameras make pictures of 50 million pixels. A decompression bomb has billions."""


class FileKind(StrEnum):
    """How a file is shown to officers."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    PAPER = "paper"


class FileRefusal(StrEnum):
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
    NO_SANDBOX = "no_sandbox"  # this computer cannot inspect files safely


class FileRefused(Exception):
    """A file was refused, for this `reason`."""

    def __init__(self, reason: FileRefusal):
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class FileFormat:
    """A file format: its name endings and media type. `family`: the group of formats that one program opens."""

    kind: FileKind
    family: str
    media_type: str
    endings: tuple[str, ...]


FORMATS = (
    FileFormat(FileKind.PHOTO, "jpeg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    FileFormat(FileKind.PHOTO, "png", "image/png", ("png",)),
    FileFormat(FileKind.PHOTO, "webp", "image/webp", ("webp",)),
    FileFormat(FileKind.PHOTO, "heif", "image/heic", ("heic", "heif")),
    FileFormat(FileKind.VIDEO, "mp4", "video/mp4", ("mp4", "m4v")),
    FileFormat(FileKind.VIDEO, "mp4", "video/quicktime", ("mov", "qt")),
    FileFormat(FileKind.VIDEO, "mp4", "video/3gpp", ("3gp", "3gpp", "3g2")),
    FileFormat(FileKind.VIDEO, "webm", "video/webm", ("webm",)),
    FileFormat(FileKind.VOICE, "webm", "audio/webm", ("weba",)),
    FileFormat(FileKind.VOICE, "mp4", "audio/mp4", ("m4a",)),
    FileFormat(FileKind.VOICE, "mp4", "audio/3gpp", ("3ga",)),
    FileFormat(FileKind.VOICE, "mp3", "audio/mpeg", ("mp3",)),
    FileFormat(FileKind.VOICE, "adts", "audio/aac", ("aac",)),
    FileFormat(FileKind.VOICE, "ogg", "audio/ogg", ("ogg", "oga", "opus")),
    FileFormat(FileKind.VOICE, "amr", "audio/amr", ("amr",)),
    FileFormat(FileKind.VOICE, "wav", "audio/wav", ("wav",)),
    FileFormat(FileKind.PAPER, "pdf", "application/pdf", ("pdf",)),
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
ACCEPTED_ENDINGS = tuple(_BY_ENDING)
_FAMILIES = {entry.media_type: entry.family for entry in FORMATS}
SHOWN_ENDINGS = {entry.media_type: entry.endings[0] for entry in FORMATS}
"""The name ending with which a shown copy of a media type is saved."""


@dataclass(frozen=True)
class StoredFiles:
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


def file_format_of(name: str, media_type: str = "") -> FileFormat:
    """Return the format of a file by the ending of its name or, without an ending, by the browser's media type.

    A file with the ending of a video (`.webm`, `.mp4`, `.3gp`) and an audio media type is a voice note.
    Raises FileRefused(KIND) for any other format.
    """
    ending = PurePosixPath(name.replace("\\", "/")).suffix.lstrip(".").lower()
    by_type = _BY_TYPE.get(media_type.split(";")[0].strip().lower())
    by_name = _BY_ENDING.get(ending) if ending else by_type
    if by_name is None:
        raise FileRefused(FileRefusal.KIND)
    is_sound_named_as_video = by_type and by_type.kind is FileKind.VOICE and by_name.kind is FileKind.VIDEO
    return by_type if is_sound_named_as_video and by_type.family == by_name.family else by_name


def format_family_of(media_type: str) -> str:
    """Return the family of formats of one of the media types in `FORMATS`."""
    return _FAMILIES[media_type]


def display_name_of(name: str) -> str:
    """Return a file's name for display: without folders, at most 120 characters; empty if it is not readable text."""
    try:
        return text_cleaning.clean_text(PurePosixPath(name.replace("\\", "/")).name)[-LONGEST_FILE_NAME:]
    except text_cleaning.UnreadableText:
        return ""


def most_bytes_together(largest_video: int) -> int:
    """Return how many bytes all files of a complaint may have. `largest_video`: the bytes of the largest video."""
    return LARGEST_TOGETHER + (largest_video if largest_video > LARGEST_FILE else 0)


def check_file_limits(
    *,
    size: int,
    held: StoredFiles,
    kind: FileKind | None = None,
    largest_video: int = LARGEST_FILE,
    in_pieces: bool = True,
) -> None:
    """Raise FileRefused unless a file of this size may be added to the files of a complaint.

    `largest_video`: the bytes of the largest video, used if `kind` is VIDEO. `in_pieces`: the file is uploaded in
    pieces. A file in a form must not be larger than LARGEST.
    """
    if size <= 0:
        raise FileRefused(FileRefusal.EMPTY)
    if size > LARGEST_FILE:
        largest = max(LARGEST_FILE, largest_video) if kind is FileKind.VIDEO else LARGEST_FILE
        if size > largest:
            raise FileRefused(FileRefusal.TOO_LARGE if largest == LARGEST_FILE else FileRefusal.VIDEO_TOO_LARGE)
        if not in_pieces:
            raise FileRefused(FileRefusal.NEEDS_PIECES)
    if held.files >= MOST_FILES:
        raise FileRefused(FileRefusal.TOO_MANY)
    if held.size + size > held.together:
        raise FileRefused(FileRefusal.TOGETHER)


# --- Recognise a format by the bytes of a file ------------------------------------------------------------------

HEAD_BYTES = 4096
"""How many of the first bytes identify the format of a file."""

TAIL_BYTES = 65_557
"""How many of the last bytes can contain the end record of a ZIP archive (22, and a comment of up to 65,535)."""

_OTHER_SIGNATURES = (b"%pdf-", b"<script", b"<html", b"<!doctype", b"<svg", b"<?php", b"<?xml")
_ARCHIVE_END = b"PK\x05\x06"
_OTHER_ENDINGS = {"mp3": {"mp1", "mp2"}, "mp4": {"f4a", "f4v", "f4p"}, "tiff": {"tif", "tiff"}}


def looks_like_family(family: str, head: bytes) -> bool:
    """Return whether a file that begins with `head` looks like this family of formats."""
    if not head:
        return False
    endings = {ending for entry in FORMATS if entry.family == family for ending in entry.endings}
    matches = puremagic.magic_string(head)
    best = max((match.confidence for match in matches), default=0)
    best_endings = {match.extension.lstrip(".") for match in matches if match.confidence == best}
    return bool(best_endings & (endings | _OTHER_ENDINGS.get(family, set())))


def is_polyglot(head: bytes, tail: bytes, *, family: str) -> bool:
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
