"""The built-in virus scanner: clamd at settings.CLAMAV_URL (`complaints.file_scanning` calls it)."""

from typing import BinaryIO

from django.conf import settings

from complaints.evidence.clamd_client import NoReply, scan_stream
from complaints.file_scanning import ScanResult

TIMEOUT = 60  # seconds for each answer


def scan_file(file: BinaryIO) -> ScanResult:
    """Send a file to the scanner, from the present position to its end, and return the result."""
    try:
        reply = scan_stream(file, url=settings.CLAMAV_URL, timeout=TIMEOUT)
    except (NoReply, OSError):
        return ScanResult.UNSEEN
    if reply.endswith(" FOUND"):
        return ScanResult.VIRUS
    return ScanResult.CLEAN if reply.endswith(": OK") else ScanResult.UNSEEN
