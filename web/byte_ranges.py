"""Part of a file that a browser requests (the header Range; RFC 9110, section 14)."""

import re
from typing import NamedTuple

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class BytePart(NamedTuple):
    """The bytes from `start` up to but not including `stop`."""

    start: int
    stop: int

    @property
    def is_empty(self) -> bool:
        """Whether the file has no such bytes: the response is 416."""
        return self.start >= self.stop


def parse_byte_range(header: str, *, size: int) -> BytePart | None:
    """Return the requested part of a file of `size` bytes: `first-`, `first-last` or `-length` (the last bytes).

    None: the whole file is sent. That is also the answer to a request for several parts, as the standard allows.
    """
    match = _RANGE.fullmatch(header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return BytePart(max(0, size - int(last)), size)
    return BytePart(int(first), min(size, int(last) + 1) if last else size)
