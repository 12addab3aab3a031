"""Why a change of staff was refused. The message is for the person who asked for it."""


class StaffChangeRefused(Exception):
    """The change is not possible; nothing was written."""


class HeadshipTaken(StaffChangeRefused):
    """Somebody else heads the office at that time."""


class AlreadyHeld(StaffChangeRefused):
    """The officer already holds that role at that office at that time."""


class PostingOver(StaffChangeRefused):
    """The posting ended earlier, or has not begun."""
