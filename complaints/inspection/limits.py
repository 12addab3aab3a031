"""How much memory and time looking at a file may take."""

import resource
from dataclasses import dataclass

MB = 1024 * 1024
LARGEST_COPY = 64 * MB


@dataclass(frozen=True)
class Limits:
    """What one look at a file may take: 256 MB, 5 seconds of a processor (issue 8, point 5).

    `data`: MB that the process may write to, beside which its libraries lie in up to 16 MB of their own. `mapped`: MB
    of address space, which counts libraries as long as they are, however little of them is read. `seconds`: of a
    processor.
    """

    data: int = 240
    mapped: int = 256
    seconds: int = 5


PICTURES_AND_PAPERS = Limits()
IPHONE_PICTURES = Limits(data=272, mapped=640)  # 48 million pixels, which cannot be decoded smaller
SOUND_AND_FILM = Limits(mapped=768)  # FFmpeg's libraries alone are mapped with 200 MB
LARGE_FILMS = Limits(mapped=768, seconds=20)  # read twice: 200 MB take about 5 seconds
_FILM = {"mp4", "webm", "mp3", "adts", "ogg", "amr", "wav"}


def limits_of(family: str, *, is_large: bool = False) -> Limits:
    """The limits of a family of formats. `is_large`: of a film that is streamed."""
    if is_large:
        return LARGE_FILMS
    if family == "heif":
        return IPHONE_PICTURES
    return SOUND_AND_FILM if family in _FILM else PICTURES_AND_PAPERS


def set_for(family: str, *, is_large: bool = False) -> None:
    """From now on this process has no more than that. Past its time it is ended by SIGXCPU."""
    limits = limits_of(family, is_large=is_large)
    for what, most in (
        (resource.RLIMIT_AS, limits.mapped * MB),
        (resource.RLIMIT_DATA, limits.data * MB),
        (resource.RLIMIT_FSIZE, LARGEST_COPY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
