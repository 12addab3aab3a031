"""The facts that all documents share, and the telephone numbers that they print."""

from django.utils.translation import gettext

from documents.operator_identity import current_identity

EMERGENCY = "15"
CHILD_HELPLINE = "1121"
IGP_COMPLAINT_CENTRE = "1787"


def common_facts() -> dict:
    """Return the facts that every layout needs in addition to its own, in the active language."""
    operator = current_identity()
    return {
        "author": operator.author,
        "independent": operator.notice,
        "labels": {
            "place": operator.own_name or gettext("Punjab"),
            "service": operator.tagline if operator.own_name else gettext("Police complaints"),
            "page": gettext("Page %(page)s of %(pages)s") % {"page": "{page}", "pages": "{pages}"},
        },
    }
