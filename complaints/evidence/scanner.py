"""The built-in virus scanner: clamd at settings.CLAMAV_URL (`complaints.file_scanning` calls it)."""

from typing import BinaryIO
from urllib.parse import urlsplit

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

from complaints.file_scanning import ScanResult

TIMEOUT = 60  # seconds for each answer
DEFAULT_PORT = 3310


def scan_file(file: BinaryIO) -> ScanResult:
    """Send a file to the scanner, from the present position to its end, and return the result."""
    try:
        answers = _clamd_client(settings.CLAMAV_URL).instream(file)
    except (ClamdError, OSError):
        return ScanResult.UNSEEN
    states = {state for state, _ in answers.values()}
    if "FOUND" in states:
        return ScanResult.VIRUS
    return ScanResult.CLEAN if states == {"OK"} else ScanResult.UNSEEN


def _clamd_client(url: str) -> ClamdNetworkSocket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        return ClamdUnixSocket(path=parts.path, timeout=TIMEOUT)
    return ClamdNetworkSocket(host=parts.hostname, port=parts.port or DEFAULT_PORT, timeout=TIMEOUT)
