"""Why a change of staff was refused. The message is for the person who asked for it."""


class Refused(Exception):
    """The change is not possible; nothing was written."""


class HeadshipTaken(Refused):
    """Somebody else heads the office at that time."""


class AlreadyHeld(Refused):
    """The officer already holds that role at that office at that time."""


class PostingOver(Refused):
    """The posting ended earlier, or has not begun."""
