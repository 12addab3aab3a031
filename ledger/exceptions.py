"""The exceptions that services raise and pages turn into sentences. Nothing that somebody typed is lost by them."""


class NotPermitted(Exception):
    """The actor may not do this: no page offers it to them."""


class Refused(Exception):
    """The actor may do this, but a condition is not met. Nothing was written.

    `reason`: a member of the app's own enumeration, which its labels put into words. `field`: the answer that it is
    about, or an empty string.
    """

    def __init__(self, reason, field: str = ""):
        super().__init__(reason)
        self.reason, self.field = reason, field


class Overtaken(Exception):
    """Someone else was first. `status`: where it stands now, if the page can say it."""

    def __init__(self, status=None):
        super().__init__(status)
        self.status = status
