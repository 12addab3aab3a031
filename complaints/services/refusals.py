"""Why a move was not made. The doors turn each into a sentence beside the form; nothing typed is lost."""

from complaints.rules.refusals import Refusal
from complaints.rules.statuses import Status


class NotPermitted(Exception):
    """This actor may not make this move on this complaint: no button offered it."""


class Refused(Exception):
    """The table allows it, a condition does not. `reason` is put into words by complaints.models.words.REFUSALS."""

    def __init__(self, reason: Refusal):
        super().__init__(reason)
        self.reason = reason


class Overtaken(Exception):
    """Someone else was first: the complaint stands at `status` now, and the move is no longer possible."""

    def __init__(self, status: Status):
        super().__init__(status)
        self.status = status
