"""The exceptions that services raise and pages show as messages. The pages keep what the user typed."""


class NotPermitted(Exception):
    """The actor may not do this. No page offers it to them."""


class Refused(Exception):
    """The actor may do this, but a condition is not met. Nothing was written.

    `reason`: a member of the app's own enumeration, for which its labels have a text. `field`: the name of the form
    field concerned, or an empty string.
    """

    def __init__(self, reason, field: str = ""):
        super().__init__(reason)
        self.reason, self.field = reason, field


class Overtaken(Exception):
    """Somebody else acted first. `status`: the present status, if the page can show it."""

    def __init__(self, status=None):
        super().__init__(status)
        self.status = status


class CheckFailed(Exception):
    """A scheduled check found something wrong. The job fails with it, so that the alert CheckFails follows."""


class RowsFailed(Exception):
    """A job could not handle some of its rows and has gone on with the others (accounts.services.row_failures)."""
