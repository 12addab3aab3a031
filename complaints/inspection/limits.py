"""How much memory and time looking at a file may take."""

import resource
from dataclasses import dataclass

MB = 1024 * 1024
LARGEST_COPY = 64 * MB


@dataclass(frozen=True)
class Limits:
    """`memory`: address space in MB, libraries included. `seconds`: of a processor."""

    memory: int
    seconds: int


PICTURES_AND_PAPERS = Limits(memory=256, seconds=5)
IPHONE_PICTURES = Limits(memory=640, seconds=15)  # their 24 and 48 million pixels cannot be decoded smaller
SOUND_AND_FILM = Limits(memory=768, seconds=60)  # FFmpeg's libraries alone are mapped with 200 MB
_FILM = {"mp4", "webm", "mp3", "adts", "ogg", "amr", "wav"}


def limits_of(family: str) -> Limits:
    """The limits of a family of formats."""
    if family == "heif":
        return IPHONE_PICTURES
    return SOUND_AND_FILM if family in _FILM else PICTURES_AND_PAPERS


def set_for(family: str) -> None:
    """From now on this process has no more than that. Past its time it is ended by SIGXCPU."""
    limits = limits_of(family)
    for what, most in (
        (resource.RLIMIT_AS, limits.memory * MB),
        (resource.RLIMIT_FSIZE, LARGEST_COPY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(what, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 1))
