"""What every paper says of itself, and the numbers that papers name."""

from django.utils.translation import gettext

from documents.identity import identity

EMERGENCY = "15"
CHILD_HELPLINE = "1121"
IGP_COMPLAINT_CENTRE = "1787"


def common() -> dict:
    """The facts that each layout needs beside its own, in the active language."""
    who = identity()
    return {
        "author": who.author,
        "independent": who.notice,
        "say": {
            "place": who.own_name or gettext("Punjab"),
            "service": who.tagline if who.own_name else gettext("Police complaints"),
            "page": gettext("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        },
    }
