"""Scan uploaded files for viruses with the scanner that the settings choose: clamd, or one of an installed package."""

import logging
from enum import Enum
from typing import BinaryIO, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

CLAMD = "complaints.evidence.scanner.scan_file"


class ScanResult(Enum):
    """The result of a scan. UNSEEN: the scanner is not reachable, or could not scan the file."""

    CLEAN = "clean"
    VIRUS = "virus"
    UNSEEN = "unseen"


class EvidenceScanner(Protocol):
    """A function that scans one file (EVIDENCE_SCANNER).

    A worker calls it for each file, a web process for an officer's attachment. It must give up by itself after at most
    60 seconds. A file without a verdict stays hidden and is scanned again by the next run of the job.
    """

    def __call__(self, file: BinaryIO) -> ScanResult:
        """Read the file from its present position to its end and return the verdict.

        The content is a citizen's: keep no copy and send it to nobody outside the operator's control. Return UNSEEN if
        there is no verdict; an exception counts as UNSEEN.
        """


def is_scanner_configured() -> bool:
    """Return whether files are scanned. Clamd needs its address; a scanner of a package is chosen by its name."""
    return bool(settings.CLAMAV_URL) if settings.EVIDENCE_SCANNER == CLAMD else True


def scan_file(file: BinaryIO) -> ScanResult:
    """Let the chosen scanner read a file, from the present position to its end, and return the result."""
    try:
        result = import_string(settings.EVIDENCE_SCANNER)(file)
    except Exception as error:  # whatever a package raises, the file waits
        # Without its text: a package's message may quote the file.
        logger.error("The scanner of files failed: %s", type(error).__name__)
        return ScanResult.UNSEEN
    return result if isinstance(result, ScanResult) else ScanResult.UNSEEN
