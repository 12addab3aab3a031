"""Limits on the memory and time of one inspection."""

import resource
from dataclasses import dataclass

MB = 1024 * 1024
LARGEST_COPY = 64 * MB


@dataclass(frozen=True)
class ProcessLimits:
    """The limits of one inspection: by default 256 MB and 5 seconds of processor time.

    `data`: MB of writable memory; the libraries take up to 16 MB besides. `mapped`: MB of address space, which counts
    libraries at their full length, however little of them is read. `seconds`: processor time.
    """

    data: int = 240
    mapped: int = 256
    seconds: int = 5


PICTURES_AND_PAPERS = ProcessLimits()
IPHONE_PICTURES = ProcessLimits(data=272, mapped=640)  # 48 million pixels, which cannot be decoded at a smaller size
SOUND_AND_FILM = ProcessLimits(mapped=768)  # FFmpeg's libraries alone map 200 MB
SCANS = ProcessLimits(data=512, mapped=1024, seconds=120)  # up to 200 pages, each decoded for itself
LARGE_FILMS = ProcessLimits(mapped=768, seconds=20)  # read twice; 200 MB take about 5 seconds
_FILM = {"mp4", "webm", "mp3", "adts", "ogg", "amr", "wav"}


def limits_of(family: str, *, is_large: bool = False) -> ProcessLimits:
    """Return the limits of a family of formats. `is_large`: the file is a large film, which is streamed."""
    if is_large:
        return LARGE_FILMS
    if family == "heif":
        return IPHONE_PICTURES
    if family.startswith("scan_"):
        return SCANS
    return SOUND_AND_FILM if family in _FILM else PICTURES_AND_PAPERS


def set_process_limits(family: str, *, is_large: bool = False) -> None:
    """Set the limits of this process. After its processor time the process gets SIGXCPU."""
    limits = limits_of(family, is_large=is_large)
    for resource_type, maximum in (
        (resource.RLIMIT_AS, limits.mapped * MB),
        (resource.RLIMIT_DATA, limits.data * MB),
        (resource.RLIMIT_FSIZE, LARGEST_COPY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(resource_type, (maximum, maximum))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
