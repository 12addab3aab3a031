"""Evidence: it comes in pieces, is sealed, looked at in a locked room, and shown as a copy that tells nothing more."""

from complaints.services.evidence.checking import check_what_came
from complaints.services.evidence.coming import Displaced, begin, receive, take_whole
from complaints.services.evidence.history import adopt
from complaints.services.evidence.leaving import remove, sweep
from complaints.services.evidence.sealed import NoRoom
from complaints.services.evidence.showing import open_copy, open_withdrawn
from complaints.services.evidence.withdrawing import withdraw

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
