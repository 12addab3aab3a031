"""Exceptions for refused changes of offices, officers and postings. Their messages are shown to the administrator."""


class StaffChangeRefused(Exception):
    """The change is not possible; nothing was written."""


class HeadshipTaken(StaffChangeRefused):
    """Somebody else heads the office at that time."""


class AlreadyHeld(StaffChangeRefused):
    """The officer already holds that role at that office at that time."""


class PostingOver(StaffChangeRefused):
    """The posting has ended already, or has not begun."""
