"""Evidence files: upload in pieces, encryption, inspection in a sandbox, and re-encoded copies without metadata."""

from complaints.evidence.history import adopt
from complaints.evidence.inspection_job import check_what_came
from complaints.evidence.removal import remove, sweep
from complaints.evidence.sealed_storage import NoRoom
from complaints.evidence.shown_copy import open_copy, open_withdrawn
from complaints.evidence.upload import Displaced, begin, receive, take_whole
from complaints.evidence.withdrawal import withdraw

__all__ = [
    "Displaced",
    "NoRoom",
    "adopt",
    "begin",
    "check_what_came",
    "open_copy",
    "open_withdrawn",
    "receive",
    "remove",
    "sweep",
    "take_whole",
    "withdraw",
]
