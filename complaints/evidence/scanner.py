"""The virus scanner, where there is one: clamd at settings.CLAMAV_URL."""

from enum import Enum
from typing import BinaryIO
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

PATIENCE = 60  # seconds for each answer
USUAL_PORT = 3310


class Verdict(Enum):
    """What the scanner says of a file; UNSEEN where it cannot be asked, or answers that it could not look."""

    CLEAN = "clean"
    VIRUS = "virus"
    UNSEEN = "unseen"


def is_there() -> bool:
    """Whether files are to be scanned at all."""
    return bool(settings.CLAMAV_URL)


def scan(file: BinaryIO) -> Verdict:
    """Show a file to the scanner, from its first byte to its last."""
    try:
        answers = _clamd(settings.CLAMAV_URL).instream(file)
    except (ClamdError, OSError):
        return Verdict.UNSEEN
    states = {state for state, _ in answers.values()}
    if "FOUND" in states:
        return Verdict.VIRUS
    return Verdict.CLEAN if states == {"OK"} else Verdict.UNSEEN


def _clamd(url: str) -> ClamdNetworkSocket:
    place = urlsplit(url)
    if place.scheme == "unix":
        return ClamdUnixSocket(path=place.path, timeout=PATIENCE)
    return ClamdNetworkSocket(host=place.hostname, port=place.port or USUAL_PORT, timeout=PATIENCE)
