"""What every paper says of itself, and the numbers that papers name."""

from django.utils.translation import gettext

EMERGENCY = "15"
CHILD_HELPLINE = "1121"
IGP_COMPLAINT_CENTRE = "1787"


def common() -> dict:
    """The facts that each layout needs beside its own, in the active language."""
    return {
        "author": gettext("Independent complaint portal"),
        "independent": independent(),
        "say": {
            "place": gettext("Punjab"),
            "service": gettext("Police complaints"),
            "page": gettext("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        },
    }


def independent() -> str:
    """Who made the paper, and who did not."""
    who = gettext("An independent project, not a police service.")
    return f"{who} {gettext('It is not affiliated with Punjab Police and does not use their emblems.')}"
